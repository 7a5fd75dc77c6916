"""View classes whose methods are exposed: Flask-AppBuilder, Flask-Admin, Flask-Classful.

What a library's own base class exposes (its list and edit pages) is not in the code base and is not found.
"""

from collections.abc import Iterator

from analyzer.frameworks.constants import text_of, texts_of, united_texts
from analyzer.frameworks.flask.kinds import FRAMEWORK
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.surface import Endpoint
from analyzer.model.syntax import Assignment, Call, Expr, FunctionSyntax, Name
from analyzer.read.program import Program

DECORATORS = frozenset(
    {
        *("flask_appbuilder.expose", "flask_appbuilder.baseviews.expose", "flask_appbuilder.api.expose", "flask_appbuilder.views.expose"),
        *("flask_admin.expose", "flask_admin.base.expose", "flask_classful.route", "flask_classy.route"),
    }
)
API_CLASSES = frozenset({"flask_appbuilder.api.BaseApi", "flask_appbuilder.api.ModelRestApi", "flask_appbuilder.ModelRestApi"})
ROOT_CLASSES = frozenset(
    f"flask_appbuilder.{module}{name}"
    for name in ("IndexView", "UtilView", "AuthView", "AuthDBView", "AuthLDAPView", "AuthOAuthView", "AuthRemoteUserView")
    for module in ("", "views.", "baseviews.", "security.views.")
)
"""View classes of Flask-AppBuilder that stand at the root of the site."""
REGISTER = frozenset({"add_view", "add_view_no_menu", "add_api", "add_link_view", "register"})


def exposed(program: Program) -> Iterator[Endpoint]:
    """An endpoint for each exposed method of each view class that is registered (of every class, where none is seen to be)."""
    methods = dict(_exposed_methods(program))
    owners = sorted({name.rpartition(".")[0] for name in methods})
    if not owners:
        return
    registered = set(_registered(program))
    for class_name in sorted({*owners, *registered}):
        family = (class_name, *program.ancestors(class_name))
        if class_name in registered or not any(class_name in program.ancestors(one) for one in registered):
            yield from _endpoints(program, class_name, family, methods)


def _endpoints(
    program: Program, class_name: str, family: tuple[str, ...], methods: dict[str, tuple[FunctionSyntax, tuple[Call, ...]]]
) -> Iterator[Endpoint]:
    base = _base(program, class_name, family)
    label = _attribute(program, family, "endpoint") or class_name.rpartition(".")[2]
    included = _names(program, family, "include_route_methods")
    seen = set(_names(program, family, "exclude_route_methods") or ())
    for owner in family:
        for name, (function, decorators) in sorted(methods.items()):
            own = name.rpartition(".")[2]
            if name.rpartition(".")[0] == owner and own not in seen and (included is None or own in included):
                seen.add(own)
                module = program.defined_in(owner)
                for call in decorators:
                    url = text_of(program, module, "", call.argument(0, "url")) if call.args or call.keywords else "/"
                    verbs = texts_of(program, module, "", call.argument(1, "methods")) or ("GET",)
                    if url is not None:
                        at = Location(program.modules[module].path, function.line)
                        route = f"{base.rstrip('/')}/{url.lstrip('/')}"
                        upper = tuple(sorted({verb.upper() for verb in verbs}))
                        yield Endpoint(route, upper, QualName(name), ModuleName(module), f"{label}.{own}", FRAMEWORK, at)


def _exposed_methods(program: Program) -> Iterator[tuple[str, tuple[FunctionSyntax, tuple[Call, ...]]]]:
    for module in sorted(program.modules):
        for function in program.modules[module].functions:
            if "." in function.name and function.decorators:
                calls = tuple(_as_call(one, function.line) for one in function.decorators)
                found = tuple(one for one in calls if one.func and program.resolve(module, one.func) in DECORATORS)
                if found:
                    yield f"{module}.{function.name}", (function, found)


def _as_call(decorator: Expr, line: int) -> Call:
    if isinstance(decorator, Call):
        return decorator
    return Call(decorator.dotted if isinstance(decorator, Name) else "", (), (), line)


def _registered(program: Program) -> Iterator[str]:
    """The classes of the code base that are given to a registering method."""
    for module in sorted(program.modules):
        for site in program.modules[module].calls:
            if site.call.func.rpartition(".")[2] in REGISTER and site.call.args:
                first = site.call.args[0]
                chain = first.dotted if isinstance(first, Name) else first.func if isinstance(first, Call) else ""
                full = program.resolve(module, chain, site.scope) if chain else ""
                if full and program.class_syntax(full) is not None:
                    yield full


def _base(program: Program, class_name: str, family: tuple[str, ...]) -> str:
    """The URL below which a view class stands, by the rules of Flask-AppBuilder."""
    given = _attribute(program, family, "route_base") or _attribute(program, family, "route_prefix")
    if given is not None:
        return given
    if ROOT_CLASSES.intersection(family):
        return ""
    own = class_name.rpartition(".")[2].lower()
    if API_CLASSES.intersection(family):
        version = _attribute(program, family, "version") or "v1"
        return f"/api/{version}/{_attribute(program, family, 'resource_name') or own}"
    return f"/admin/{own}" if any(one.startswith("flask_admin.") for one in family) else f"/{own}"


def _names(program: Program, family: tuple[str, ...], name: str) -> frozenset[str] | None:
    """The set of texts in a class attribute, the nearest class first; None where there is none, or it is computed."""
    found = _assigned(program, family, name)
    return united_texts(program, found[0], found[1].scope, found[1].value) if found is not None else None


def _attribute(program: Program, family: tuple[str, ...], name: str) -> str | None:
    """The text of a class attribute, the nearest class first."""
    found = _assigned(program, family, name)
    return text_of(program, found[0], found[1].scope, found[1].value) if found is not None else None


def _assigned(program: Program, family: tuple[str, ...], name: str) -> tuple[str, Assignment] | None:
    """The first assignment of a class attribute, the nearest class first, with the module that holds it."""
    for one in family:
        owner = program.defined_in(one)
        for assignment in program.body(one) if owner else ():
            if assignment.target == name:
                return owner, assignment
    return None

"""Routes: decorators, ``add_url_rule`` and static folders, at every place where their blueprint is mounted."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from analyzer.frameworks.constants import all_texts, text_of, texts_of
from analyzer.frameworks.displays import Row
from analyzer.frameworks.flask.handed import HandedRules
from analyzer.frameworks.flask.kinds import APP, BLUEPRINT, FRAMEWORK, VERBS
from analyzer.frameworks.flask.mounts import Mount, Mounts
from analyzer.frameworks.objects import Held, Objects
from analyzer.frameworks.views import View, view_of
from analyzer.model.facts import BlindSpot
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.surface import Endpoint
from analyzer.model.syntax import Call, CallSite, Constant, Expr, ModuleSyntax
from analyzer.read.program import Program

ROUTE = VERBS | {"route"}


class Rule(NamedTuple):
    """A rule before its prefix: pattern, verbs, view, endpoint name, place."""

    pattern: str
    methods: tuple[str, ...]
    view: View
    name: str
    at: Location


def routes(program: Program, objects: Objects, mounts: Mounts) -> Iterator[Endpoint | BlindSpot]:
    """Every route of every application and blueprint."""
    handed = HandedRules(program, objects.displays)
    for module in sorted(program.modules):
        syntax = program.modules[module]
        yield from _decorated(program, objects, mounts, syntax)
        for site in syntax.calls:
            if site.call.func.endswith(".add_url_rule") and not handed.holds(module, site):
                yield from _added(program, objects, mounts, syntax, site)
            for one in handed.rules(module, site):
                yield from _added(program, objects, mounts, syntax, CallSite(one.call, one.scope, False))
    for _, held in sorted(objects.held.items()):
        yield from _static(program, mounts, held)


def _decorated(program: Program, objects: Objects, mounts: Mounts, syntax: ModuleSyntax) -> Iterator[Endpoint | BlindSpot]:
    for function in syntax.functions:
        scope, _, name = function.name.rpartition(".")
        for decorator in function.decorators:
            if isinstance(decorator, Call) and decorator.func.rpartition(".")[2] in ROUTE:
                view = View(f"{syntax.module}.{function.name}", syntax.module, name, None)
                yield from _decoration(program, objects, mounts, syntax, scope, decorator, view)


def _decoration(
    program: Program, objects: Objects, mounts: Mounts, syntax: ModuleSyntax, scope: str, call: Call, view: View
) -> Iterator[Endpoint | BlindSpot]:
    receiver, _, verb = call.func.rpartition(".")
    below = _mounts(objects, mounts, syntax.module, scope, receiver, verb == "route" and _is_path(call))
    if not below:
        return
    at = Location(syntax.path, call.line)
    rules = all_texts(program, syntax.module, scope, call.argument(0, "rule"))
    if not rules:
        yield BlindSpot(ModuleName(syntax.module), "computed-route", at)
    methods = (verb.upper(),) if verb in VERBS else _methods(program, syntax.module, scope, call, view)
    name = text_of(program, syntax.module, scope, call.keyword("endpoint")) or view.name
    for rule in rules:
        yield from _endpoints(Rule(rule, methods, view, name, at), below)


def _added(program: Program, objects: Objects, mounts: Mounts, syntax: ModuleSyntax, site: CallSite) -> Iterator[Endpoint | BlindSpot]:
    receiver = site.call.func.rpartition(".")[0]
    at = Location(syntax.path, site.call.line)
    below = _mounts(objects, mounts, syntax.module, site.scope, receiver, True)
    for row in objects.displays.unrolled(syntax.module, site.scope, site.call) if below else ():
        rules = _rules(program, objects, row, at)
        if not rules and _view_argument(row.call) is not None:
            yield BlindSpot(ModuleName(syntax.module), "computed-route", at)
        for rule in rules:
            yield from _endpoints(rule, below)


def _rules(program: Program, objects: Objects, row: Row, at: Location) -> list[Rule]:
    call = row.call
    given = _view_argument(call)
    if given is None:
        return []
    view = view_of(program, objects.bindings, row.module, row.scope, given)
    if view is None:
        scope = f"{row.module}.{row.scope}" if row.scope else row.module
        view = View(scope, row.module, scope.rpartition(".")[2], None)
    name = text_of(program, row.module, row.scope, call.argument(1, "endpoint")) or view.name
    methods = _methods(program, row.module, row.scope, call, view)
    return [Rule(pattern, methods, view, name, at) for pattern in all_texts(program, row.module, row.scope, call.argument(0, "rule"))]


def _view_argument(call: Call) -> Expr | None:
    """What is to serve a rule; None for rules that only build URLs."""
    given = call.argument(2, "view_func")
    return None if given == Constant(None) else given


def _methods(program: Program, module: str, scope: str, call: Call, view: View) -> tuple[str, ...]:
    given: Expr | None = call.keyword("methods")
    texts = texts_of(program, module, scope, given) if given is not None else None
    return tuple(sorted({text.upper() for text in texts})) if texts else view.methods or ("GET",)


def _mounts(objects: Objects, mounts: Mounts, module: str, scope: str, receiver: str, or_any: bool) -> tuple[Mount, ...]:
    """The mounts of what a chain means. A parameter or attribute that is not known is taken for the application, if ``or_any``."""
    found = [held for held in objects.chain(module, scope, receiver) if held.kind in (APP, BLUEPRINT)]
    if found:
        return tuple(dict.fromkeys(mount for held in found for mount in mounts.of(held)))
    unknown = or_any and receiver and not objects.program.resolve(module, receiver, scope) and _knows_flask(objects, module)
    return (Mount(None, ""),) if unknown else ()


def _knows_flask(objects: Objects, module: str) -> bool:
    return any(one.module.partition(".")[0].startswith("flask") for one in objects.program.modules[module].imports)


def _is_path(call: Call) -> bool:
    value = getattr(call.argument(0, "rule"), "value", None)
    return isinstance(value, str) and value.startswith("/")


def _endpoints(rule: Rule, below: Iterable[Mount]) -> Iterator[Endpoint]:
    handler, module = QualName(rule.view.handler), ModuleName(rule.view.module)
    for mount in below:
        yield Endpoint(mount.route(rule.pattern), rule.methods, handler, module, mount.endpoint(rule.name), FRAMEWORK, rule.at)


def _static(program: Program, mounts: Mounts, held: Held) -> Iterator[Endpoint]:
    """The route of a static folder: every application has one unless it says ``static_folder=None``, a blueprint if it asks."""
    folder = held.call.keyword("static_folder")
    if held.kind not in (APP, BLUEPRINT) or folder == Constant(None) or (held.kind == BLUEPRINT and folder is None):
        return
    name = text_of(program, held.module, held.scope, folder) if folder is not None else "static"
    path = text_of(program, held.module, held.scope, held.call.keyword("static_url_path"))
    if path is None and name:
        path = f"/{name.rstrip('/').rpartition('/')[2]}"
    if path is not None:
        handler = f"{held.module}.{held.scope}" if held.scope else held.id
        view = View(handler, held.module, "static", ("GET",))
        rule = Rule(f"{path.rstrip('/')}/<path:filename>", ("GET",), view, "static", held.at)
        yield from _endpoints(rule, mounts.of(held))

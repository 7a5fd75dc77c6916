"""Views of Pyramid: ``add_view``, ``@view_config`` on functions, methods and classes, ``@view_defaults``."""

from collections.abc import Iterator, Mapping

from analyzer.frameworks.constants import text_of, texts_of
from analyzer.frameworks.pyramid.includes import absolute
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.surface import Endpoint
from analyzer.model.syntax import Call, Expr, ModuleSyntax, Name
from analyzer.read.program import Program

FRAMEWORK = "pyramid"
CONFIG = ("pyramid.view.view_config", "pyramid_rpc.jsonrpc.jsonrpc_method")
DEFAULTS = "pyramid.view.view_defaults"


def endpoints(program: Program, routes: Mapping[str, tuple[str, ...]]) -> Iterator[Endpoint]:
    """An endpoint for each view of each pattern of the route that it names."""
    for module in sorted(program.modules):
        syntax = program.modules[module]
        defaults = {one.name: call for one in syntax.classes for call in _calls(program, module, one.decorators, (DEFAULTS,))}
        for one in syntax.functions:
            owner = one.name.rpartition(".")[0]
            for call in _calls(program, module, one.decorators, CONFIG):
                yield from _views(program, syntax, routes, call, defaults.get(owner), f"{module}.{one.name}")
        for held in syntax.classes:
            for call in _calls(program, module, held.decorators, CONFIG):
                method = text_of(program, module, "", call.keyword("attr"))
                handler = f"{module}.{held.name}" + (f".{method}" if method else "")
                yield from _views(program, syntax, routes, call, defaults.get(held.name), handler)
        for site in syntax.calls:
            if site.call.func.endswith(".add_view") or (site.call.func.endswith(".add_route") and site.call.keyword("view")):
                handler = _handler(program, module, site.scope, site.call)
                if handler:
                    yield from _views(program, syntax, routes, site.call, None, handler, site.scope)


def _calls(program: Program, module: str, decorators: tuple[Expr, ...], wanted: tuple[str, ...]) -> Iterator[Call]:
    for one in decorators:
        if isinstance(one, Call) and one.func and program.resolve(module, one.func) in wanted:
            yield one


def _handler(program: Program, module: str, scope: str, call: Call) -> str:
    """The function, class or method of the code base that ``add_view`` names, or ``""``."""
    is_view = call.func.endswith(".add_view")
    given = call.argument(0, "view") if is_view else call.keyword("view")
    if isinstance(given, Name):
        full = program.resolve(module, given.dotted, scope)
    else:
        full = absolute(program, module, text_of(program, module, scope, given) or "")
    if not full or not program.names.is_known(full):
        return ""
    method = text_of(program, module, scope, call.keyword("attr")) if is_view else None
    return f"{full}.{method}" if method else full


def _views(
    program: Program,
    syntax: ModuleSyntax,
    routes: Mapping[str, tuple[str, ...]],
    call: Call,
    defaults: Call | None,
    handler: str,
    scope: str = "",
) -> Iterator[Endpoint]:
    def option(key: str) -> Expr | None:
        own = call.keyword(key)
        return defaults.keyword(key) if own is None and defaults is not None else own

    own_name = call.argument(0, "name") if call.func.endswith(".add_route") else None
    name = text_of(program, syntax.module, scope, option("route_name") or own_name)
    methods = _methods(program, syntax.module, scope, option("request_method"))
    home = ModuleName(program.defined_in(handler))
    for pattern in routes.get(name or "", ()):
        yield Endpoint(pattern, methods, QualName(handler), home, name or "", FRAMEWORK, Location(syntax.path, call.line))


def _methods(program: Program, module: str, scope: str, given: Expr | None) -> tuple[str, ...]:
    one = text_of(program, module, scope, given)
    texts = (one,) if one is not None else texts_of(program, module, scope, given) or ()
    return tuple(sorted({text.upper() for text in texts}))

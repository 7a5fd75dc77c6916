"""Handlers of Tornado: pairs of a pattern and a handler class, wherever they stand in a list, and calls of ``url`` and ``URLSpec``."""

from collections.abc import Iterator

from analyzer.frameworks.constants import text_of
from analyzer.frameworks.orm.expressions import inside
from analyzer.frameworks.regex_routes import from_regex
from analyzer.frameworks.views import verbs
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.surface import Endpoint
from analyzer.model.syntax import Call, Expr, Items, ModuleSyntax, Name, Text
from analyzer.read.program import Program

FRAMEWORK = "tornado"
SPECS = frozenset({"tornado.web.url", "tornado.web.URLSpec", "tornado.routing.URLSpec", "tornado.routing.Rule"})
ROOTS = ("tornado.web.RequestHandler", "tornado.websocket.WebSocketHandler")


def endpoints(program: Program) -> Iterator[Endpoint]:
    """An endpoint for each pattern that stands beside a handler class of the code base."""
    for module in sorted(program.modules):
        syntax = program.modules[module]
        for scope, value, line in _expressions(syntax):
            for part in inside(value):
                found = _entry(program, module, scope, part)
                if found is not None:
                    yield from _endpoint(program, syntax, scope, found, part.line if isinstance(part, Call) else line)


def _expressions(syntax: ModuleSyntax) -> Iterator[tuple[str, Expr, int]]:
    """Every kept expression that may hold a list of handlers: scope, expression, line."""
    for one in syntax.assignments:
        if isinstance(one.value, Items | Call):
            yield one.scope, one.value, one.line
    for function in syntax.functions:
        for value in function.returned:
            if isinstance(value, Items | Call):
                yield function.name, value, function.line
    for site in syntax.calls:
        yield site.scope, site.call, site.call.line


def _entry(program: Program, module: str, scope: str, part: Expr) -> tuple[Expr, ...] | None:
    """Pattern, handler, and what may follow (settings, name) of one entry; None for anything else."""
    if isinstance(part, Items) and 2 <= len(part.items) <= 4:
        return part.items if isinstance(part.items[1], Name | Text) and isinstance(part.items[0], Text | Name) else None
    if isinstance(part, Call) and len(part.args) >= 2 and part.func and program.resolve(module, part.func, scope) in SPECS:
        name = part.keyword("name")
        return (*part.args[:2], Text(""), name) if name is not None else part.args
    return None


def _endpoint(program: Program, syntax: ModuleSyntax, scope: str, entry: tuple[Expr, ...], line: int) -> Iterator[Endpoint]:
    handler = _handler(program, syntax.module, scope, entry[1])
    if not handler:
        return
    pattern = text_of(program, syntax.module, scope, entry[0])
    if pattern is None or not pattern.lstrip("^(").startswith(("/", "?:/", ".")):
        return
    name = text_of(program, syntax.module, scope, entry[3]) if len(entry) > 3 else None
    is_socket = any(one.endswith("WebSocketHandler") for one in program.ancestors(handler))
    methods = ("WEBSOCKET",) if is_socket else verbs(program, handler)
    home = ModuleName(program.defined_in(handler))
    yield Endpoint(from_regex(pattern), methods, QualName(handler), home, name or "", FRAMEWORK, Location(syntax.path, line))


def _handler(program: Program, module: str, scope: str, expr: Expr) -> str:
    """The handler class of the code base that is meant (a text is its dotted path), or ``""``."""
    chain = expr.dotted if isinstance(expr, Name) else expr.value if isinstance(expr, Text) else ""
    if not chain or "(" in chain or " " in chain:
        return ""
    full = program.resolve(module, chain, scope) if isinstance(expr, Name) else chain
    if not full or program.class_syntax(full) is None:
        return ""
    # A base class from another package is a handler if it is called one.
    unseen = (one for one in program.ancestors(full) if program.class_syntax(one) is None)
    return full if any(one in ROOTS or one.endswith("Handler") for one in unseen) else ""

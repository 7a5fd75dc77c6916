"""Path operations: decorators, ``add_api_route``, and Starlette's lists of ``Route`` and ``Mount``."""

from collections.abc import Iterator
from typing import NamedTuple

from analyzer.frameworks.constants import text_of, texts_of
from analyzer.frameworks.fastapi.routers import FRAMEWORK, Routers
from analyzer.frameworks.objects import Objects
from analyzer.frameworks.views import View, verbs, view_of
from analyzer.model.facts import BlindSpot
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.surface import Endpoint
from analyzer.model.syntax import Call, Expr, ModuleSyntax
from analyzer.read.program import Program

VERBS = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "trace"})
ADDERS = frozenset({"add_api_route", "add_route", "add_api_websocket_route", "add_websocket_route"})
ROUTE_CLASSES = frozenset({"starlette.routing.Route", "fastapi.routing.APIRoute", "starlette.routing.WebSocketRoute"})
MOUNT_CLASSES = frozenset({"starlette.routing.Mount", "fastapi.routing.Mount"})
MAX_DEPTH = 8


class Operation(NamedTuple):
    """A path below a prefix, its verbs, what serves it and where."""

    path: str
    methods: tuple[str, ...]
    view: View
    name: str
    at: Location

    def endpoint(self, prefix: str) -> Endpoint:
        """The endpoint below a prefix."""
        handler, module = QualName(self.view.handler), ModuleName(self.view.module)
        return Endpoint(prefix + self.path, self.methods, handler, module, self.name, FRAMEWORK, self.at)


class Paths:
    """Reads path operations of a program."""

    def __init__(self, program: Program, objects: Objects, routers: Routers) -> None:
        self.program = program
        self.objects = objects
        self.routers = routers

    def endpoints(self) -> Iterator[Endpoint | BlindSpot]:
        """Every path operation at each of its places."""
        for module in sorted(self.program.modules):
            syntax = self.program.modules[module]
            yield from self._decorated(syntax)
            for site in syntax.calls:
                receiver, _, last = site.call.func.rpartition(".")
                if last in ADDERS:
                    yield from self._added(syntax, site.scope, receiver, site.call)
        for _, held in sorted(self.objects.held.items()):
            routes = held.call.keyword("routes")
            if routes is not None:
                for prefix in self.routers.prefixes(held):
                    yield from self._listed(held.module, held.scope, routes, prefix, 0)

    def _decorated(self, syntax: ModuleSyntax) -> Iterator[Endpoint | BlindSpot]:
        for function in syntax.functions:
            scope, _, name = function.name.rpartition(".")
            for decorator in function.decorators:
                if isinstance(decorator, Call):
                    receiver, _, last = decorator.func.rpartition(".")
                    if last in VERBS or last in ("api_route", "route", "websocket", "websocket_route"):
                        view = View(f"{syntax.module}.{function.name}", syntax.module, name, None)
                        yield from self._at_receiver(syntax, scope, receiver, decorator, self._verbs(syntax.module, scope, decorator), view)

    def _added(self, syntax: ModuleSyntax, scope: str, receiver: str, call: Call) -> Iterator[Endpoint | BlindSpot]:
        for row in self.objects.displays.unrolled(syntax.module, scope, call):
            view = view_of(self.program, self.objects.bindings, row.module, row.scope, row.call.argument(1, "endpoint"))
            if view is not None:
                methods = self._verbs(row.module, row.scope, row.call)
                yield from self._at_receiver(syntax, scope, receiver, row.call, methods, view)

    def _at_receiver(
        self, syntax: ModuleSyntax, scope: str, receiver: str, call: Call, methods: tuple[str, ...], view: View
    ) -> Iterator[Endpoint | BlindSpot]:
        holders = self.objects.chain(syntax.module, scope, receiver)
        at = Location(syntax.path, call.line)
        path = text_of(self.program, syntax.module, scope, call.argument(0, "path")) if holders else ""
        if path is None:
            yield BlindSpot(ModuleName(syntax.module), "computed-route", at)
            return
        name = text_of(self.program, syntax.module, scope, call.keyword("name")) or view.name
        operation = Operation(path, methods, view, name, at)
        for prefix in dict.fromkeys(prefix for held in holders for prefix in self.routers.prefixes(held)):
            yield operation.endpoint(prefix)

    def _verbs(self, module: str, scope: str, call: Call) -> tuple[str, ...]:
        last = call.func.rpartition(".")[2]
        if "websocket" in last.lower():
            return ("WEBSOCKET",)
        if last in VERBS:
            return (last.upper(),)
        texts = texts_of(self.program, module, scope, call.keyword("methods"))
        return tuple(sorted({text.upper() for text in texts})) if texts else ("GET",)

    def _listed(self, module: str, scope: str, routes: Expr, prefix: str, depth: int) -> Iterator[Endpoint]:
        for item in self.objects.displays.items(module, scope, routes) if depth < MAX_DEPTH else ():
            if isinstance(item.expr, Call):
                full = self.program.resolve(item.module, item.expr.func, item.scope)
                path = text_of(self.program, item.module, item.scope, item.expr.argument(0, "path"))
                if path is not None and full in ROUTE_CLASSES:
                    yield from self._route(item.module, item.scope, item.expr, prefix + path)
                elif path is not None and full in MOUNT_CLASSES:
                    yield from self._mounted(item.module, item.scope, item.expr, prefix + path.rstrip("/"), depth)

    def _route(self, module: str, scope: str, call: Call, route: str) -> Iterator[Endpoint]:
        view = view_of(self.program, self.objects.bindings, module, scope, call.argument(1, "endpoint"))
        if view is not None:
            is_class = self.program.class_syntax(view.handler) is not None
            methods = verbs(self.program, view.handler) if is_class else self._verbs(module, scope, call)
            name = text_of(self.program, module, scope, call.keyword("name")) or view.name
            at = Location(self.program.modules[module].path, call.line)
            yield Operation(route, methods, view, name, at).endpoint("")

    def _mounted(self, module: str, scope: str, call: Call, prefix: str, depth: int) -> Iterator[Endpoint]:
        inner = call.argument(2, "routes")
        if inner is not None:
            yield from self._listed(module, scope, inner, prefix, depth + 1)
        for held in self.objects.of(module, scope, call.argument(1, "app")):
            routes = held.call.keyword("routes")
            if routes is not None:
                yield from self._listed(held.module, held.scope, routes, prefix, depth + 1)

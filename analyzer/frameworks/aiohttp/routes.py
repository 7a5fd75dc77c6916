"""Routes of aiohttp: ``app.router.add_get``, ``web.get`` in lists, decorators of route tables, class views."""

from collections.abc import Iterator

from analyzer.frameworks.aiohttp.tables import APP, FRAMEWORK, KINDS, TABLE, Places
from analyzer.frameworks.constants import text_of
from analyzer.frameworks.kept_sites import modules_decorating, sites_named
from analyzer.frameworks.objects import Objects
from analyzer.frameworks.regex_routes import plain_braces
from analyzer.frameworks.views import View, class_methods, view_of
from analyzer.model.facts import BlindSpot
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.surface import Endpoint
from analyzer.model.syntax import Call, ModuleSyntax
from analyzer.read.program import Program

VERBS = frozenset({"get", "post", "put", "patch", "delete", "head", "options"})
WORDS = VERBS | {"view", "route"}
ADDERS = frozenset(f"add_{word}" for word in WORDS)
MODULES = ("aiohttp.web.", "aiohttp.web_routedef.")

__all__ = ["ADDERS", "KINDS", "Routes"]


class Routes:
    """Reads the routes of a program."""

    def __init__(self, program: Program, objects: Objects) -> None:
        self.program = program
        self.objects = objects
        self.places = Places(objects)

    def endpoints(self) -> Iterator[Endpoint | BlindSpot]:
        """Every route at each place of its application or table."""
        for module in modules_decorating(self.program, WORDS):
            yield from self._decorated(self.program.modules[module])
        for syntax, site in sites_named(self.program, ADDERS | {"add_routes"}):
            receiver, _, last = site.call.func.rpartition(".")
            if last in ADDERS and receiver:
                yield from self._added(syntax, site.scope, receiver, site.call)
            elif receiver:
                yield from self._listed(syntax, site.scope, receiver, site.call)

    def _decorated(self, syntax: ModuleSyntax) -> Iterator[Endpoint | BlindSpot]:
        defined = [(one.name, one.decorators) for one in syntax.functions if one.decorators]
        defined += [(one.name, one.decorators) for one in syntax.classes if one.decorators]
        for name, decorators in defined:
            scope, _, own = name.rpartition(".")
            for decorator in decorators:
                if isinstance(decorator, Call) and decorator.func.rpartition(".")[2] in WORDS:
                    tables = self.objects.chain(syntax.module, scope, decorator.func.rpartition(".")[0])
                    prefixes = [prefix for held in tables if held.kind == TABLE for prefix in self.places.of(held)]
                    view = View(f"{syntax.module}.{name}", syntax.module, own, None)
                    yield from self._route(syntax, scope, decorator, prefixes, view)

    def _added(self, syntax: ModuleSyntax, scope: str, receiver: str, call: Call) -> Iterator[Endpoint | BlindSpot]:
        prefixes = self._prefixes(syntax, scope, receiver)
        is_verbless = call.func.endswith(".add_route")
        for row in self.objects.displays.unrolled(syntax.module, scope, call) if prefixes else ():
            given = row.call.argument(2 if is_verbless else 1, "handler")
            view = view_of(self.program, self.objects.bindings, row.module, row.scope, given)
            if view is not None:
                yield from self._route(self.program.modules[row.module], row.scope, row.call, prefixes, view)

    def _listed(self, syntax: ModuleSyntax, scope: str, receiver: str, call: Call) -> Iterator[Endpoint | BlindSpot]:
        given = call.argument(0, "routes")
        prefixes = self._prefixes(syntax, scope, receiver)
        for item in self.objects.displays.items(syntax.module, scope, given) if given is not None and prefixes else ():
            if not isinstance(item.expr, Call) or item.expr.func.rpartition(".")[2] not in WORDS:
                continue
            if self.program.resolve(item.module, item.expr.func, item.scope).startswith(MODULES):
                at = 2 if item.expr.func.endswith("route") else 1
                view = view_of(self.program, self.objects.bindings, item.module, item.scope, item.expr.argument(at, "handler"))
                if view is not None:
                    yield from self._route(self.program.modules[item.module], item.scope, item.expr, prefixes, view)

    def _prefixes(self, syntax: ModuleSyntax, scope: str, receiver: str) -> list[str]:
        """The prefixes of what a chain means. What is not known counts where it is a router, or where the module knows aiohttp."""
        chain = receiver.removesuffix(".router")
        apps = [held for held in self.objects.chain(syntax.module, scope, chain) if held.kind == APP]
        if apps:
            return list(dict.fromkeys(prefix for held in apps for prefix in self.places.of(held)))
        is_unknown = not self.program.resolve(syntax.module, chain, scope) or chain.startswith(("self.", "cls."))
        knows = any(one.module.partition(".")[0] == "aiohttp" for one in syntax.imports)
        return [""] if is_unknown and knows else []

    def _route(self, syntax: ModuleSyntax, scope: str, call: Call, prefixes: list[str], view: View) -> Iterator[Endpoint | BlindSpot]:
        if not prefixes:
            return
        word = call.func.rpartition(".")[2].removeprefix("add_")
        at = Location(syntax.path, call.line)
        path = text_of(self.program, syntax.module, scope, call.argument(1 if word == "route" else 0, "path"))
        if path is None:
            yield BlindSpot(ModuleName(syntax.module), "computed-route", at)
            return
        methods = (word.upper(),) if word in VERBS else self._methods(syntax.module, scope, call, view, word)
        name = text_of(self.program, syntax.module, scope, call.keyword("name")) or ""
        for prefix in prefixes:
            route = plain_braces(prefix + path)
            yield Endpoint(route, methods, QualName(view.handler), ModuleName(view.module), name, FRAMEWORK, at)

    def _methods(self, module: str, scope: str, call: Call, view: View, word: str) -> tuple[str, ...]:
        given = text_of(self.program, module, scope, call.argument(0, "method")) if word == "route" else None
        if given and given != "*":
            return (given.upper(),)
        return class_methods(self.program, view.handler) or ()

"""Routers of Django REST framework: what is registered on each, and the routes that follow."""

from collections.abc import Iterator
from typing import NamedTuple

from analyzer.frameworks.orm.expressions import is_false, is_true, last_name, text
from analyzer.frameworks.regex_routes import from_regex
from analyzer.model.place import Location
from analyzer.model.syntax import Call, Items, Name, Pairs
from analyzer.read.program import Program

LIST = {"list": "GET", "create": "POST"}
DETAIL = {"retrieve": "GET", "update": "PUT", "partial_update": "PATCH", "destroy": "DELETE"}
ACTIONS = {
    "ModelViewSet": (*LIST, *DETAIL),
    "ReadOnlyModelViewSet": ("list", "retrieve"),
    "ListModelMixin": ("list",),
    "CreateModelMixin": ("create",),
    "RetrieveModelMixin": ("retrieve",),
    "UpdateModelMixin": ("update", "partial_update"),
    "DestroyModelMixin": ("destroy",),
}
EMPTY = frozenset({"GenericViewSet", "ViewSet", "ViewSetMixin", "GenericAPIView", "APIView", "object"})
"""Classes of the framework that answer nothing by themselves."""


class Registration(NamedTuple):
    """One ``register`` call: route prefix, view set by full name, name for reversing, ending of its routes, place."""

    prefix: str
    viewset: str
    name: str
    slash: str
    at: Location


class RouterRoute(NamedTuple):
    """A route that a router makes: relative route, methods, handler, name, place."""

    route: str
    methods: tuple[str, ...]
    handler: str
    name: str
    at: Location


class Routers:
    """Registrations by the full dotted name of the router's variable."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.receivers = frozenset(
            last_name(site.call.func.rpartition(".")[0])
            for syntax in program.modules.values()
            for site in syntax.calls
            if last_name(site.call.func) == "register"
        )
        self.made: dict[str, tuple[str, Call]] = dict(self._routers())
        self.registrations: dict[str, list[Registration]] = {}
        for module in sorted(program.modules):
            for site in program.modules[module].calls:
                if last_name(site.call.func) == "register" and len(site.call.args) + len(site.call.keywords) >= 2:
                    self._register(module, site.scope, site.call)

    def _routers(self) -> Iterator[tuple[str, tuple[str, Call]]]:
        for module, syntax in sorted(self.program.modules.items()):
            for one in syntax.assignments:
                if isinstance(one.value, Call) and self._is_router(module, one.target, one.value.func):
                    yield ".".join(part for part in (module, one.scope, one.target) if part), (module, one.value)

    def _is_router(self, module: str, target: str, called: str) -> bool:
        """Whether a class is a router, or one of the code base that derives from one, whatever it is called."""
        if last_name(called).endswith("Router"):
            return True
        bases = self.program.ancestors(self.program.resolve(module, called)) if last_name(target) in self.receivers else ()
        return any(last_name(one).endswith("Router") for one in bases)

    def find(self, module: str, scope: str, chain: str) -> str:
        """The router that a chain means in a scope, or ``""``."""
        local = f"{module}.{scope}.{chain}" if scope else f"{module}.{chain}"
        resolved = self.program.resolve(module, chain, scope)
        return local if local in self.made else resolved if resolved in self.made else ""

    def _register(self, module: str, scope: str, call: Call) -> None:
        router = self.find(module, scope, call.func.rpartition(".")[0])
        view = call.argument(1, "viewset")
        if not router or not isinstance(view, Name):
            return
        viewset = self.program.resolve(module, view.dotted, scope)
        prefix = from_regex(text(call.argument(0, "prefix")))
        name = text(call.argument(2, "basename")) or text(call.keyword("base_name")) or prefix.rpartition("/")[2]
        slash = "" if is_false(self.made[router][1].keyword("trailing_slash")) else "/"
        at = Location(self.program.modules[module].path, call.line)
        self.registrations.setdefault(router, []).append(Registration(self._parent(router) + prefix, viewset, name, slash, at))

    def _parent(self, router: str) -> str:
        """The prefix of a nested router: the parent's route and its lookup argument."""
        call = self.made[router][1]
        if "Nested" not in last_name(call.func) or len(call.args) < 2:
            return ""
        lookup = text(call.keyword("lookup")) or "parent_lookup"
        return f"{text(call.args[1])}/<{lookup}_pk>/"

    def routes(self, router: str) -> Iterator[RouterRoute]:
        """Every route of a router: the list, the detail, and the extra actions of each view set."""
        for one in self.registrations.get(router, ()):
            if not one.viewset:
                continue
            own = self._own_routes(router)
            yield from self._mapped(one, own)
            actions = self._actions(one.viewset)
            base = one.prefix + "/" if one.prefix else ""
            detail = f"{base}{self._lookup(one.viewset)}"
            known = bool(actions) or self._is_bare(one.viewset)
            # Without a prefix the router leaves the slash between the two out as well.
            listed = one.prefix + one.slash if one.prefix else ""
            for suffix, table, route in (("list", LIST, listed), ("detail", DETAIL, detail + one.slash)):
                found = tuple(sorted(table[action] for action in actions if action in table))
                if not own and (found or not known):
                    yield RouterRoute(route, found, one.viewset, f"{one.name}-{suffix}", one.at)
            yield from self._extra(one, base, detail)

    def _own_routes(self, router: str) -> tuple[Call, ...]:
        """The ``Route(...)`` calls that the router's class lists, where it has a list of its own."""
        module, call = self.made[router]
        name = self.program.resolve(module, call.func)
        for one in (name, *self.program.ancestors(name)):
            for assignment in self.program.body(one) if self.program.defined_in(one) else ():
                if assignment.target == "routes" and isinstance(assignment.value, Items):
                    return tuple(item for item in assignment.value.items if isinstance(item, Call) and last_name(item.func) == "Route")
        return ()

    def _mapped(self, one: Registration, own: tuple[Call, ...]) -> Iterator[RouterRoute]:
        """The routes of a router's own list: those with a method for which the view set has the action."""
        known = self._actions(one.viewset)
        lineage = (one.viewset, *self.program.ancestors(one.viewset))
        parts = {"{prefix}": one.prefix, "{lookup}": self._lookup(one.viewset), "{trailing_slash}": one.slash}
        for call in own:
            mapping = call.argument(1, "mapping")
            pairs = [(text(verb), text(action)) for verb, action in mapping.items] if isinstance(mapping, Pairs) else []
            verbs = {
                verb.upper()
                for verb, action in pairs
                if action in known or any(self.program.function_syntax(f"{base}.{action}") is not None for base in lineage)
            }
            url = text(call.argument(0, "url"))
            for mark, value in parts.items():
                url = url.replace(mark, value)
            if verbs:
                name = text(call.argument(2, "name")).replace("{basename}", one.name)
                yield RouterRoute(from_regex(url), tuple(sorted(verbs)), one.viewset, name, one.at)

    def _lookup(self, viewset: str) -> str:
        """The argument of a detail route, named as the view set (or the nearest of its bases) says."""
        family = (viewset, *self.program.ancestors(viewset))
        named = (self._attribute(family, name) for name in ("lookup_url_kwarg", "lookup_field"))
        return f"<{next((name for name in named if name), 'pk')}>"

    def _attribute(self, family: tuple[str, ...], name: str) -> str:
        for one in family:
            for assignment in self.program.body(one) if self.program.defined_in(one) else ():
                if assignment.target == name:
                    return text(assignment.value)
        return ""

    def _actions(self, viewset: str) -> frozenset[str]:
        lineage = (viewset, *self.program.ancestors(viewset))
        known = {action for base in lineage for action in ACTIONS.get(last_name(base), ())}
        own = {action for action in (*LIST, *DETAIL) if any(self.program.function_syntax(f"{base}.{action}") for base in lineage)}
        return frozenset(known | own)

    def _is_bare(self, viewset: str) -> bool:
        """Whether a view set is known to have no action of its own: it derives from classes of the program and from empty ones only."""
        outside = (one for one in self.program.ancestors(viewset) if not self.program.defined_in(one))
        return self.program.class_syntax(viewset) is not None and all(last_name(one) in EMPTY for one in outside)

    def _extra(self, one: Registration, base: str, detail: str) -> Iterator[RouterRoute]:
        for owner in (one.viewset, *self.program.ancestors(one.viewset)):
            module = self.program.defined_in(owner)
            if not module or self.program.class_syntax(owner) is None:
                continue
            local = owner[len(module) + 1 :] + "."
            for function in self.program.modules[module].functions:
                if not function.name.startswith(local) or "." in function.name.removeprefix(local):
                    continue
                for decorator in function.decorators:
                    if isinstance(decorator, Call) and last_name(decorator.func) in ("action", "detail_route", "list_route"):
                        yield _action(one, (base, detail), function.name.removeprefix(local), decorator, f"{module}.{function.name}")


def _action(one: Registration, places: tuple[str, str], name: str, decorator: Call, handler: str) -> RouterRoute:
    given = decorator.argument(0, "methods")
    methods = tuple(sorted(text(item).upper() for item in given.items)) if isinstance(given, Items) else ("GET",)
    path = from_regex(text(decorator.keyword("url_path"))) or name
    is_detail = is_true(decorator.keyword("detail")) or last_name(decorator.func) == "detail_route"
    route = f"{places[1]}/{path}{one.slash}" if is_detail else f"{places[0]}{path}{one.slash}"
    return RouterRoute(route, methods, handler, f"{one.name}-{(text(decorator.keyword('url_name')) or name).replace('_', '-')}", one.at)

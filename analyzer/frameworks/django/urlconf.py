"""URL configurations: every route from the root down, includes followed."""

from collections.abc import Iterator
from typing import NamedTuple

from analyzer.frameworks.constants import all_texts, text_of
from analyzer.frameworks.displays import Displays
from analyzer.frameworks.django.made_patterns import made_patterns
from analyzer.frameworks.django.route_calls import ROUTES, is_route
from analyzer.frameworks.django.routers import Routers
from analyzer.frameworks.django.routes import joined
from analyzer.frameworks.django.views import handler, methods
from analyzer.frameworks.orm.expressions import calls_in, inside, is_false, last_name, text
from analyzer.frameworks.regex_routes import from_regex
from analyzer.frameworks.scopes import Bindings
from analyzer.model.facts import BlindSpot, StringReference
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.surface import Endpoint
from analyzer.model.syntax import Assignment, Call, Expr, Items, Name, Subscript, Text
from analyzer.read.program import Program

PATTERNS = "urlpatterns"
LISTS = frozenset({"format_suffix_patterns", "list", "tuple", "patterns", "*", "sorted"})
INCLUDES = frozenset({"include", "decorator_include"})
TRANSLATIONS = frozenset({"_", "gettext", "gettext_lazy", "ugettext", "ugettext_lazy", "pgettext_lazy", "compile"})
MAX_DEPTH = 24
MAX_STEPS = 200_000


class Where(NamedTuple):
    """Where patterns are read: module and scope, the route and namespaces in front, the view prefix, the modules above, and the line of
    the module before which a list that is named was made (0: anywhere)."""

    module: str
    scope: str = ""
    route: str = ""
    namespaces: tuple[str, ...] = ()
    views: str = ""
    above: tuple[str, ...] = ()
    before: int = 0


class UrlConf:
    """Reads patterns; remembers which modules and calls were reached."""

    def __init__(self, program: Program, routers: Routers) -> None:
        self.program = program
        self.routers = routers
        self.displays = Displays(program, Bindings(program))
        self.reached: set[str] = set()
        self.seen: set[tuple[str, int]] = set()
        self.steps = 0

    def of_module(self, where: Where) -> Iterator[Endpoint | StringReference | BlindSpot]:
        """Every route of a module's ``urlpatterns``."""
        if where.module in where.above or len(where.above) > MAX_DEPTH or where.module not in self.program.modules:
            return
        self.reached.add(where.module)
        inner = where._replace(above=(*where.above, where.module))
        for one in self._standing(inner):
            yield from self.read(inner._replace(before=one.line), one.value)
        yield from self._appended(inner)

    def _standing(self, where: Where) -> list[Assignment]:
        """The assignments that make up a module's ``urlpatterns``: the last that puts all before into another list, and what is added.

        One that puts them behind a computed prefix is left out: it depends on the configuration, and so does all that is served.
        """
        found: list[Assignment] = []
        for one in self.program.body(where.module):
            if one.target.removesuffix(" +=") == PATTERNS:
                wrapping = _mentioning(one.value) if one.target == PATTERNS else ()
                if any("<unknown>" in self._pattern(where, call.argument(0), last_name(call.func) == "path") for call in wrapping):
                    continue
                found = [one] if wrapping else [*found, one]
        return found

    def _appended(self, where: Where) -> Iterator[Endpoint | StringReference | BlindSpot]:
        """Routes of a configuration that stand in no list: ``urlpatterns.append(path(...))``."""
        listed = {call.line for one in self.program.body(where.module) for name in ROUTES for call in calls_in(one.value, name)}
        for site in self.program.modules[where.module].calls:
            is_free = not site.scope and site.call.line not in listed and (where.module, site.call.line) not in self.seen
            if is_free and is_route(self.program, where.module, "", site.call):
                yield from self.read(where, site.call)

    def read(self, where: Where, expr: Expr) -> Iterator[Endpoint | StringReference | BlindSpot]:
        """Every route in an expression that holds patterns."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            return
        if isinstance(expr, Items):
            for item in expr.items:
                yield from self.read(where, item)
        elif isinstance(expr, Subscript) and isinstance(expr.key, Items):
            yield from self.read(where, expr.key)
        elif isinstance(expr, Name):
            yield from self._named(where, expr.dotted)
        elif isinstance(expr, Call):
            yield from self._called(where, expr)

    def _called(self, where: Where, call: Call) -> Iterator[Endpoint | StringReference | BlindSpot]:
        last = last_name(call.func)
        if last in ROUTES:
            yield from self._route(where, call, is_path=last == "path")
        elif last == "patterns":
            views = text(call.argument(0))
            for argument in call.args[1:]:
                is_entry = isinstance(argument, Items) and len(argument.items) > 1 and isinstance(argument.items[0], Text)
                entry = Call("url", argument.items, (), call.line) if isinstance(argument, Items) and is_entry else argument
                yield from self.read(where._replace(views=views), entry)
        elif last == "i18n_patterns":
            yield from self._translated(where, call)
        elif last in LISTS:
            for argument in call.args:
                yield from self.read(where, argument)
        elif last in INCLUDES:
            yield from self._include(where, call)
        else:
            yield from self._made(where, call)

    def _made(self, where: Where, call: Call) -> Iterator[Endpoint | StringReference | BlindSpot]:
        """Patterns that a function of the program makes: those that it returns and those in it, with what this call gives to it."""
        calls = made_patterns(self.program, self.displays, where.module, where.scope, call)
        if calls is None or len(where.above) > MAX_DEPTH:
            return
        for owner, scope, one in calls:
            yield from self.read(where._replace(module=owner, scope=scope, above=(*where.above, f"{owner}.{scope}()"), before=0), one)
        if not calls:
            at = Location(self.program.modules[where.module].path, call.line)
            yield BlindSpot(ModuleName(where.module), "computed-route", at)

    def _translated(self, where: Where, call: Call) -> Iterator[Endpoint | StringReference | BlindSpot]:
        """Patterns behind a language prefix; the default language may go without."""
        prefixes = ("<language>/", "") if is_false(call.keyword("prefix_default_language")) else ("<language>/",)
        for prefix in prefixes:
            for argument in call.args:
                yield from self.read(where._replace(route=where.route + prefix), argument)

    def _named(self, where: Where, chain: str) -> Iterator[Endpoint | StringReference | BlindSpot]:
        """Patterns held by a variable, a router's ``urls``, or a module that was imported."""
        if len(where.above) > MAX_DEPTH:
            return
        router = self.routers.find(where.module, where.scope, chain.removesuffix(".urls"))
        if router and chain.endswith(".urls"):
            for route in self.routers.routes(router):
                full = joined(where.route, route.route)
                yield self._endpoint(full, route.methods, route.handler, ":".join((*where.namespaces, route.name)), where, route.at)
            return
        resolved = self.program.resolve(where.module, chain, where.scope)
        if resolved in self.program.modules:
            yield from self._included(where, resolved, "")
            return
        owner = self.program.defined_in(resolved)
        if resolved in where.above:
            return
        for one in self.program.body(owner) if owner else ():
            is_later = owner == where.module and where.before and one.line >= where.before
            if one.target.removesuffix(" +=") == resolved[len(owner) + 1 :] and not is_later:
                yield from self.read(where._replace(module=owner, scope="", above=(*where.above, resolved), before=one.line), one.value)

    def _route(self, where: Where, call: Call, is_path: bool) -> Iterator[Endpoint | StringReference | BlindSpot]:
        self.seen.add((where.module, call.line))
        route = self._pattern(where, call.argument(0, "route" if is_path else "regex"), is_path)
        view = call.argument(1, "view")
        inner = where._replace(route=where.route + route)
        is_include = isinstance(view, Call) and last_name(view.func) in INCLUDES
        if is_include or (isinstance(view, Name) and view.dotted.endswith(".urls") and self._is_program(where, view.dotted)):
            yield from self.read(inner, view if view is not None else Items(()))
            return
        name = text(call.keyword("name")) or (text(call.args[3]) if len(call.args) > 3 else "")
        found = handler(self.program, where.module, where.scope, view, where.views)
        at = Location(self.program.modules[where.module].path, call.line)
        if isinstance(view, Text) and self.program.defined_in(found):
            target = ModuleName(self.program.defined_in(found))
            yield StringReference(ModuleName(where.module), target, view.value, last_name(call.func), at)
        if "<unknown>" in route:
            yield BlindSpot(ModuleName(where.module), "computed-route", at)
        reverse = ":".join((*where.namespaces, name)) if name else ""
        yield self._endpoint(joined(where.route, route), methods(self.program, found), found, reverse, where, at)

    def _is_program(self, where: Where, chain: str) -> bool:
        resolved = self.program.resolve(where.module, chain, where.scope)
        router = self.routers.find(where.module, where.scope, chain.removesuffix(".urls"))
        return bool(router or self.program.defined_in(resolved))

    def _pattern(self, where: Where, expr: Expr | None, is_path: bool) -> str:
        if isinstance(expr, Call) and expr.args and last_name(expr.func) in TRANSLATIONS:
            return self._pattern(where, expr.args[0], is_path)
        found = all_texts(self.program, where.module, where.scope, expr)
        # Where only a slash at the end is optional, it is written: Django's APPEND_SLASH leads to it.
        written = max(found, key=len) if len({one.rstrip("/$") for one in found}) == 1 else None
        if written is None and isinstance(expr, Text):
            written = expr.value.replace("{}", "<unknown>").replace("%s", "<unknown>")
        return "<unknown>" if written is None else written if is_path else from_regex(written)

    def _include(self, where: Where, call: Call) -> Iterator[Endpoint | StringReference | BlindSpot]:
        position = 1 if last_name(call.func) == "decorator_include" else 0
        given = call.argument(position, "arg")
        namespace = text(call.keyword("namespace")) or (text(call.args[position + 1]) if len(call.args) > position + 1 else "")
        if isinstance(given, Items) and given.items:
            namespace = namespace or (text(given.items[1]) if len(given.items) > 1 else "")
            is_pair = len(given.items) in (2, 3) and isinstance(given.items[1], Text)
            given = given.items[0] if is_pair else given
        written = text_of(self.program, where.module, where.scope, given)
        if written is not None:
            if written in self.program.modules:
                at = Location(self.program.modules[where.module].path, call.line)
                yield StringReference(ModuleName(where.module), ModuleName(written), written, "include", at)
                yield from self._included(where, written, namespace)
        elif isinstance(given, Name) and self.program.resolve(where.module, given.dotted, where.scope) in self.program.modules:
            yield from self._included(where, self.program.resolve(where.module, given.dotted, where.scope), namespace)
        elif given is not None:
            yield from self.read(where._replace(namespaces=(*where.namespaces, namespace) if namespace else where.namespaces), given)

    def _included(self, where: Where, module: str, namespace: str) -> Iterator[Endpoint | StringReference | BlindSpot]:
        own = next((text(one.value) for one in self.program.body(module) if one.target == "app_name"), "")
        namespace = namespace or own
        namespaces = (*where.namespaces, namespace) if namespace else where.namespaces
        yield from self.of_module(Where(module, "", where.route, namespaces, "", where.above))

    def _endpoint(self, route: str, verbs: tuple[str, ...], found: str, name: str, where: Where, at: Location) -> Endpoint:
        module = self.program.defined_in(found) or where.module
        return Endpoint(route, verbs, QualName(found), ModuleName(module), name, "django", at)


def _mentioning(value: Expr) -> tuple[Call, ...]:
    """The calls in the value of ``urlpatterns`` that put what it was before behind a prefix."""
    calls = (call for name in sorted(ROUTES) for call in calls_in(value, name))
    return tuple(call for call in calls if any(part == Name(PATTERNS) for part in inside(call)))

"""Where applications and route tables of aiohttp stand: the prefixes before their routes."""

from analyzer.frameworks.constants import text_of
from analyzer.frameworks.kept_sites import sites_named
from analyzer.frameworks.objects import Held, Objects

APP = "app"
TABLE = "table"
FRAMEWORK = "aiohttp"
MAX_PLACES = 32

KINDS: dict[str, frozenset[str]] = {
    APP: frozenset({"aiohttp.web.Application", "aiohttp.web_app.Application"}),
    TABLE: frozenset({"aiohttp.web.RouteTableDef", "aiohttp.web_routedef.RouteTableDef"}),
}


class Places:
    """The prefixes of each application and route table of a program."""

    def __init__(self, objects: Objects) -> None:
        self.objects = objects
        self._below: dict[str, list[tuple[Held | None, str]]] = {}
        self._known: dict[str, tuple[str, ...]] = {}
        program = objects.program
        for syntax, site in sites_named(program, ("add_subapp", "add_routes")):
            receiver, _, last = site.call.func.rpartition(".")
            parents: list[Held | None] = [*objects.chain(syntax.module, site.scope, receiver.removesuffix(".router"))] or [None]
            for row in objects.displays.unrolled(syntax.module, site.scope, site.call):
                is_sub = last == "add_subapp"
                prefix = (text_of(program, row.module, row.scope, row.call.argument(0, "prefix")) or "") if is_sub else ""
                given = row.call.argument(1, "subapp") if is_sub else row.call.argument(0, "routes")
                for held in objects.of(row.module, row.scope, given):
                    self._below.setdefault(held.id, []).extend((parent, prefix) for parent in parents)

    def of(self, held: Held) -> tuple[str, ...]:
        """Every prefix before the routes of an application or route table."""
        if held.id not in self._known:
            # Put below itself, an application has no further place there.
            self._known[held.id] = ()
            found: dict[str, None] = {}
            for parent, prefix in self._below.get(held.id, ()):
                for above in ("",) if parent is None else self.of(parent):
                    found[above + prefix.rstrip("/")] = None
            self._known[held.id] = tuple(found)[:MAX_PLACES] or ("",)
        return self._known[held.id]

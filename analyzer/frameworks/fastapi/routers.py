"""Where routers and mounted applications stand: every URL prefix under which their routes are reachable.

FastAPI joins texts: prefix at ``include_router``, then the router's own prefix, then the path; ``mount`` puts its path before all.
"""

from typing import NamedTuple

from analyzer.frameworks.constants import text_of
from analyzer.frameworks.objects import Held, Objects
from analyzer.read.program import Program

APP = "app"
ROUTER = "router"
FRAMEWORK = "fastapi"
MAX_MOUNTS = 32

KINDS: dict[str, frozenset[str]] = {
    APP: frozenset({"fastapi.FastAPI", "fastapi.applications.FastAPI", "starlette.applications.Starlette", "litestar.Litestar"}),
    ROUTER: frozenset({"fastapi.APIRouter", "fastapi.routing.APIRouter", "starlette.routing.Router"}),
}


class Inclusion(NamedTuple):
    """A router or application stands in another (None: in one that is not known) below a prefix (``""`` where it is computed)."""

    parent: Held | None
    prefix: str
    is_known: bool


class Routers:
    """The prefixes of every application and router of a program."""

    def __init__(self, program: Program, objects: Objects) -> None:
        self.program = program
        self.objects = objects
        self._known: dict[str, tuple[str, ...]] = {}
        self.inclusions = self._inclusions()

    def prefixes(self, held: Held) -> tuple[str, ...]:
        """Every prefix before the paths of an application or router, its own included."""
        if held.id not in self._known:
            # Included in itself, a router has no further place there.
            self._known[held.id] = ()
            self._known[held.id] = self._find(held)
        return self._known[held.id]

    def _find(self, held: Held) -> tuple[str, ...]:
        own = text_of(self.program, held.module, held.scope, held.call.keyword("prefix")) or ""
        found: dict[str, None] = {}
        places = self.inclusions.get(held.id, [])
        # A place below a prefix that is computed is not told, where there is one that is known.
        for one in [one for one in places if one.is_known] or places:
            for above in [""] if one.parent is None else self.prefixes(one.parent):
                found[above + one.prefix + own] = None
        return tuple(found)[:MAX_MOUNTS] or (own,)

    def _inclusions(self) -> dict[str, list[Inclusion]]:
        found: dict[str, list[Inclusion]] = {}
        for module in sorted(self.program.modules):
            for site in self.program.modules[module].calls:
                receiver, _, last = site.call.func.rpartition(".")
                if last in ("include_router", "mount"):
                    parents: list[Held | None] = [*self.objects.chain(module, site.scope, receiver)] or [None]
                    for row in self.objects.displays.unrolled(module, site.scope, site.call):
                        part, prefix = ("router", "prefix") if last == "include_router" else ("app", "path")
                        target = row.call.argument(0, part) if last == "include_router" else row.call.argument(1, part)
                        given = row.call.keyword(prefix) if last == "include_router" else row.call.argument(0, prefix)
                        text = text_of(self.program, row.module, row.scope, given)
                        is_known = given is None or text is not None
                        for held in self.objects.of(row.module, row.scope, target):
                            places = found.setdefault(held.id, [])
                            places.extend(
                                one for one in (Inclusion(parent, text or "", is_known) for parent in parents) if one not in places
                            )
        return found

"""What still ties a service to the others, from the plan: for its README."""

from collections.abc import Iterable
from dataclasses import dataclass

from analyzer.model.place import Location
from analyzer.model.plan import ExtractionPlan, SeamClass

_TITLES = {
    SeamClass.BLOCKER: "cannot be called over HTTP: copied with what it uses; refactor first",
    SeamClass.CONTEXT_FUNCTION: "functions that read the request, user or session: called over HTTP with a signed context",
    SeamClass.DATA_FUNCTION: "functions of plain data: called over HTTP",
    SeamClass.ENTITY_BY_IDENTITY: "entities, and functions of them: by class and key, shared database only",
    SeamClass.DECLARED_EXCEPTION: "exceptions that the other side declares: they travel whole",
    SeamClass.FIRE_AND_FORGET: "queue jobs and events: jobs by queue, events over HTTP",
    SeamClass.PURE_HELPER: "pure helpers: kept whole in this service",
}
ROWS = 100
"""The most rows of one class that a README lists; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """One use of another service's definition: what, whose, where, how often, why it is of its class, what to do."""

    target: str
    service: str
    places: tuple[Location, ...]
    count: int
    why: str
    remedy: str


@dataclass(frozen=True, slots=True)
class CrossingGroup:
    """The crossings of one seam class, and how many more there are than are listed."""

    id: str
    title: str
    crossings: tuple[Crossing, ...]
    more: int

    @property
    def total(self) -> int:
        """How many crossings the class has."""
        return len(self.crossings) + self.more


def crossings_of(service: str, plan: ExtractionPlan) -> tuple[CrossingGroup, ...]:
    """What a service uses of others, by seam class, blockers first; most used first within a class."""
    found = []
    for seam_class, title in _TITLES.items():
        seams = [seam for seam in plan.seams if seam.caller == service and seam.seam_class is seam_class]
        seams.sort(key=lambda seam: (-seam.count, seam.callee, seam.target))
        rows = [Crossing(s.target, s.callee, s.sites[:5], s.count, s.why, s.remedy) for s in seams[:ROWS]]
        if seams:
            found.append(CrossingGroup(seam_class.value, title, tuple(rows), len(seams) - len(rows)))
    return tuple(found)


def places(locations: Iterable[Location]) -> str:
    """Locations in one line."""
    return ", ".join(str(location) for location in locations)

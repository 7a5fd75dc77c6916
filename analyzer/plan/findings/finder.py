"""What a finder is: a kind of finding, and the function that looks for it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from analyzer.model.place import Location, Severity
from analyzer.model.plan import Finding
from analyzer.plan.cut import Cut
from analyzer.plan.effects import Effects
from analyzer.plan.liveness import Dead
from analyzer.plan.ownership import Ownership

MOST_PLACES = 40


@dataclass(frozen=True, slots=True)
class Survey:
    """What finders look at; ``unused`` are the names of definitions that nothing uses."""

    cut: Cut
    ownership: Ownership
    effects: Effects
    dead: Dead
    unused: tuple[str, ...]

    def owner(self, entity: str) -> str:
        """The service that owns an entity, or ``""``."""
        owned = self.ownership.get(entity)
        return owned.owner if owned else ""


@dataclass(frozen=True, slots=True)
class Finder:
    """A kind of finding (its id has a section in docs/findings.md) and a pure function that yields the findings of that kind."""

    kind: str
    find: Callable[[Survey], Iterable[Finding]]


def finding(
    kind: str,
    severity: Severity,
    places: Iterable[Location],
    message: str,
    services: Iterable[str],
    remedy: str,
    *,
    at: Location | None = None,
) -> Finding:
    """A finding at ``at`` (the first place where it is not given), with the other places, sorted, at most 40."""
    known = sorted(set(places))
    first = at or known[0]
    return Finding(
        kind, severity, first, message, tuple(sorted(set(services))), tuple(p for p in known if p != first)[:MOST_PLACES], remedy
    )

"""What steps are made of, and what is asked of it again and again."""

from collections.abc import Iterable
from dataclasses import dataclass

from analyzer.model.place import Location
from analyzer.model.plan import DataTie, Finding, Seam, ServicePlan
from analyzer.model.roadmap import Prerequisite, TestMove
from analyzer.plan.changes import Changes

MOST_PLACES = 10
MOST_OF_A_KIND = 6
"""Prerequisites of one kind that a step lists one by one; the rest is counted in one more."""


@dataclass(frozen=True, slots=True)
class Material:
    """The parts of the plan that a roadmap is made of; ``services`` in the order of their extraction."""

    services: tuple[ServicePlan, ...]
    seams: tuple[Seam, ...]
    findings: tuple[Finding, ...]
    data_ties: tuple[DataTie, ...]
    tests: tuple[TestMove, ...]
    changes: Changes


def check_of(options: str = "") -> str:
    """The commands that pass when no import crosses a border that the options do not allow."""
    return f"unbraid export import-linter . {options}-o unbraid-contracts.ini && lint-imports --config unbraid-contracts.ini"


def prerequisite(kind: str, what: str, remedy: str, services: Iterable[str], count: int, places: Iterable[Location]) -> Prerequisite:
    """A prerequisite with its first places."""
    known = dict.fromkeys(places)
    return Prerequisite(kind, what, remedy, tuple(sorted(set(services))), count, tuple(known)[:MOST_PLACES])


def of_finding(found: Finding) -> Prerequisite:
    """A finding as a prerequisite."""
    return prerequisite(found.kind, found.message, found.remedy, found.services, 1 + len(found.places), (found.at, *found.places))


def of_tie(tie: DataTie) -> Prerequisite:
    """A tie between data as a prerequisite."""
    return prerequisite(tie.kind, tie.why, tie.how, tie.services, tie.count, tie.places)


def few(known: list[Prerequisite], most: int = MOST_OF_A_KIND) -> list[Prerequisite]:
    """The first prerequisites of one kind, and one that counts the rest and has their first places."""
    if len(known) <= most + 1:
        return known
    rest = known[most:]
    services = {service for one in rest for service in one.services}
    more = prerequisite(
        rest[0].kind, f"{len(rest):,} more of this kind", "As those above", services,
        sum(one.count for one in rest), [one.places[0] for one in rest if one.places],
    )  # fmt: skip
    return [*known[:most], more]

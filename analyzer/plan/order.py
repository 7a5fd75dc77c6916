"""In which order to extract services (strangler fig): what hangs least on the rest and changes most goes first, wave by wave."""

from collections.abc import Mapping
from math import ceil, sqrt

from analyzer.model.plan import Finding
from analyzer.plan.changes import Changes
from analyzer.plan.ties import Ties

MOST_WAVES = 5
SERIOUS_COST = 20.0
"""One table or transaction that two services change weighs as much as this many blocked uses."""


def waves(ties: Mapping[str, Ties], changes: Changes) -> dict[str, int]:
    """The wave (from 1) of each service.

    Each wave takes the services with the least cost towards those that are still inside, divided by 1 and the part of all commits
    that touch them; two services that block each other are not taken in one wave while there is another choice. What is outside
    already no longer counts.
    """
    inside = set(ties)
    size = ceil(len(inside) / MOST_WAVES) if inside else 1
    found: dict[str, int] = {}
    number = 0
    while inside:
        number += 1
        taken: list[str] = []
        ranked = sorted(inside, key=lambda service: (_cost(ties[service], inside) / (1 + changes.share(service)), service))
        for service in ranked:
            if len(taken) < size and not any(ties[service].blocked[other] for other in taken):
                taken.append(service)
        taken += [service for service in ranked if service not in taken][: size - len(taken)]
        found.update(dict.fromkeys(taken, number))
        inside.difference_update(taken)
    return found


def _cost(ties: Ties, inside: set[str]) -> float:
    """Blocked uses, the root of all uses (the tenth caller costs less than the first), and shared changes of data."""
    blocked = sum(count for other, count in ties.blocked.items() if other in inside)
    uses = sum(count for counts in (ties.calls, ties.called_by) for other, count in counts.items() if other in inside)
    return blocked + sqrt(uses) + SERIOUS_COST * sum(_concerns(found, inside) for found in ties.serious)


def _concerns(found: Finding, inside: set[str]) -> bool:
    return len(inside.intersection(found.services)) > 1

"""Commits counted against one cut."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.model.partition import SHARED
from analyzer.model.place import ModuleName
from analyzer.model.replay import Tally
from analyzer.plan.replay.chance import Chance, corrected
from analyzer.plan.replay.changes import Changes

DIGITS = 6


@dataclass(frozen=True, slots=True)
class Touches:
    """One cut: the service of every numbered module, and the services that each commit touched."""

    homes: tuple[str, ...]
    commits: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, changes: Changes, homes: Mapping[ModuleName, str]) -> "Touches":
        """What the commits touch of a cut."""
        numbered = tuple(homes[module] for module in changes.modules)
        return cls(numbered, tuple(frozenset([numbered[number] for number in change.modules]) for change in changes.commits))


def tally(changes: Changes, touches: Touches, span: range) -> Tally:
    """The commits of a span against a cut."""
    several = [index for index in span if len(changes.commits[index].modules) > 1]
    inside = sum(len(touches.commits[index]) == 1 for index in several)
    kernel = sum(len(touches.commits[index]) == 2 and SHARED in touches.commits[index] for index in several)
    share = inside / len(several) if several else None
    expected = _expected(changes, touches, span, several)
    beyond = corrected(share, expected) if share is not None and expected is not None else None
    width = sum(len(touches.commits[index]) for index in span)
    authors = _authors(changes, touches, span)
    return Tally(
        len(span), len(several), inside, kernel, *map(_rounded, (share, expected, beyond, width / len(span) if span else None, *authors))
    )


def _expected(changes: Changes, touches: Touches, span: range, several: list[int]) -> float | None:
    """The mean expected share inside, given how often each module changed in the span."""
    if not several:
        return None
    times = Counter(number for index in span for number in changes.commits[index].modules)
    services: dict[str, Counter[int]] = defaultdict(Counter)
    for number, count in times.items():
        services[touches.homes[number]][count] += 1
    sizes = Counter(len(changes.commits[index].modules) for index in several)
    chance = Chance((services[service] for service in sorted(services)), max(sizes))
    return sum(chance.of(size) * count for size, count in sorted(sizes.items())) / len(several)


def _authors(changes: Changes, touches: Touches, span: range) -> tuple[float | None, float | None, float | None]:
    """Authors per service, services per author, and the share of changes outside the service that their author changed most."""
    work: dict[str, Counter[str]] = defaultdict(Counter)
    for index in span:
        work[changes.commits[index].author].update(touches.commits[index])
    services = {service for done in work.values() for service in done}
    if not services:
        return None, None, None
    pairs = sum(len(done) for done in work.values())
    total = sum(done.total() for done in work.values())
    at_home = sum(max(done.values()) for done in work.values())
    return pairs / len(services), pairs / len(work), 1 - at_home / total


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS) + 0.0

"""What became of services and modules between two partitions."""

from collections import Counter
from collections.abc import Iterator, Mapping

from analyzer.model.comparison import Moved, ServiceChange
from analyzer.model.partition import SHARED

KEPT, RENAMED, GONE, NEW = "kept", "renamed", "gone", "new"

Homes = Mapping[str, str]


def service_changes(old: Homes, new: Homes) -> tuple[ServiceChange, ...]:
    """Every service of either partition once: what is new, what is gone, what has another name, what was kept; sorted in that order.

    A service is the same under another name where more than half of the old one's modules, of those that are still there, are more
    than half of the new one's."""
    before, after = Counter(old.values()), Counter(new.values())
    common = Counter((old[module], new[module]) for module in old.keys() & new.keys())
    names = _renamed(before, after, common, old, new)
    found = [*_changes(before, after, common, names)]
    order = (NEW, GONE, RENAMED, KEPT)
    return tuple(sorted(found, key=lambda one: (order.index(one.change), one.old, one.new)))


def _renamed(before: Counter[str], after: Counter[str], common: Counter[tuple[str, str]], old: Homes, new: Homes) -> dict[str, str]:
    alive = Counter(old[module] for module in old.keys() & new.keys())
    known = Counter(new[module] for module in old.keys() & new.keys())
    names: dict[str, str] = {}
    for (here, there), count in sorted(common.items(), key=lambda item: (-item[1], item[0])):
        is_free = here not in after and there not in before and SHARED not in (here, there)
        if is_free and 2 * count > alive[here] and 2 * count > known[there] and there not in names.values():
            names.setdefault(here, there)
    return names


def _changes(
    before: Counter[str], after: Counter[str], common: Counter[tuple[str, str]], names: Mapping[str, str]
) -> Iterator[ServiceChange]:
    for here in before:
        there = names.get(here, here)
        change = RENAMED if here in names else KEPT if here in after else GONE
        now = "" if change == GONE else there
        yield ServiceChange(change, here, now, before[here], after[now], common[here, now])
    for there in after:
        if there not in before and there not in names.values():
            yield ServiceChange(NEW, "", there, 0, after[there], 0)


def names_of(changes: tuple[ServiceChange, ...]) -> dict[str, str]:
    """Old id to new id of the services that were renamed."""
    return {change.old: change.new for change in changes if change.change == RENAMED}


def moved(old: Homes, new: Homes, names: Mapping[str, str]) -> tuple[Moved, ...]:
    """The modules of both partitions that are in another service, sorted; a new name of a service moves nothing."""
    both = sorted(old.keys() & new.keys())
    return tuple(Moved(one, old[one], new[one]) for one in both if names.get(old[one], old[one]) != new[one])

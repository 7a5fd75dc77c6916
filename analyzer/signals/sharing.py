"""Modules that share something (a word, a library, an entity): from groups to pairs, without a tie for every pair of a large group."""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from zlib import crc32

from analyzer.graphs.packages import rarity, telling_size
from analyzer.model.graph import Evidence
from analyzer.model.place import Location, ModuleName
from analyzer.signals.closeness import Closeness

Groups = Mapping[str, Mapping[ModuleName, Location]]
"""What is shared, to the modules that share it and where each says so."""

PARTNERS = 6
"""In a larger group each module is tied to so many others, spread over the group, instead of to all."""

RINGS, WHOLE = (1, 0x9E3779B1, 0x85EBCA77), 2**32
"""Odd factors that bring a hash of 32 bits into other orders (Knuth's multiplicative hashing)."""

TOO_COMMON = 0.1
"""What a larger share of the modules has in common ties nobody."""


def shared_by(
    signal: str, groups: Groups, closeness: Closeness, say: Callable[[str, int], str], keenness: float = 2.0
) -> Iterator[Evidence]:
    """Evidence for pairs of modules in one group. A group weighs the more the rarer it is (to the power of ``keenness``) and the
    more its modules also import each other; ``say`` words the reason from what is shared and by how many."""
    limit = telling_size(closeness.modules, TOO_COMMON)
    for what in sorted(groups):
        places = groups[what]
        if 1 < len(places) <= limit:
            weight = rarity(len(places), closeness.modules) ** keenness * closeness.of(places)
            yield from _group(signal, what, places, weight, say(what, len(places)))


def _group(signal: str, what: str, places: Mapping[ModuleName, Location], weight: float, reason: str) -> Iterator[Evidence]:
    partners = min(PARTNERS, len(places) - 1)
    for first, second in pairs_of(what, tuple(sorted(places))):
        yield Evidence(signal, first, second, weight / partners, reason, places[first])


def pairs_of(what: str, members: tuple[ModuleName, ...]) -> Iterator[tuple[ModuleName, ModuleName]]:
    """All pairs of a small group; in a larger one those that stand beside each other on three rings, so that every module has about
    ``PARTNERS`` partners and the group hangs together as a whole. The order on a ring depends on names alone, each ring's on other
    bits, so that a module less or more changes no ties but its own and those of the two that it stands between."""
    count = len(members)
    if count <= PARTNERS + 1:
        yield from ((first, second) for index, first in enumerate(members) for second in members[index + 1 :])
        return
    places = {member: crc32(f"{what} {member}".encode()) for member in members}
    pairs: set[tuple[ModuleName, ModuleName]] = set()
    for factor in RINGS:
        ring = sorted(members, key=lambda member: (places[member] * factor % WHOLE, member))
        pairs.update((first, second) if first < second else (second, first) for first, second in pairwise((*ring, ring[0])))
    yield from sorted(pairs)

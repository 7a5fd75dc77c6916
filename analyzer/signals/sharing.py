"""Modules that share something (a word, a library, an entity): from groups to pairs, without a tie for every pair of a large group."""

from collections.abc import Callable, Iterator, Mapping
from zlib import crc32

from analyzer.graphs.packages import rarity, telling_size
from analyzer.model.graph import Evidence
from analyzer.model.place import Location, ModuleName
from analyzer.signals.closeness import Closeness

Groups = Mapping[str, Mapping[ModuleName, Location]]
"""What is shared, to the modules that share it and where each says so."""

PARTNERS = 6
"""In a larger group each module is tied to so many others, spread over the group, instead of to all."""

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
    """All pairs of a small group; in a larger one a ring with chords over an order that depends on names alone, so that every
    module has ``PARTNERS`` partners and the group hangs together as a whole."""
    count = len(members)
    if count <= PARTNERS + 1:
        yield from ((first, second) for index, first in enumerate(members) for second in members[index + 1 :])
        return
    ring = sorted(members, key=lambda member: (crc32(f"{what} {member}".encode()), member))
    strides = sorted({1 + (count // 2 - 1) * step // (PARTNERS // 2 - 1) for step in range(PARTNERS // 2)})
    pairs = {tuple(sorted((ring[index], ring[(index + stride) % count]))) for index in range(count) for stride in strides}
    yield from ((first, second) for first, second in sorted(pairs))

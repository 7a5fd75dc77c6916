"""Services that change in the same commits: as long as they do, they are one service in two places."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from analyzer.model.replay import Lockstep, ModulePair
from analyzer.plan.replay.changes import Changes
from analyzer.plan.replay.tally import Touches

FEWEST, OFTEN = 5, 0.3
"""From so many common commits, and so large a share of the commits of the one that changes less, two services are in lockstep
(code-maat's ``--min-shared-revs`` and ``--min-coupling``), if that is more often than if they were independent."""

SHOWN, EXAMPLES = 60, 3
Pair = tuple[str, str]


def lockstep(changes: Changes, touches: Touches, spans: Sequence[range]) -> tuple[Lockstep, ...]:
    """The pairs of services that changed together most, at most 60, most common commits first.

    Confidence and lift are those of association rules (Agrawal et al. 1993, Brin et al. 1997), as Zimmermann et al. (2004) and
    Gall et al. (1998) apply them to change history.
    """
    single: Counter[str] = Counter()
    both: Counter[Pair] = Counter()
    for touched in touches.commits:
        single.update(touched)
        if len(touched) > 1:
            both.update(combinations(sorted(touched), 2))
    pairs = sorted((pair for pair in both if both[pair] > 1), key=lambda pair: (-both[pair], pair))[:SHOWN]
    found = _occurrences(frozenset(pairs), touches)
    return tuple(_pair(pair, single, found[pair], changes, touches, spans) for pair in pairs)


def _occurrences(pairs: frozenset[Pair], touches: Touches) -> dict[Pair, list[int]]:
    """The indices of the commits that touched both services of each pair."""
    found: dict[Pair, list[int]] = {pair: [] for pair in sorted(pairs)}
    for index, touched in enumerate(touches.commits):
        if len(touched) > 1:
            for pair in combinations(sorted(touched), 2):
                if pair in pairs:
                    found[pair].append(index)
    return found


def _pair(pair: Pair, single: Counter[str], found: list[int], changes: Changes, touches: Touches, spans: Sequence[range]) -> Lockstep:
    first, second = pair
    count, total = len(found), len(changes.commits)
    confidence = count / min(single[first], single[second])
    lift = count * total / (single[first] * single[second])
    return Lockstep(
        first,
        second,
        count,
        single[first],
        single[second],
        round(confidence, 4),
        round(lift, 4),
        count >= FEWEST and confidence >= OFTEN and lift > 1,
        tuple(sum(index in span for index in found) for span in spans),
        _modules(pair, found, changes, touches),
        tuple(changes.commits[index].sha for index in reversed(found[-EXAMPLES:])),
    )


def _modules(pair: Pair, found: list[int], changes: Changes, touches: Touches) -> tuple[ModulePair, ...]:
    together: Counter[tuple[int, int]] = Counter()
    for index in found:
        sides = [[number for number in changes.commits[index].modules if touches.homes[number] == home] for home in pair]
        together.update((left, right) for left in sides[0] for right in sides[1])
    best = sorted(together, key=lambda ends: (-together[ends], ends))[:EXAMPLES]
    return tuple(ModulePair(changes.modules[left], changes.modules[right], together[left, right]) for left, right in best)

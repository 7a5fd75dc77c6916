"""How alike two partitions are."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from analyzer.model.comparison import Agreement

DIGITS = 4


def agreement(old: Mapping[str, str], new: Mapping[str, str]) -> Agreement:
    """The agreement over the modules that both place; of none it is complete."""
    modules = sorted(old.keys() & new.keys())
    pairs = Counter((old[module], new[module]) for module in modules)
    here, there = Counter(old[module] for module in modules), Counter(new[module] for module in modules)
    return Agreement(
        len(modules),
        round(adjusted_rand(pairs, here, there), DIGITS),
        round(pairwise_f1(pairs, here, there), DIGITS),
        round(mojofm(pairs, here, there), DIGITS),
    )


Pairs = Counter[tuple[str, str]]
Sizes = Counter[str]


def adjusted_rand(pairs: Pairs, old: Sizes, new: Sizes) -> float:
    """The adjusted Rand index (Hubert and Arabie 1985): 1 for equal partitions, 0 for what chance gives, below for less."""
    both, one, other = (sum(map(_pairs, sizes.values())) for sizes in (pairs, old, new))
    all_pairs = _pairs(old.total())
    expected, largest = one * other / all_pairs if all_pairs else 0.0, (one + other) / 2
    return 1.0 if largest == expected else (both - expected) / (largest - expected)


def pairwise_f1(pairs: Pairs, old: Sizes, new: Sizes) -> float:
    """The F1 of the pairs of modules that are together in the one, of those that are together in the other."""
    both, one, other = (sum(map(_pairs, sizes.values())) for sizes in (pairs, old, new))
    return 2 * both / (one + other) if one + other else 1.0


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def mojofm(pairs: Pairs, old: Sizes, new: Sizes) -> float:
    """MoJoFM (Wen and Tzerpos 2004): 1 less the moves and joins that turn the old into the new, by the most that any partition of the
    same modules needs."""
    most = _farthest(new)
    return 1 - _moves_and_joins(pairs, old) / most if most else 1.0


def _moves_and_joins(pairs: Pairs, old: Sizes) -> int:
    """The least number of moves of a module and joins of two services (Wen and Tzerpos 2003): every old service is tagged with the new
    one that most of it is in; where several could be, so that as many new ones as possible are tagged."""
    best: dict[str, int] = {}
    choices: dict[str, list[str]] = defaultdict(list)
    for (here, there), common in sorted(pairs.items()):
        if common > best.get(here, 0):
            best[here], choices[here] = common, []
        if common == best[here]:
            choices[here].append(there)
    moves = old.total() - sum(best.values())
    return moves + len(old) - _most_tagged(choices)


def _most_tagged(choices: Mapping[str, list[str]]) -> int:
    """The size of a maximum matching of old services with new ones that they may be tagged with (augmenting paths, Kuhn 1955; breadth
    first, so that no number of services is too deep)."""
    owner: dict[str, str] = {}
    tags: dict[str, str] = {}
    return sum(_tagged(service, choices, owner, tags) for service in sorted(choices))


def _tagged(start: str, choices: Mapping[str, list[str]], owner: dict[str, str], tags: dict[str, str]) -> bool:
    """Gives an old service a tag, others changing theirs along an alternating path if they must; whether there is one."""
    came: dict[str, str] = {}
    queue = [start]
    for service in queue:
        for tag in choices[service]:
            if tag in came:
                continue
            came[tag] = service
            if tag not in owner:
                _shift(tag, came, owner, tags)
                return True
            queue.append(owner[tag])
    return False


def _shift(free: str, came: Mapping[str, str], owner: dict[str, str], tags: dict[str, str]) -> None:
    tag: str | None = free
    while tag is not None:
        service = came[tag]
        tags[service], owner[tag], tag = tag, service, tags.get(service)


def _farthest(new: Sizes) -> int:
    """The most moves and joins that any partition of the same modules needs to become the new one (Wen and Tzerpos 2004)."""
    tagged = 0
    for size in sorted(new.values()):
        tagged += tagged < size
    return new.total() - tagged

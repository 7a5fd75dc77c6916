"""The evidence behind ties: which signal gives how much of a tie's weight, in words and with a place."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from analyzer.model.analysis import Analysis
from analyzer.model.explanation import Ground, SignalGrounds
from analyzer.model.graph import Edge, Evidence
from analyzer.model.place import Location, ModuleName

Pair = tuple[ModuleName, ModuleName]

SHOWN = 3
"""Pieces of evidence that one signal shows."""

DIGITS = 4


def edges_of(analysis: Analysis, wanted: Callable[[Edge], bool]) -> list[Edge]:
    """The ties of the graph that are asked for, strongest first."""
    return sorted((edge for edge in analysis.graph.edges if wanted(edge)), key=lambda edge: (-edge.weight, edge.source, edge.target))


def grounds_of(analysis: Analysis, edges: Iterable[Edge], shown: int = SHOWN) -> tuple[SignalGrounds, ...]:
    """What ties are made of: by signal, the one that gives most weight first, each with its strongest evidence of different pairs."""
    ties: dict[str, list[tuple[float, Pair]]] = defaultdict(list)
    for edge in edges:
        for signal, weight in edge.shares:
            ties[signal].append((weight, (edge.source, edge.target)))
    total = sum(weight for found in ties.values() for weight, _ in found)
    for found in ties.values():
        found.sort(key=lambda tie: (-tie[0], tie[1]))
    best = _strongest(analysis, {(signal, pair) for signal, found in ties.items() for _, pair in found[:shown]})
    answers = [_signal(signal, found, total, best, shown) for signal, found in sorted(ties.items())]
    return tuple(sorted(answers, key=lambda answer: (-answer.weight, answer.signal)))


def _signal(
    signal: str, found: list[tuple[float, Pair]], total: float, best: Mapping[tuple[str, Pair], Evidence], shown: int
) -> SignalGrounds:
    weight = sum(part for part, _ in found)
    known = [(part, best[signal, pair]) for part, pair in found[:shown] if (signal, pair) in best]
    grounds = tuple(Ground(signal, item.source, item.target, round(part, DIGITS), item.reason, placed(item.at)) for part, item in known)
    return SignalGrounds(signal, round(weight, DIGITS), round(weight / total, DIGITS) if total else 0.0, len(found), grounds)


def _strongest(analysis: Analysis, wanted: set[tuple[str, Pair]]) -> dict[tuple[str, Pair], Evidence]:
    """The strongest evidence of a signal for a pair, whichever way it points."""
    best: dict[tuple[str, Pair], Evidence] = {}
    for item in analysis.evidence:
        key = (item.signal, (item.source, item.target) if item.source < item.target else (item.target, item.source))
        if key in wanted and (key not in best or (-item.strength, item) < (-best[key].strength, best[key])):
            best[key] = item
    return best


def placed(at: Location) -> Location:
    """A place with a line: what holds for a whole file is shown at its first line."""
    return at if at.line else Location(at.path, 1)

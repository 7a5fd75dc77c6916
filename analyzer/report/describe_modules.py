"""Modules, their homes and the reasons."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import islice

from analyzer.model.analysis import Analysis
from analyzer.model.graph import Edge, Evidence
from analyzer.model.place import Location
from analyzer.model.source import SourceFile
from analyzer.report.change import changes
from analyzer.report.document_services import Module, Tie

Pair = tuple[str, str]

TIES = 3
"""Reasons that a module carries: the strongest of different neighbours."""


def modules(analysis: Analysis) -> tuple[Module, ...]:
    """Every placed module, sorted by name, with its strongest reasons for standing where it stands."""
    files: dict[str, SourceFile] = {file.module: file for file in reversed(analysis.codebase.files)}
    ties, changed = _ties(analysis), changes(analysis.codebase)
    return tuple(
        Module(
            name=placement.module,
            path=files[placement.module].path if placement.module in files else "",
            kind=files[placement.module].kind.value if placement.module in files else "code",
            lines=files[placement.module].lines if placement.module in files else 0,
            service=placement.service,
            confidence=round(placement.confidence, 4),
            reason=placement.reason,
            next_best=placement.next_best,
            by_default=placement.by_default,
            ties=ties.get(placement.module, ()),
            commits=changed[placement.module],
        )
        for placement in analysis.partition.placements
    )


def _ties(analysis: Analysis) -> dict[str, tuple[Tie, ...]]:
    """Per module, the heaviest ties to modules of its own home, each explained by the evidence of its weightiest signal."""
    homes = analysis.partition.homes()
    edges: dict[Pair, Edge] = {}
    heavy: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for edge in analysis.graph.edges:
        source, target = edge.source, edge.target
        if homes.get(source) == homes.get(target):
            edges[_pair(source, target)] = edge  # redacted names need not be in order
            heavy[source].append((-edge.weight, target))
            heavy[target].append((-edge.weight, source))
    ranked = {module: [other for _, other in sorted(ties)] for module, ties in heavy.items()}
    # Of a large code base only the pairs that are told; where a tie has no evidence, the next one is told.
    told = {_pair(module, other) for module, others in ranked.items() for other in others[:TIES]}
    reasons = _reasons(analysis.evidence, told)
    if reasons.keys() != told:
        reasons = _reasons(analysis.evidence, edges)
    return {module: tuple(islice(_told(module, others, edges, reasons), TIES)) for module, others in ranked.items()}


def _told(module: str, others: list[str], edges: Mapping[Pair, Edge], reasons: Mapping[Pair, Mapping[str, Evidence]]) -> Iterator[Tie]:
    """The ties of a module that have evidence, in the order of the others."""
    for other in others:
        pair = _pair(module, other)
        if found := reasons.get(pair):
            signal = max(edges[pair].shares, key=lambda share: (share[1], share[0]), default=("", 0.0))[0]
            evidence = found.get(signal) or next(iter(found.values()))
            yield Tie(evidence.signal, other, evidence.reason, evidence.at)


def _pair(module: str, other: str) -> Pair:
    return (module, other) if module < other else (other, module)


def _reasons(evidence: tuple[Evidence, ...], told: Collection[Pair]) -> dict[Pair, dict[str, Evidence]]:
    """Per unordered pair that is told, and signal, sorted as the evidence is, the strongest evidence; ties go to the first in sorted
    order."""
    best: dict[Pair, dict[str, Evidence]] = {}
    for item in evidence:
        pair = (item.source, item.target) if item.source < item.target else (item.target, item.source)
        if pair not in told:
            continue
        found = best.setdefault(pair, {})
        known = found.setdefault(item.signal, item)
        if known is not item and _rank(item) < _rank(known):
            found[item.signal] = item
    return best


def _rank(item: Evidence) -> tuple[float, str, str, str, Location]:
    return -item.strength, item.source, item.target, item.reason, item.at

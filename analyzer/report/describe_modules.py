"""Modules, their homes and the reasons."""

from collections import defaultdict

from analyzer.model.analysis import Analysis
from analyzer.model.graph import Evidence
from analyzer.model.place import Location
from analyzer.model.source import SourceFile
from analyzer.report.change import changes
from analyzer.report.document_services import Module, Tie

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
    reasons = _reasons(analysis.evidence)
    heavy: dict[str, list[tuple[float, str, Evidence]]] = defaultdict(list)
    for edge in analysis.graph.edges:
        if homes.get(edge.source) != homes.get(edge.target):
            continue
        signal = max(edge.shares, key=lambda share: (share[1], share[0]), default=("", 0.0))[0]
        found = reasons.get((edge.source, edge.target), {})
        evidence = found.get(signal) or next(iter(found.values()), None)
        if evidence is not None:
            heavy[edge.source].append((-edge.weight, edge.target, evidence))
            heavy[edge.target].append((-edge.weight, edge.source, evidence))
    return {
        module: tuple(Tie(e.signal, other, e.reason, e.at) for _, other, e in sorted(ties, key=lambda tie: tie[:2])[:TIES])
        for module, ties in heavy.items()
    }


def _reasons(evidence: tuple[Evidence, ...]) -> dict[tuple[str, str], dict[str, Evidence]]:
    """Per unordered pair and signal, sorted as the evidence is, the strongest evidence; ties go to the first in sorted order."""
    best: dict[tuple[str, str], dict[str, Evidence]] = defaultdict(dict)
    for item in evidence:
        found = best[(item.source, item.target) if item.source < item.target else (item.target, item.source)]
        known = found.setdefault(item.signal, item)
        if known is not item and _rank(item) < _rank(known):
            found[item.signal] = item
    return best


def _rank(item: Evidence) -> tuple[float, str, str, str, Location]:
    return -item.strength, item.source, item.target, item.reason, item.at

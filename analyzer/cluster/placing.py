"""Where each module goes, how sure that is, and why, in words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from analyzer.cluster.bonds import Neighbours, bonds
from analyzer.cluster.decisions import Decisions
from analyzer.cluster.followers import Following
from analyzer.model.codebase import Codebase
from analyzer.model.graph import DependencyGraph, Edge, Evidence
from analyzer.model.partition import SHARED, Placement
from analyzer.model.place import ModuleName

Pair = tuple[ModuleName, ModuleName]
REASONS = 2


@dataclass(frozen=True, slots=True)
class Grounds:
    """What placements are explained by: ties, the evidence of each pair, followers, the kernel's reasons, blocks, certainty."""

    around: Neighbours
    edges: Mapping[Pair, Edge]
    evidence: Mapping[Pair, tuple[Evidence, ...]]
    followers: Mapping[ModuleName, Following]
    kernel: Mapping[ModuleName, str]
    blocks: Mapping[ModuleName, str]
    certainty: Mapping[ModuleName, float]


def evidence_by_pair(evidence: Iterable[Evidence]) -> dict[Pair, tuple[Evidence, ...]]:
    """The evidence of each pair of modules, whichever way it points."""
    pairs: dict[Pair, list[Evidence]] = defaultdict(list)
    for item in evidence:
        pairs[(item.source, item.target) if item.source < item.target else (item.target, item.source)].append(item)
    return {pair: tuple(items) for pair, items in pairs.items()}


def edges_by_pair(graph: DependencyGraph) -> dict[Pair, Edge]:
    """The edges by their ends."""
    return {(edge.source, edge.target): edge for edge in graph.edges}


def placements(
    codebase: Codebase, homes: Mapping[ModuleName, str], before: Mapping[ModuleName, str], grounds: Grounds, decisions: Decisions
) -> tuple[Placement, ...]:
    """One placement per module, sorted. ``before`` are the homes before decisions, to tell what was decided from what was found."""
    return tuple(_marked(_placement(module, homes, before, grounds, decisions)) for module in codebase.modules)


def _marked(place: Placement) -> Placement:
    """The placement with a word in its reason where another home is about as likely."""
    if not place.is_uncertain or place.by_default or not place.next_best:
        return place
    return replace(place, reason=f"{place.reason}; uncertain, {place.next_best} is about as likely")


def _placement(
    module: ModuleName, homes: Mapping[ModuleName, str], before: Mapping[ModuleName, str], grounds: Grounds, decisions: Decisions
) -> Placement:
    home = homes[module]
    ties = bonds(module, grounds.around, homes)
    other = next((name for name in ties if name != home and name != SHARED), "")
    if module in decisions.fixed:
        return Placement(module, home, 1.0, "decided in the boundaries file", other)
    following = grounds.followers.get(module)
    if following and home == before[module]:
        second = following.next_best if following.next_best != home else ""
        return Placement(module, home, round(following.confidence, 3), following.reason, second, following.by_default)
    if home != before[module]:
        return Placement(
            module, home, 0.9, "moved by a decision in the boundaries file about it or another module", other or before[module]
        )
    if home == SHARED and module in grounds.kernel:
        return Placement(module, SHARED, 0.8, grounds.kernel[module], other)
    own, rival = ties.get(home, 0.0), ties.get(other, 0.0)
    balance = own / (own + rival) if own + rival else 0.5
    confidence = round(balance * (0.5 + 0.5 * grounds.certainty.get(module, 1.0)), 3)
    return _with_reason(module, home, homes, confidence, other, grounds)


def _with_reason(
    module: ModuleName, home: str, homes: Mapping[ModuleName, str], confidence: float, other: str, grounds: Grounds
) -> Placement:
    """The strongest ties into the home in words; the package block where it has none; by default where neither speaks."""
    partners = [(weight, partner) for partner, weight in grounds.around.get(module, {}).items() if homes.get(partner) == home]
    reasons = []
    for _, partner in sorted(partners, key=lambda item: (-item[0], item[1]))[:REASONS]:
        reasons.append(_because(module, partner, grounds))
    block = grounds.blocks.get(module, module)
    if block != module:
        reasons.append(f"the package {block} holds together")
    if reasons:
        return Placement(module, home, confidence, "; ".join(dict.fromkeys(reasons)), other)
    return Placement(module, home, 0.0, "nothing in the code says where it belongs", other, by_default=True)


def _because(module: ModuleName, partner: ModuleName, grounds: Grounds) -> str:
    """The signal that gives most of one tie, in the words of its strongest evidence."""
    pair = (module, partner) if module < partner else (partner, module)
    signal = max(grounds.edges[pair].shares, key=lambda share: (share[1], share[0]))[0]
    best = max((item for item in grounds.evidence[pair] if item.signal == signal), key=lambda item: (item.strength, item.reason))
    if best.reason.startswith("both"):
        return f"with {partner}: {best.reason} ({best.at})"
    return f"{best.reason} ({best.at})" if best.source == module else f"{partner} {best.reason} ({best.at})"

"""Where each module goes, how sure that is, and why, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from analyzer.cluster.bonds import Neighbours, bonds
from analyzer.cluster.decisions import Decisions
from analyzer.cluster.followers import Following
from analyzer.model.partition import SHARED, Placement
from analyzer.model.place import ModuleName


@dataclass(frozen=True, slots=True)
class Origins:
    """Where homes come from: homes before decisions (to tell what was decided from what was found), followers, the kernel's reasons,
    blocks, certainty."""

    before: Mapping[ModuleName, str]
    followers: Mapping[ModuleName, Following]
    kernel: Mapping[ModuleName, str]
    blocks: Mapping[ModuleName, str]
    certainty: Mapping[ModuleName, float]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What placements are explained by: ties, the strongest of them in words, and where homes come from."""

    around: Neighbours
    reasons: Mapping[ModuleName, Sequence[str]]
    origins: Origins


def placements(
    modules: Iterable[ModuleName], homes: Mapping[ModuleName, str], grounds: Grounds, decisions: Decisions
) -> tuple[Placement, ...]:
    """One placement for each of the modules, in their order."""
    return tuple(_marked(_placement(module, homes, grounds, decisions)) for module in modules)


def _marked(place: Placement) -> Placement:
    """The placement with a word in its reason where another home is about as likely."""
    if not place.is_uncertain or place.by_default or not place.next_best:
        return place
    return replace(place, reason=f"{place.reason}; uncertain, {place.next_best} is about as likely")


def _placement(module: ModuleName, homes: Mapping[ModuleName, str], grounds: Grounds, decisions: Decisions) -> Placement:
    origins = grounds.origins
    home, before = homes[module], origins.before
    ties = bonds(module, grounds.around, homes)
    other = next((name for name in ties if name != home and name != SHARED), "")
    if module in decisions.fixed:
        return Placement(module, home, 1.0, "decided in the boundaries file", other)
    following = origins.followers.get(module)
    if following and home == before[module]:
        second = following.next_best if following.next_best != home else ""
        return Placement(module, home, round(following.confidence, 3), following.reason, second, following.by_default)
    if home != before[module]:
        return Placement(
            module, home, 0.9, "moved by a decision in the boundaries file about it or another module", other or before[module]
        )
    if home == SHARED and module in origins.kernel:
        return Placement(module, SHARED, 0.8, origins.kernel[module], other)
    own, rival = ties.get(home, 0.0), ties.get(other, 0.0)
    balance = own / (own + rival) if own + rival else 0.5
    confidence = round(balance * (0.5 + 0.5 * origins.certainty.get(module, 1.0)), 3)
    return _with_reason(module, home, confidence, other, grounds)


def _with_reason(module: ModuleName, home: str, confidence: float, other: str, grounds: Grounds) -> Placement:
    """The strongest ties into the home in words; the package block where it has none; by default where neither speaks."""
    reasons = [*grounds.reasons.get(module, ())]
    block = grounds.origins.blocks.get(module, module)
    if block != module:
        reasons.append(f"it is a slice of “{block[1:]}”" if block.startswith(":") else f"the package {block} holds together")
    if reasons:
        return Placement(module, home, confidence, "; ".join(dict.fromkeys(reasons)), other)
    return Placement(module, home, 0.0, "nothing in the code says where it belongs", other, by_default=True)

"""Not one lucky cut: many cuts with other seeds, algorithms, perturbed weights and modules left out; their median is proposed."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from zlib import crc32

from analyzer.cluster.algorithms import LABELS, LEIDEN, LOUVAIN, Algorithm
from analyzer.cluster.cut import GRAINS, Grain, Groups, Terrain, cut
from analyzer.cluster.median import median
from analyzer.cluster.settings import Settings
from analyzer.model.place import ModuleName

PERTURBATION = 0.2
"""Weights of signals, and both resolutions, are drawn from within this share around their values."""

LEFT_OUT = 0.05
"""So many of the modules are left out of each cut and join it afterwards (bagging, Breiman 1996): no cut hangs on few modules."""

SLOW = 20_000
"""Above so many ties Leiden makes all cuts."""

USUAL, LEAST, MOST = 15_000, 1 / 3, 6
"""The runs that are asked for are those for so many ties; there are the more, up to so many times, the fewer ties there are."""

SPREAD = 0x9E3779B1
"""An odd factor that spreads similar hashes (Knuth's multiplicative hashing)."""

ROTATION = (LEIDEN, LEIDEN, LOUVAIN, LEIDEN, LEIDEN, LABELS)
"""The algorithms of the runs, in turn."""


@dataclass(frozen=True, slots=True)
class Consensus:
    """The median of the cuts; mean pairwise agreement (0 to 1) over all cuts; and by module the share of the cuts in which most of its
    companions are its companions too."""

    groups: Groups
    stability: float
    certainty: Mapping[ModuleName, float]
    algorithm: str


def consensus(land: Terrain, settings: Settings, gather: Callable[[Groups], Groups] = lambda groups: groups) -> Consensus:
    """Cuts the ground about ``settings.runs`` times (the first time unperturbed), gathers each cut, and takes the median, from the cut
    that agrees best with all others."""
    ties = len(land.graph.edges)
    is_slow = ties > SLOW
    runs = 1 if settings.runs <= 1 else round(settings.runs * min(MOST, max(LEAST, USUAL / max(1, ties))))
    algorithms = [LEIDEN if is_slow else ROTATION[run % len(ROTATION)] for run in range(runs)]
    signals = tuple(sorted({signal for edge in land.graph.edges for signal, _ in edge.shares}))
    cuts = [gather(_run(land, settings, run, algorithms[run], signals)) for run in range(runs)]
    agreements = {(i, j): agreement(cuts[i], cuts[j]) for i in range(runs) for j in range(i)}
    mean = [sum(agreements[max(i, j), min(i, j)] for j in range(runs) if j != i) / max(1, runs - 1) for i in range(runs)]
    best = max(range(runs), key=lambda i: (round(mean[i], 9), -i))
    name = f"consensus of {runs} ({algorithms[best].name})"
    groups = median(cuts[best], cuts)
    return Consensus(groups, sum(mean) / runs if runs > 1 else 1.0, _certainty(groups, cuts), name)


def _run(land: Terrain, settings: Settings, run: int, algorithm: Algorithm, signals: Iterable[str]) -> Groups:
    """One cut: the first with all as it is, the others with weights and resolutions drawn around theirs, and without some modules."""
    draw = Random(f"{settings.seed}/{run}")  # perturbation, not a secret
    spread = PERTURBATION if run else 0.0
    factors = {signal: draw.uniform(1 - spread, 1 + spread) for signal in signals}
    usual = GRAINS[settings.granularity]
    grain = Grain(usual.packages * draw.uniform(1 - spread, 1 + spread), usual.communities * draw.uniform(1 - spread, 1 + spread))
    left_out = {module for module in land.graph.nodes if _draw(settings.seed, run, module) < LEFT_OUT} if run else set()
    return cut(land, algorithm, grain, settings.seed + run, factors, left_out=left_out)


def _draw(seed: int, run: int, module: ModuleName) -> float:
    """A number from 0 to 1 that hangs on nothing else: what other modules there are does not change it."""
    return crc32(f"{seed}/{run}/{module}".encode()) * SPREAD % 2**32 / 2**32


def agreement(first: Mapping[ModuleName, str], second: Mapping[ModuleName, str]) -> float:
    """Pairs together in both cuts over pairs together in either, 1 for equal cuts (Jaccard index over pairs)."""
    both = sum(count * (count - 1) for count in Counter((first[module], second[module]) for module in first).values())
    one = sum(count * (count - 1) for count in Counter(first.values()).values())
    other = sum(count * (count - 1) for count in Counter(second.values()).values())
    return both / (one + other - both) if one + other - both else 1.0


def _certainty(chosen: Groups, cuts: Sequence[Groups]) -> dict[ModuleName, float]:
    """By module the mean, over the cuts, of how far its group is its group in the chosen cut (Jaccard index of the two sets)."""
    sizes = Counter(chosen.values())
    total: Counter[ModuleName] = Counter()
    for other in cuts:
        theirs = Counter(other.values())
        common = Counter((chosen[module], other[module]) for module in chosen)
        for module in chosen:
            shared = common[chosen[module], other[module]]
            total[module] += shared / (sizes[chosen[module]] + theirs[other[module]] - shared)  # type: ignore[assignment]  # a mean of shares
    return {module: total[module] / len(cuts) for module in chosen}

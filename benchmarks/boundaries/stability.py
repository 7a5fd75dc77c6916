"""How firm a proposal stands: other seeds and weights, a few modules less, one import more; and from the last boundaries on."""

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from itertools import combinations
from random import Random
from statistics import fmean

from analyzer.cluster import Settings, propose
from analyzer.cluster.consensus import agreement
from analyzer.model.codebase import Codebase, Fact
from analyzer.model.facts import Import
from analyzer.model.place import ModuleName
from analyzer.model.syntax import When
from analyzer.signals import collect_evidence

SEEDS = 20
SPREAD = 0.2
"""Each weight is drawn from within this share around its value."""

REMOVED, ROUNDS = 0.02, 20
"""So much of the modules is taken away at random, so many times."""

Homes = Mapping[ModuleName, str]


@dataclass(frozen=True, slots=True)
class Firmness:
    """Mean and least pairwise agreement (Jaccard index over pairs) of proposals with other seeds and weights; mean share of the modules
    that go elsewhere when others are removed, from scratch and where the last boundaries are given; the same where one import is
    added; the time of a proposal from the last boundaries by that of one from scratch; share of the modules marked as uncertain."""

    agreement: float
    least: float
    moved: float
    moved_on: float
    moved_by_import: float
    moved_on_by_import: float
    time: float
    uncertain: float


def firmness(codebase: Codebase) -> Firmness:
    """The figures for one code base, in ``SEEDS`` + ``ROUNDS`` proposals."""
    evidence = collect_evidence(codebase)
    usual = Settings()
    cuts = []
    for seed in range(1, SEEDS + 1):
        draw = Random(seed)
        weights = tuple((signal, weight * draw.uniform(1 - SPREAD, 1 + SPREAD)) for signal, weight in usual.weights)
        cuts.append(propose(codebase, evidence, (), replace(usual, seed=seed, weights=weights), with_alternatives=False).partition.homes())
    agreements = [agreement(first, second) for first, second in combinations(cuts, 2)]
    partition = propose(codebase, evidence, with_alternatives=False).partition
    fewer = [_compared(_fewer(codebase, Random(round_)), partition.homes()) for round_ in range(ROUNDS)]
    more = [_compared(_with_import(codebase, Random(round_)), partition.homes()) for round_ in range(ROUNDS)]
    times = [first / second for _, _, first, second in (*fewer, *more)]
    return Firmness(
        fmean(agreements),
        min(agreements),
        fmean(one[0] for one in fewer),
        fmean(one[1] for one in fewer),
        fmean(one[0] for one in more),
        fmean(one[1] for one in more),
        fmean(times),
        len(partition.uncertain) / len(partition.placements),
    )


def _compared(changed: Codebase, homes: Homes) -> tuple[float, float, float, float]:
    """The shares of modules that move from scratch and with the last boundaries given, and the seconds of the latter and the former."""
    evidence, before = collect_evidence(changed), {module: homes[module] for module in changed.modules}
    start = time.perf_counter()
    anew = propose(changed, evidence, with_alternatives=False).partition.homes()
    middle = time.perf_counter()
    on = propose(changed, evidence, (), None, before, with_alternatives=False).partition.homes()
    return moved(before, anew), moved(before, on), time.perf_counter() - middle, middle - start


def _fewer(codebase: Codebase, draw: Random) -> Codebase:
    return lessened(codebase, frozenset(draw.sample(codebase.modules, max(1, round(REMOVED * len(codebase.modules))))))


def _with_import(codebase: Codebase, draw: Random) -> Codebase:
    """The code base with one import more, between two modules drawn at random."""
    importer, target = draw.sample(codebase.business, 2)
    at = next(file.at(1) for file in codebase.files if file.module == importer)
    imports = tuple(sorted((*codebase.of(Import), Import(importer, target, target, (), When.RUN, at))))
    return replace(codebase, facts={**codebase.facts, Import: imports})


def lessened(codebase: Codebase, gone: frozenset[ModuleName]) -> Codebase:
    """The code base without some modules, and without the facts that name them."""
    facts: dict[type[Fact], tuple[Fact, ...]] = {}
    for kind, group in codebase.facts.items():
        names = [field for field in _names(kind) if field in ("importer", "module", "resolved", "source_module", "target_module")]
        facts[kind] = tuple(fact for fact in group if not any(getattr(fact, name) in gone for name in names))
    return replace(codebase, files=tuple(file for file in codebase.files if file.module not in gone), facts=facts)


def _names(kind: type[Fact]) -> tuple[str, ...]:
    known: tuple[str, ...] | None = getattr(kind, "__struct_fields__", None)
    return known if known is not None else tuple(field.name for field in fields(kind))


def moved(before: Homes, after: Homes) -> float:
    """The share of the modules that are not in the service that theirs became; a service becomes the one that shares most modules with
    it, the largest common parts first, one to one."""
    common = Counter((before[module], after[module]) for module in before)
    became: dict[str, str] = {}
    for (old, new), _ in sorted(common.items(), key=lambda item: (-item[1], item[0])):
        if old not in became and new not in became.values():
            became[old] = new
    return sum(became.get(before[module]) != after[module] for module in before) / max(1, len(before))

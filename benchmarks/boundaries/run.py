"""One case: read it, cut it in every way, score each."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from analyzer.cluster import Settings, propose
from analyzer.facts import read_codebase
from analyzer.model.codebase import Codebase
from analyzer.model.graph import Evidence
from analyzer.model.partition import Partition
from analyzer.model.source import FileKind
from analyzer.signals import SIGNALS, collect_evidence
from benchmarks.boundaries.cases import Case
from benchmarks.boundaries.plain import PLAIN
from benchmarks.boundaries.scores import score
from benchmarks.boundaries.sources import tree_of

PROPOSAL = "unbraid"


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one way to cut one case: by name of the measure, one value per seed."""

    case: str
    way: str
    figures: Mapping[str, tuple[float | None, ...]]

    def as_json(self) -> dict[str, object]:
        return {"case": self.case, "way": self.way, **{name: list(values) for name, values in self.figures.items()}}


def signal_names() -> tuple[str, ...]:
    return tuple(signal.name for signal in SIGNALS)


def run_case(case: Case, sources: Path, seeds: int, left_out: Sequence[str]) -> list[Row]:
    started = time.perf_counter()
    codebase = codebase_of(case, sources)
    reading = time.perf_counter() - started
    evidence = collect_evidence(codebase)
    rows = [_row(case, PROPOSAL, [_proposed(case, codebase, evidence, Settings(seed=seed), reading) for seed in range(1, seeds + 1)])]
    for way, make in PLAIN:
        rows.append(_row(case, way, [score(case.units, make(codebase))]))
    for name in left_out:
        rest = tuple(item for item in evidence if item.signal != name)
        rows.append(_row(case, f"without {name}", [_proposed(case, codebase, rest, Settings(), reading)]))
    return rows


def codebase_of(case: Case, sources: Path) -> Codebase:
    """The code of a case without its tests."""
    with tree_of(case, sources) as tree:
        return without_tests(read_codebase(tree))


def without_tests(codebase: Codebase) -> Codebase:
    """The code base as if its tests had not been there."""
    return replace(codebase, files=tuple(file for file in codebase.files if file.kind is not FileKind.TEST))


def _proposed(
    case: Case, codebase: Codebase, evidence: tuple[Evidence, ...], settings: Settings, reading: float
) -> dict[str, float | None]:
    started = time.perf_counter()
    partition = propose(codebase, evidence, (), settings).partition
    seconds = time.perf_counter() - started
    figures = score(case.units, {str(module): home for module, home in partition.homes().items()})
    return {**figures, "with evidence": _with_evidence(case, partition), "stability": partition.stability, "seconds": seconds + reading}


def _with_evidence(case: Case, partition: Partition) -> float:
    placed = [place for place in partition.placements if place.module in case.units]
    return sum(not place.by_default for place in placed) / len(case.units)


def _row(case: Case, way: str, scores: Sequence[Mapping[str, float | None]]) -> Row:
    return Row(case.name, way, {name: tuple(one[name] for one in scores) for name in scores[0]})

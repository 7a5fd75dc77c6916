"""How long it takes from facts to all report files, stage by stage, and to every export."""

import os
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from analyzer.app import Job
from analyzer.app.analysis import analysis_from
from analyzer.app.copies import copies
from analyzer.disk import templates_folder
from analyzer.facts import read_codebase
from analyzer.model.codebase import Codebase
from analyzer.model.errors import UsageError
from analyzer.read.boundaries import Boundaries
from analyzer.read.cache import NO_CACHE
from analyzer.read.collector import collector_paused
from analyzer.report import find_dot, make_reports
from analyzer.report.exports import EXPORTS, Wishes, make_export
from benchmarks.boundaries.planted import planted

IMPORTS = 7
"""Imports a module of a planted code base."""


@dataclass(frozen=True, slots=True)
class Timed:
    """One part: seconds by the clock, processor seconds of this process and of its copies that ended, and kilobytes written."""

    part: str
    seconds: float
    processor: float
    kilobytes: float = 0.0


@dataclass(frozen=True, slots=True)
class Result:
    """A code base of so many modules and services: the stages from facts to report files, the exports, and the most memory that one
    process ever had (MB)."""

    modules: int
    services: int
    stages: tuple[Timed, ...]
    exports: tuple[Timed, ...]
    megabytes: float


def planted_facts(modules: int) -> Codebase:
    """A code base of exactly so many modules, made up."""
    return planted(modules, modules * IMPORTS)[0]


def facts_of(folder: Path, modules: int | None, workers: int) -> Codebase:
    """What reading finds in a folder, or in its first ``modules`` Python files by path."""
    if modules is None:
        return read_codebase(folder, workers)
    with _part(folder, modules) as part:
        return read_codebase(part, workers)


@contextmanager
def _part(folder: Path, modules: int) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch) / folder.name
        for path in islice(sorted(folder.rglob("*.py")), modules):
            target = place / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        yield place


def measure(codebase: Codebase, workers: int) -> Result:
    """The stages, as ``unbraid analyze`` runs them, without the memory between runs."""
    clock, out = _Clock(), Path("unbraid-out")
    with collector_paused(), copies(workers, len(codebase.files)) as beside:
        clock("starting")
        analysis = analysis_from(Job(out, out, workers=workers), codebase, Boundaries((), {}, {}, ()), NO_CACHE, clock, beside)
        clock("writing the report")
        files, _ = make_reports(analysis, templates_folder(), find_dot(), beside=beside)
        clock("", size=sum(len(getattr(file, "text", "")) for file in files))
        stages = clock.read()
        for export in EXPORTS:
            clock(f"export {export.name}")
            try:
                size = sum(len(file.text) for file in make_export(export, analysis, Wishes()))
            except UsageError:
                size = 0
            clock("", size=size)
    return Result(len(codebase.modules), len(analysis.partition.services), stages, clock.read(), _megabytes())


def _megabytes() -> float:
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024


class _Clock:
    """Told of each stage when it begins."""

    def __init__(self) -> None:
        self._parts: list[Timed] = []
        self._stage, self._since = "", self._now()

    def __call__(self, stage: str, done: int = 0, total: int = 0, size: int = 0) -> None:
        """A stage begins, after one that wrote so many characters (``""``: none)."""
        (wall, processor), (since, busy) = self._now(), self._since
        if self._stage:
            self._parts.append(Timed(self._stage, wall - since, processor - busy, size / 1000))
        self._stage, self._since = stage, self._now()

    def read(self) -> tuple[Timed, ...]:
        """The stages that ended since the last reading."""
        parts, self._parts = tuple(self._parts), []
        return parts

    @staticmethod
    def _now() -> tuple[float, float]:
        return time.perf_counter(), sum(os.times()[:4])

"""How long it takes from facts and boundaries to the plan, to all report files, and to every export."""

import resource
import time
from dataclasses import dataclass
from pathlib import Path

from analyzer.app import Job, analyze
from analyzer.disk import templates_folder
from analyzer.model.errors import UsageError
from analyzer.plan import make_plan
from analyzer.read.collector import collector_paused
from analyzer.report import find_dot, make_reports
from analyzer.report.exports import EXPORTS, Wishes, make_export


@dataclass(frozen=True, slots=True)
class Timed:
    """One part: seconds by the clock, processor seconds of this process, and kilobytes written."""

    part: str
    seconds: float
    processor: float
    kilobytes: float


@dataclass(frozen=True, slots=True)
class Result:
    """A code base of so many modules and services, its parts, and the most memory that the process ever had (MB)."""

    modules: int
    services: int
    parts: tuple[Timed, ...]
    megabytes: float


def measure(folder: Path) -> Result:
    """The parts, timed in this process, after an analysis that is not timed."""
    analysis, _ = analyze(Job(folder, folder / "unbraid-out", cached=False))
    parts = []
    with collector_paused():
        clock = _Clock()
        make_plan(analysis.codebase, analysis.graph, analysis.evidence, analysis.partition, analysis.alternatives, analysis.replay)
        parts.append(clock.read("plan"))
        for dot in (None, find_dot()):
            files, _ = make_reports(analysis, templates_folder(), dot)
            size = sum(len(getattr(file, "text", "")) for file in files)
            parts.append(clock.read("report files" if dot is None else "report files, graph.svg by graphviz", size))
        for export in EXPORTS:
            try:
                size = sum(len(file.text) for file in make_export(export, analysis, Wishes()))
            except UsageError:
                size = 0
            parts.append(clock.read(f"export {export.name}", size))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Result(len(analysis.codebase.modules), len(analysis.partition.services), tuple(parts), peak)


class _Clock:
    """What passed since the last reading."""

    def __init__(self) -> None:
        self._wall, self._processor = time.perf_counter(), time.process_time()

    def read(self, part: str, size: int = 0) -> Timed:
        """The time since the last reading, under a name."""
        wall, processor = time.perf_counter(), time.process_time()
        found = Timed(part, wall - self._wall, processor - self._processor, size / 1000)
        self._wall, self._processor = time.perf_counter(), time.process_time()
        return found

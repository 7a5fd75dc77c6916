"""One analysis as a user runs it: a process of its own, its time, its memory and its result."""

import json
import os
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.codebases.sources import Release

COMMAND = (sys.executable, "-W", "error::ResourceWarning", "-c", "from analyzer.cli import main; main()")


@dataclass(frozen=True, slots=True)
class Row:
    """What one analysis showed: ``seconds`` by the clock, ``busy`` of processor time over all its processes, ``megabytes`` at the peak of
    its largest process, ``placed`` whether every module has a home."""

    release: Release
    exit_code: int
    seconds: float
    busy: float
    megabytes: float
    summary: dict[str, object] = field(default_factory=dict)
    placed: bool = False
    last_words: str = ""


def measure(release: Release, tree: Path, workers: int) -> Row:
    """Analyses a tree once, into a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as scratch:
        out, errors = Path(scratch) / "out", Path(scratch) / "errors"
        arguments = [*COMMAND, "analyze", str(tree), "--out", str(out), "--workers", str(workers), "--quiet"]
        started = time.perf_counter()
        with errors.open("wb") as sink:
            process = os.posix_spawn(sys.executable, arguments, dict(os.environ), file_actions=[(os.POSIX_SPAWN_DUP2, sink.fileno(), 2)])
            _, status, usage = os.wait4(process, 0)
        seconds = time.perf_counter() - started
        costs = (seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
        words = errors.read_text(errors="replace").splitlines()[-1:]
        code = os.waitstatus_to_exitcode(status)
        if code != 0 or not (out / "report.json").is_file():
            return Row(release, code, *costs, last_words=" ".join(words)[:200])
        report = json.loads((out / "report.json").read_text(encoding="utf-8"))
        homes = json.loads((out / "partition.json").read_text(encoding="utf-8"))
        business = {module["name"] for module in report["modules"]}
        return Row(release, code, *costs, report["summary"], bool(business) and business <= set(homes))

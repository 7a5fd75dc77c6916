"""The runs that are compared: each a process of its own, with what it may remember from the run before."""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

UNBRAID = (sys.executable, "-c", "from analyzer.cli import main; main()")
GRIMP = "import sys, grimp; sys.path.insert(0, sys.argv[1]); grimp.build_graph(sys.argv[2], cache_dir=None)"
BARE = "bare ast.parse"


class RunError(Exception):
    """A run ended badly."""


@dataclass(frozen=True, slots=True)
class Step:
    """One measured run: seconds by the clock, processor seconds of all its processes, megabytes of its largest process at its peak."""

    name: str
    seconds: float
    busy: float
    megabytes: float


def steps(tree: Path, package: str, workers: int) -> Iterator[Step]:
    """Every run over a copy of a tree, in order; the bare parse is repeated in between, for machines are noisy. Raises RunError."""
    with _copied(tree) as (root, out, home):
        bare = (sys.executable, "-m", "benchmarks.speed.bare", str(root), str(workers))
        facts = (*UNBRAID, "facts", str(root), "--kind", "references", "--format", "json", "--workers", str(workers), "--quiet")
        analyze = (*UNBRAID, "analyze", str(root), "--out", str(out), "--workers", str(workers), "--quiet")
        changed = max(root.rglob("*.py"), key=lambda path: (path.stat().st_size, path))
        yield _run(BARE, bare, home)
        yield _run("grimp, imports only", (sys.executable, "-c", GRIMP, str(root), package), home)
        yield _run("facts, nothing remembered", facts, home)
        yield _run("facts, nothing changed", facts, home)
        changed.write_text(changed.read_text(encoding="utf-8") + "\nADDED_BY_BENCHMARK = 1\n", encoding="utf-8")
        yield _run("facts, one file changed", facts, home)
        shutil.rmtree(home)
        yield _run(BARE, bare, home)
        yield _run("analyze, nothing remembered", analyze, home)
        yield _run("analyze, nothing changed", analyze, home)
        changed.write_text(changed.read_text(encoding="utf-8") + "\nADDED_BY_BENCHMARK_TOO = 1\n", encoding="utf-8")
        yield _run("analyze, one file changed", analyze, home)
        yield _run(BARE, bare, home)
        yield _run("unbraid --help", (*UNBRAID, "--help"), home)


@contextmanager
def _copied(tree: Path) -> Iterator[tuple[Path, Path, Path]]:
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / tree.name
        shutil.copytree(tree, root, symlinks=True)
        yield root, Path(scratch) / "out", Path(scratch) / "cache"


def _run(name: str, command: tuple[str, ...], home: Path) -> Step:
    environment = {**os.environ, "UNBRAID_CACHE_DIR": str(home)}
    actions = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    started = time.perf_counter()
    process = os.posix_spawn(command[0], command, environment, file_actions=actions)
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - started
    if status:
        raise RunError(f"{name}: exit code {os.waitstatus_to_exitcode(status)}")
    return Step(name, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)

"""``python -m benchmarks.boundaries.scale [--modules N ... | --path DIR]``: processor time and memory of boundaries, step by step.

Each size is measured in a process of its own: evidence, then the proposal with all its cuts, measures and a reason for every module.
Without a path, code bases with planted services are made (``planted.py``); then the agreement with what was planted is printed too.
"""

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path

from analyzer.cluster import propose
from analyzer.facts import read_codebase
from analyzer.model.codebase import Codebase
from analyzer.report.comparison.agreement import agreement
from analyzer.signals import collect_evidence
from benchmarks.boundaries.planted import planted

SIZES = (1_000, 5_000, 20_000)
IMPORTS = 7
"""Imports a module: together with the ties by package and name these are about ten ties a module."""

COLUMNS = ("modules", "ties", "evidence s", "boundaries s", "facts MB", "all MB", "services", "planted F1")


def main() -> int:
    """0; prints one line a size."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.boundaries.scale", description=__doc__)
    parser.add_argument("--modules", type=int, nargs="*", default=SIZES)
    parser.add_argument("--path", type=Path, help="a folder of your own")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        print(_measured(options.path, options.modules[0]), flush=True)
        return 0
    print(" ".join(f"{title:>13}" for title in COLUMNS), flush=True)
    for modules in options.modules if options.path is None else (0,):
        place = ["--path", str(options.path)] if options.path else []
        subprocess.run([sys.executable, "-m", __spec__.name, "--here", "--modules", str(modules), *place], check=True)
    return 0


def _measured(path: Path | None, modules: int) -> str:
    codebase, homes = _subject(path, modules)
    before = _megabytes()
    start = time.process_time()
    evidence = collect_evidence(codebase)
    collected = time.process_time()
    proposal = propose(codebase, evidence)
    done = time.process_time()
    found = {str(module): home for module, home in proposal.partition.homes().items()}
    score = f"{agreement(homes, found).f1:.3f}" if homes else "-"
    cells = (
        str(len(codebase.modules)),
        str(len(proposal.graph.edges)),
        f"{collected - start:.2f}",
        f"{done - collected:.2f}",
        f"{before:.0f}",
        f"{_megabytes():.0f}",
        str(len(proposal.partition.services)),
        score,
    )
    return " ".join(f"{cell:>13}" for cell in cells)


def _subject(path: Path | None, modules: int) -> tuple[Codebase, dict[str, str]]:
    if path is not None:
        return read_codebase(path), {}
    codebase, homes = planted(modules, modules * IMPORTS)
    return codebase, {str(name): home for name, home in homes.items()}


def _megabytes() -> float:
    """The most memory that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())

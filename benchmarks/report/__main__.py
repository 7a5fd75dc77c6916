"""``python -m benchmarks.report [DIR] [--modules N] [--planted]``: from facts to all report files and exports.

By default homeassistant is measured; ``--modules`` takes so many of its modules only. ``--planted`` makes up a code base of exactly so
many modules (5,000 by default) instead.
"""

import argparse
import sys
from pathlib import Path

from analyzer.model.codebase import Codebase
from benchmarks.codebases import RELEASES
from benchmarks.codebases.sources import DownloadError, unpacked
from benchmarks.report import Timed, facts_of, measure, planted_facts

MODULES = 5_000
LIMIT_SECONDS, LIMIT_MEGABYTES = 6.0, 700.0
"""From facts to all report files of 5,000 modules: processor seconds of all processes together (by the clock it takes less on two idle
processors, and any time on busy ones), and the memory of the largest process."""


def main() -> int:
    """0 where the report is ready within the limits, else 1."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.report", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="a code base (default: homeassistant from the package index)")
    parser.add_argument("--modules", type=int, help="so many modules only")
    parser.add_argument("--planted", action="store_true", help="a code base that is made up")
    parser.add_argument("--workers", type=int, default=2, help="processes (default: 2)")
    options = parser.parse_args()
    try:
        codebase = _codebase(options)
    except DownloadError as error:
        print(f"not downloaded: {error}", file=sys.stderr)
        return 1
    found = measure(codebase, options.workers)
    print(f"{codebase.name}: {found.modules:,} modules, {found.services} services; at most {found.megabytes:.0f} MB in a process")
    for part in (*found.stages, *found.exports):
        print(f"  {part.part:40} {part.seconds:6.2f} s  {part.processor:6.2f} s processor  {part.kilobytes:8,.0f} kB")
    whole = _sum("from facts to all report files", found.stages)
    print(f"{whole.part}: {whole.seconds:.2f} s, {whole.processor:.2f} s processor, {options.workers} processes")
    return 0 if whole.processor <= LIMIT_SECONDS and found.megabytes <= LIMIT_MEGABYTES else 1


def _codebase(options: argparse.Namespace) -> Codebase:
    if options.planted:
        return planted_facts(options.modules or MODULES)
    folder = options.folder or unpacked(next(release for release in RELEASES if release.name == "homeassistant"))
    return facts_of(folder, options.modules, options.workers)


def _sum(part: str, stages: tuple[Timed, ...]) -> Timed:
    return Timed(part, sum(stage.seconds for stage in stages), sum(stage.processor for stage in stages))


if __name__ == "__main__":
    sys.exit(main())

"""``python -m benchmarks.report [DIR]``: from facts to plan, report files and exports; homeassistant by default."""

import argparse
import sys
from pathlib import Path

from benchmarks.codebases import RELEASES
from benchmarks.codebases.sources import DownloadError, unpacked
from benchmarks.report import measure

LIMIT_SECONDS, LIMIT_MEGABYTES = 6.0, 700.0
"""What plan and report files of 5,000 modules may take together, in processor seconds, and the memory of the whole process."""


def main() -> int:
    """0 where plan and report files are within the limits, else 1."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.report", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="a code base (default: homeassistant from the package index)")
    folder = parser.parse_args().folder
    try:
        folder = folder or unpacked(next(release for release in RELEASES if release.name == "homeassistant"))
    except DownloadError as error:
        print(f"not downloaded: {error}", file=sys.stderr)
        return 1
    found = measure(folder)
    print(f"{folder.name}: {found.modules:,} modules, {found.services} services; at most {found.megabytes:.0f} MB")
    for part in found.parts:
        print(f"  {part.part:40} {part.seconds:6.2f} s  {part.processor:6.2f} s processor  {part.kilobytes:8,.0f} kB")
    spent = sum(part.processor for part in found.parts if part.part in ("plan", "report files"))
    print(f"plan and report files: {spent:.2f} s processor")
    return 0 if spent <= LIMIT_SECONDS and found.megabytes <= LIMIT_MEGABYTES else 1


if __name__ == "__main__":
    sys.exit(main())

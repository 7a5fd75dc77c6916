"""``python -m benchmarks.exports DIR ...``: import-linter and tach on our contracts for code bases of your own, or for released ones."""

import argparse
import sys
from pathlib import Path

from benchmarks.codebases import RELEASES
from benchmarks.codebases.sources import DownloadError, unpacked
from benchmarks.exports import outcomes
from benchmarks.exports.readers import readings

NAMES = ("mezzanine", "django-oscar", "weblate")


def main() -> int:
    """0 where every tool kept the code base as it is and found the planted import."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.exports", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, help=f"code bases (default: {', '.join(NAMES)} from the package index)")
    parser.add_argument("--readers", action="store_true", help="also let other readers (benchmarks/exports/readers.py) read ours")
    options = parser.parse_args()
    folders = options.folders
    if not folders:
        try:
            folders = [unpacked(release) for release in RELEASES if release.name in NAMES]
        except DownloadError as error:
            print(f"not downloaded: {error}", file=sys.stderr)
            return 1
    good = True
    for folder in folders:
        for found in outcomes(folder):
            good = good and found.is_good
            print(
                f"{folder.name:24} {found.tool:14} {found.services:3} services {found.kilobytes:6.0f} kB {found.seconds:6.1f} s  "
                f"as it is {found.as_is}, planted {found.planted}  {found.words[-120:]}",
                flush=True,
            )
        if options.readers:
            for reader, words, is_good in readings(folder):
                good = good and is_good
                print(f"{folder.name:24} {reader:14} {words}", flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())

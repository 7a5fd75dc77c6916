"""``python -m benchmarks.speed [--path DIR --package NAME] [--workers N]``: runs, prints the table, adds it to the history file."""

import argparse
import csv
import sys
import time
from pathlib import Path
from statistics import median

from analyzer import __version__
from benchmarks.codebases.sources import DownloadError, Release, unpacked
from benchmarks.speed.steps import BARE, RunError, Step, steps

SUBJECT = Release("homeassistant", "2024.3.3", "a million lines")
HISTORY = Path(__file__).with_name("history.csv")


def main() -> int:
    """0 where every run ended well, else 1."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--path", type=Path, help="a folder of your own")
    parser.add_argument("--package", default="homeassistant", help="the package in it that grimp reads")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    try:
        tree = options.path.resolve() if options.path else unpacked(SUBJECT)
        rows = list(steps(tree, options.package, options.workers))
    except (DownloadError, RunError) as error:
        print(f"not measured: {error}", file=sys.stderr)
        return 1
    bare = median(row.seconds for row in rows if row.name == BARE)
    print(f"{tree.name}, {options.workers} processes; ratios to the bare parse of {bare:.2f} s, the median of its runs\n")
    print("| run | seconds | of the bare parse | processor seconds | MB |\n| --- | --: | --: | --: | --: |")
    for row in rows:
        print(f"| {row.name} | {row.seconds:.2f} | {row.seconds / bare:.2f} | {row.busy:.2f} | {row.megabytes:,.0f} |")
    _remember(tree.name, options.workers, rows, bare)
    return 0


def _remember(subject: str, workers: int, rows: list[Step], bare: float) -> None:
    is_new = not HISTORY.is_file()
    with HISTORY.open("a", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        if is_new:
            writer.writerow(["day", "version", "code base", "workers", "run", "seconds", "ratio", "processor seconds", "megabytes"])
        day = time.strftime("%Y-%m-%d")
        for row in rows:
            figures = (f"{row.seconds:.2f}", f"{row.seconds / bare:.2f}", f"{row.busy:.2f}", f"{row.megabytes:.0f}")
            writer.writerow([day, __version__, subject, workers, row.name, *figures])


if __name__ == "__main__":
    sys.exit(main())

"""``python -m benchmarks.codebases [--out FILE] [--workers N] [NAME ...]``: downloads, analyses, writes the table."""

import argparse
import sys
from pathlib import Path

from benchmarks.codebases import RELEASES
from benchmarks.codebases.measure import measure
from benchmarks.codebases.sources import trees
from benchmarks.codebases.table import render


def main() -> int:
    """0 where every analysis ended well with every module placed, else 1."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.codebases", description=__doc__)
    parser.add_argument("names", nargs="*", help="only these code bases")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("table.md"), help="the table to write")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    rows, missing = [], 0
    for release, tree in trees(RELEASES, options.names):
        if tree is None:
            missing += 1
            continue
        row = measure(release, tree, options.workers)
        rows.append(row)
        print(f"{release.label}: exit {row.exit_code}, {row.seconds:.1f} s, {row.megabytes:.0f} MB {row.last_words}", flush=True)
    options.out.write_text(render(rows, options.workers), encoding="utf-8")
    return 0 if rows and not missing and all(row.exit_code == 0 and row.placed for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())

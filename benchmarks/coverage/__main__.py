"""``python -m benchmarks.coverage [--only NAME] [--path DIR]``: downloads, reads, writes the table."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.codebases.sources import Release, trees
from benchmarks.coverage import APPLICATIONS
from benchmarks.coverage.measure import Row, measure
from benchmarks.coverage.table import render

GOAL = 0.95


def main() -> int:
    """0 where every application reaches the goal, else 1."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.coverage", description=__doc__)
    parser.add_argument("--only", action="append", default=[], help="only this release (may be given several times)")
    parser.add_argument("--path", type=Path, help="a folder of your own")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("table.md"), help="the table to write")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--misses", action="store_true", help="print every module that nothing ties")
    options = parser.parse_args()
    rows: list[tuple[Release, Row]] = []
    for release, tree in _trees(options.only, options.path):
        row = measure(tree, options.workers)
        rows.append((release, row))
        print(f"{release.name}: {row.share:.3f} of {row.judged} modules ({row.without_imports} of them by no import)", flush=True)
        if options.misses:
            print("".join(f"  {module}: {why}\n" for module, why in row.uncovered), end="")
    if not options.only and options.path is None:
        options.out.write_text(render(rows), encoding="utf-8")
    return 0 if rows and all(row.share >= GOAL for _, row in rows) else 1


def _trees(only: list[str], path: Path | None) -> Iterator[tuple[Release, Path]]:
    if path is not None:
        yield Release(path.resolve().name, "", ""), path
        return
    yield from ((release, tree) for release, tree in trees(APPLICATIONS, only) if tree is not None)


if __name__ == "__main__":
    sys.exit(main())

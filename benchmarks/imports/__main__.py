"""``python -m benchmarks.imports [--only NAME] [--path DIR --package NAME]``: downloads, compares, writes the table."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.codebases.sources import DownloadError, unpacked
from benchmarks.imports import SUBJECTS
from benchmarks.imports.compare import Comparison, compare
from benchmarks.imports.table import render


def main() -> int:
    """0 where no edge is missing, none unexplained, and all that was followed is defined where it led, else 1."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.imports", description=__doc__)
    parser.add_argument("--only", action="append", default=[], help="only this release (may be given several times)")
    parser.add_argument("--path", type=Path, help="a folder of your own that is a package")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("table.md"), help="the table to write")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    rows: list[tuple[str, Comparison]] = []
    for label, folder, package in _subjects(options.only, options.path):
        row = compare(folder, package, options.workers)
        rows.append((label, row))
        print(f"{label}: recall {row.recall:.4f}, {len(row.unexplained)} unexplained, {len(row.followed.wrong)} wrong", flush=True)
        for problem in (*row.missing[:10], *row.unexplained[:10], *row.followed.wrong[:10]):
            print(f"  {problem}", file=sys.stderr)
    if not options.only and options.path is None:
        options.out.write_text(render(rows), encoding="utf-8")
    else:
        print(render(rows))
    return 0 if rows and not any(row.missing or row.unexplained or row.followed.wrong for _, row in rows) else 1


def _subjects(only: list[str], path: Path | None) -> Iterator[tuple[str, Path, str]]:
    if path is not None:
        whole = path.resolve()
        yield whole.name, whole.parent, whole.name
        return
    for subject in SUBJECTS:
        if not only or subject.release.name in only:
            try:
                yield f"{subject.package} {subject.release.version}", unpacked(subject.release) / subject.folder, subject.package
            except DownloadError as error:
                print(f"not downloaded: {error}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())

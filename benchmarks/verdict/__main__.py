"""``python -m benchmarks.verdict [--out FILE] [NAME ...]``: analyses each code base, writes the table of verdicts after each one."""

import argparse
import sys
import tempfile
from pathlib import Path

from analyzer.app.analysis import analyze
from analyzer.app.job import Job
from benchmarks.codebases.sources import Release, trees
from benchmarks.verdict import ALLOWED, APPLICATION, RELEASES
from benchmarks.verdict.table import Row, render

SAMPLE = Path(__file__).resolve().parents[2] / "sample_monolith"


def main() -> int:
    """0 where every verdict is one that may be given, else 1."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.verdict", description=__doc__)
    parser.add_argument("names", nargs="*", help="only these code bases")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("table.md"), help="the table to write")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    rows: list[Row] = [] if options.names else [_judged(Release("Webnet", "", "the sample"), APPLICATION, SAMPLE, options.workers)]
    missing, kinds = 0, dict(RELEASES)
    for release, tree in trees(kinds, options.names):
        if tree is None:
            missing += 1
            continue
        rows.append(_judged(release, kinds[release], tree, options.workers))
        print(f"{release.label}: {rows[-1].verdict}", flush=True)
        options.out.write_text(render(rows), encoding="utf-8")
    wrong = [row.release.label for row in rows if row.verdict not in ALLOWED[row.kind]]
    print(f"{len(rows)} judged, {len(wrong)} not as they may be: {', '.join(wrong) or '-'}")
    return 1 if wrong or missing else 0


def _judged(release: Release, kind: str, tree: Path, workers: int) -> Row:
    with tempfile.TemporaryDirectory() as scratch:
        analysis, _ = analyze(Job(tree, Path(scratch), workers=workers))
    plan = analysis.plan
    return Row(release, kind, len(plan.services), plan.verdict, plan.weighed)


if __name__ == "__main__":
    sys.exit(main())

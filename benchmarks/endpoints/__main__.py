"""``python -m benchmarks.endpoints [--only NAME ...] [--misses] [--path DIR --app module:expression --framework flask]``."""

import argparse
import sys
from pathlib import Path

from analyzer.facts import read_codebase
from benchmarks.endpoints.case import Case
from benchmarks.endpoints.cases import CASES
from benchmarks.endpoints.compare import Comparison, Served, compare
from benchmarks.endpoints.environment import EnvironmentProblemError, ask, installed, served, source
from benchmarks.endpoints.table import render


def main() -> int:
    """0 where every application could be compared, else 1."""
    options = _options()
    if options.path:
        case = Case(options.path.name, "", options.framework, (), tuple(options.app))
        job = {"setup": f"import sys; sys.path.insert(0, {str(options.path)!r})", "apps": options.app, "own": [str(options.path.resolve())]}
        rows_served = ask(Path(sys.executable), options.framework, job, options.path)
        _tell(case, compare(rows_served, read_codebase(options.path), options.framework), options.misses)
        return 0
    rows, failed = [], False
    for case in CASES:
        if options.only and case.name not in options.only:
            continue
        try:
            python = installed(case)
            tree = source(case, python)
            rows.append((case, compare(served(case, python), read_codebase(tree), case.framework)))
            _tell(*rows[-1], options.misses)
        except EnvironmentProblemError as error:
            failed = True
            print(f"{case.label}: {error}", file=sys.stderr, flush=True)
    if not options.only:
        Path(__file__).with_name("table.md").write_text(render(rows), encoding="utf-8")
    return 1 if failed or not rows else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.endpoints", description=__doc__)
    parser.add_argument("--only", nargs="*", default=(), help="names of applications")
    parser.add_argument("--misses", action="store_true", help="also the rows that only one side has")
    parser.add_argument("--path", type=Path, help="an application that this interpreter can import, instead of those of the list")
    parser.add_argument("--app", nargs="*", default=[""], help="with --path: module:expression; for Django a URL configuration")
    parser.add_argument("--framework", choices=("django", "fastapi", "flask"), default="flask", help="with --path")
    return parser.parse_args()


def _tell(case: Case, seen: Comparison, misses: bool) -> None:
    words = f"recall {seen.recall:.3f}, precision {seen.precision:.3f}, {len(seen.both)} found"
    print(f"{case.label} ({case.framework}): {words}, {seen.foreign} foreign, {len(seen.made)} made at run time", flush=True)
    for title, rows in (("missed", seen.missed), ("extra", seen.extra), ("made", seen.made)) if misses else ():
        for one in rows:
            print(f"  {title}: {_row(one)}")


def _row(one: Served) -> str:
    return f"{one.method or '*'} {one.route} {' = '.join(one.names) or one.handler}"


if __name__ == "__main__":
    sys.exit(main())

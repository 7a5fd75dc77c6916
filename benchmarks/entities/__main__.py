"""``python -m benchmarks.entities``: installs, asks, reads, compares, writes the table."""

import argparse
import sys
from pathlib import Path

from benchmarks.entities.applications import APPLICATIONS, Application
from benchmarks.entities.install import InstallError, interpreter_of, sources_of
from benchmarks.entities.rows import HERE, OracleError, Truth, ask, read
from benchmarks.entities.scores import misses, scores
from benchmarks.entities.table import Row, line, render


def main() -> int:
    """0 where every application could be compared and reaches the floors, else 1."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.entities", description=__doc__)
    parser.add_argument("--only", nargs="*", default=(), help="only these applications")
    parser.add_argument("--held", choices=("with", "without", "only"), default="with", help="the applications held out")
    parser.add_argument("--misses", action="store_true", help="print the rows that differ")
    parser.add_argument("--path", type=Path, help="an application of your own: the folder of its packages")
    parser.add_argument("--packages", help="its top-level packages, with commas")
    parser.add_argument("--django", default="", help="its settings module, where it is a Django project")
    parser.add_argument("--python", type=Path, default=Path(sys.executable), help="the interpreter that has its requirements")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("table.md"), help="the table to write")
    options = parser.parse_args()
    if options.path:
        packages = tuple(options.packages.split(",")) if options.packages else _packages(options.path)
        own = Application(options.path.name, "", packages, options.django)
        return _report([_compared(own, options.python, options.path, options.misses, own=True)], None)
    rows, missing = [], 0
    for application in APPLICATIONS:
        wanted = application.name in options.only if options.only else options.held != ("without" if application.held else "only")
        if not wanted:
            continue
        try:
            python, tree = interpreter_of(application), sources_of(application)
            rows.append(_compared(application, python, tree, options.misses))
        except (InstallError, OracleError) as error:
            missing += 1
            print(f"not compared: {application.label}: {error}", file=sys.stderr)
    is_whole = not options.only and options.held == "with" and not missing
    return _report(rows, options.out if is_whole else None) or int(missing > 0)


def _packages(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(one.name for one in folder.iterdir() if (one / "__init__.py").is_file()))


def _compared(application: Application, python: Path, tree: Path, show: bool, own: bool = False) -> Row:
    truth = _truth(application, python, tree if own else None)
    found = read(tree, truth)
    row = Row(application, scores(truth.rows, found), truth.rows.left_out, found.left_out["models"])
    print(line(row), flush=True)
    if show:
        print("\n".join((*(f"  not imported: {one}" for one in truth.failed), *misses(truth.rows, found))), flush=True)
    return row


def _truth(application: Application, python: Path, tree: Path | None) -> Truth:
    own = ",".join(application.packages)
    environment = {name: value.replace("{projects}", str(HERE / "projects")) for name, value in application.environment}
    search = (HERE / "projects", *([tree] if tree is not None else []))
    if application.settings:
        environment["DJANGO_SETTINGS_MODULE"] = application.settings
        return ask(python, "oracle_django.py", (own,), environment, search)
    return ask(python, "oracle_sqlalchemy.py", (own, ",".join(application.skip)), environment, search)


def _report(rows: list[Row], out: Path | None) -> int:
    if out is not None:
        out.write_text(render(rows), encoding="utf-8")
    return 0 if rows and all(row.is_good for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())

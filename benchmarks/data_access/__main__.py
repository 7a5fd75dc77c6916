"""``python -m benchmarks.data_access [--only NAME] [--path NAME=FOLDER] [--fresh] [--misses]``: records, compares, prints the table."""

import argparse
import sys
from pathlib import Path

from benchmarks.data_access import APPLICATIONS
from benchmarks.data_access.applications import SetupError, recorded, source
from benchmarks.data_access.scores import Score, score
from benchmarks.data_access.table import GOAL, render


def main() -> int:
    """0 where every application was measured and reaches the goal, else 1."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.data_access", description=__doc__)
    parser.add_argument("--only", action="append", default=[], help="only this application")
    parser.add_argument("--path", action="append", default=[], help="NAME=FOLDER: take the source from there")
    parser.add_argument("--fresh", action="store_true", help="run the tests again")
    parser.add_argument("--misses", action="store_true", help="list what was observed and not predicted")
    parser.add_argument("--extras", action="store_true", help="list what was predicted of functions that ran and not observed")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("table.md"), help="the table to write")
    options = parser.parse_args()
    given = dict(one.split("=", 1) for one in options.path)
    scores: list[Score] = []
    failed = False
    for application in APPLICATIONS:
        if options.only and application.name not in options.only:
            continue
        try:
            tree = source(application, Path(given[application.name]) if application.name in given else None)
            found = score(application.name, application.what, tree, recorded(application, tree, options.fresh))
        except SetupError as error:
            print(error, file=sys.stderr)
            failed = True
            continue
        scores.append(found)
        if options.misses:
            _list("missed", {one: at for one, at in found.observed.triples.items() if one not in found.predicted})
        if options.extras:
            seen = found.observed.triples.keys() | found.observed.anywhere
            _list("extra", {one: found.predicted[one] for one in found.ran - seen})
    text = render(scores)
    print(text)
    if not options.only:
        options.out.write_text(text, encoding="utf-8")
    return 0 if scores and not failed and all(one.recall >= GOAL for one in scores) else 1


def _list(word: str, triples: dict[tuple[str, str, str], str]) -> None:
    for (module, table, mode), at in sorted(triples.items()):
        print(f"{word}: {module} {mode} {table}   {at}")


if __name__ == "__main__":
    sys.exit(main())

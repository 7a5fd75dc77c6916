"""``python -m benchmarks.calls --path FOLDER [--skip CATEGORY ...] [--run]``.

Reads each program from its ``main.py`` and compares with its ``callgraph.json``.
"""

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path

from analyzer.read.calls import call_graph
from benchmarks.calls.cases import ENTRY, cases, edges
from benchmarks.calls.observe import observe
from benchmarks.calls.scores import Outcome
from benchmarks.calls.table import render


def main() -> int:
    """0 where there are programs to compare, else 1."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.calls", description=__doc__)
    parser.add_argument("--path", type=Path, required=True, help="a folder of programs, each a main.py with a callgraph.json")
    parser.add_argument("--skip", nargs="*", default=(), help="categories to leave out")
    parser.add_argument("--run", action="store_true", help="run the programs too, and tell which edges a run takes")
    options = parser.parse_args()
    start = time.process_time()
    chosen = [case for case in cases(options.path) if case.category not in options.skip]
    outcomes = [Outcome(case, edges(call_graph(case.folder, ENTRY).as_dict())) for case in chosen]
    spent = time.process_time() - start
    if options.run:
        outcomes = [replace(one, seen=observe(one.case.folder)) for one in outcomes]
    if not outcomes:
        print(f"no {ENTRY} with a callgraph.json below {options.path}", file=sys.stderr)
        return 1
    print(render("all", outcomes), end="")
    seen = [(edge, one.found) for one in outcomes for edge in one.seen or ()]
    if options.run:
        found = sum(edge in known for edge, known in seen)
        print(f"runs take {len(seen)} edges between functions of the programs; {found} of them are found")
    print(f"{len(outcomes)} programs in {spent:.1f} s of processor time")
    return 0


if __name__ == "__main__":
    sys.exit(main())

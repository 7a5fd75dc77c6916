"""The command: runs every case and prints a table."""

import argparse
import json
from pathlib import Path

from benchmarks.boundaries.cases import read_cases
from benchmarks.boundaries.run import Row, codebase_of, run_case, signal_names
from benchmarks.boundaries.stability import firmness
from benchmarks.boundaries.table import firmness_line, print_rows


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.boundaries", description=__doc__)
    parser.add_argument("--cases", type=Path, required=True, help="folder of CASE.json files")
    parser.add_argument("--sources", type=Path, required=True, help="folder of trees or git repositories")
    parser.add_argument("--json", type=Path, help="write all figures here")
    parser.add_argument("--seeds", type=int, default=3, help="how often the proposal is made, each time with another seed")
    parser.add_argument("--ablation", action="store_true", help="also without each signal in turn")
    parser.add_argument("--only", nargs="*", default=(), help="names of cases")
    parser.add_argument("--stability", action="store_true", help="only how firm the proposals stand: seeds, weights, modules removed")
    options = parser.parse_args()
    if options.stability:
        for case in read_cases(options.cases, tuple(options.only)):
            print(firmness_line(case.name, firmness(codebase_of(case, options.sources))), flush=True)
        return
    rows: list[Row] = []
    for case in read_cases(options.cases, tuple(options.only)):
        rows += run_case(case, options.sources, options.seeds, signal_names() if options.ablation else ())
    print_rows(rows)
    if options.json:
        options.json.write_text(json.dumps([row.as_json() for row in rows], indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Rows of measurement as a Markdown table."""

import os
import platform
from collections.abc import Sequence

from benchmarks.codebases.measure import Row

HEAD = """\
# Real code bases

Source releases (wheels where there is none) from the package index, each analysed once by `unbraid analyze` in a process of its own with
{workers} workers, on {cores} processor cores under Python {python}. Printed by `python -m benchmarks.codebases`.

* *seconds*: by the clock, on a machine that may have had other work; *CPU seconds*: processor time of all its processes
* *problems*: what could not be read or used, each with file, line and hint in the report (one of each is that there is no version history)
* *coverage*: share of the modules that were placed with evidence, not by default
* *peak MB*: resident memory of the largest process

"""
COLUMNS = {
    "code base": "---",
    "what": "---",
    "files": "--:",
    "lines": "--:",
    "seconds": "--:",
    "CPU seconds": "--:",
    "peak MB": "--:",
    "problems": "--:",
    "services": "--:",
    "shared modules": "--:",
    "coverage": "--:",
    "every module placed": "---",
    "exit code": "--:",
}


def render(rows: Sequence[Row], workers: int) -> str:
    """The whole page; the machine is told by its number of cores and the Python version alone."""
    head = HEAD.format(workers=workers, cores=os.cpu_count(), python=".".join(platform.python_version_tuple()[:2]))
    return head + "".join(f"| {' | '.join(cells)} |\n" for cells in (COLUMNS, COLUMNS.values(), *map(_cells, rows)))


def _cells(row: Row) -> list[str]:
    def number(key: str) -> str:
        value = row.summary.get(key)
        return f"{value:,}" if isinstance(value, int) else "-"

    coverage = row.summary.get("coverage")
    return [
        f"{row.release.name} {row.release.version}",
        row.release.what,
        number("files"),
        number("lines"),
        f"{row.seconds:.1f}",
        f"{row.busy:.1f}",
        f"{row.megabytes:.0f}",
        number("problems"),
        number("services"),
        number("shared_modules"),
        f"{coverage:.3f}" if isinstance(coverage, float | int) else "-",
        "yes" if row.placed else "no",
        f"{row.exit_code} {row.last_words.replace('|', '/')}".strip(),
    ]

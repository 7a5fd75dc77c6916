"""Comparisons as a Markdown table."""

import os
import platform
from collections.abc import Sequence

from benchmarks.imports.compare import Comparison

HEAD = """\
# Imports against grimp

Every edge that grimp finds, and the reason for each that only we find, on releases from the package index ({cores} processor cores, Python
{python}; the clock is that of a machine that may have had other work). Printed by `python -m benchmarks.imports`.

* *deeper*: edges of grimp's to a package that is hidden by an attribute of its name; ours end at the module inside it
  that defines the attribute
* *package*: `from package import submodule` also names the package; *definition*: a re-export was followed to the module that defines the
  name; *outside*: a file in a folder without `__init__.py`; *attribute*: an attribute of a package hides its submodule;
  *compiled*: out of an extension module, the package of which is known; *parent*: the module named is made at run time
* *followed*: imported names that were followed to another module than the one named; *defined there*: those whose file there has a
  statement that defines the name (looked up with `ast`)

"""
COLUMNS = (
    *("package", "modules", "edges of grimp", "recall", "deeper", "package", "definition", "outside", "attribute", "compiled", "parent"),
    *("unexplained", "names", "followed", "defined there", "compiled", "seconds", "grimp", "ratio"),
)


def render(rows: Sequence[tuple[str, Comparison]]) -> str:
    """The whole page."""
    head = HEAD.format(cores=os.cpu_count(), python=".".join(platform.python_version_tuple()[:2]))
    marks = ("---", *("--:" for _ in COLUMNS[1:]))
    return head + "".join(f"| {' | '.join(cells)} |\n" for cells in (COLUMNS, marks, *(_cells(*row) for row in rows)))


def _cells(label: str, row: Comparison) -> tuple[str, ...]:
    kinds = (f"{row.extra[kind]:,}" for kind in COLUMNS[5:11])
    followed = row.followed
    return (
        label,
        f"{row.modules:,}",
        f"{row.edges:,}",
        f"{row.recall:.4f}",
        str(row.deeper),
        *kinds,
        str(len(row.unexplained)),
        f"{followed.names:,}",
        f"{followed.followed:,}",
        f"{followed.followed - followed.compiled - len(followed.wrong):,}",
        f"{followed.compiled:,}",
        f"{row.seconds:.1f}",
        f"{row.grimp_seconds:.1f}",
        f"{row.seconds / max(row.grimp_seconds, 0.001):.1f}",
    )

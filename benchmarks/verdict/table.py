"""Verdicts as a Markdown table."""

from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.model.verdict import Leaning, Weighed
from benchmarks.codebases.sources import Release

HEAD = """\
# Verdicts

Source releases (wheels where there is none) from the package index, each analysed once; without version history. Printed by
`python -m benchmarks.verdict`. Figures are shares (0 to 1) but for lines and services; what each one is, and its limits:
[docs/verdict.md](../../docs/verdict.md). **Bold** is what makes one wait, *italic* a doubt; what makes one leave is ~~struck~~.

"""
CRITERIA = {
    "surface": "serves",
    "ties": "ties cut",
    "blockers": "blocked",
    "circles": "to turn round",
    "transactions": "transactions torn",
    "shared-writes": "foreign writes",
    "foreign-keys": "links cut",
    "kernel": "kernel",
    "packages": "better than packages",
    "certainty": "uncertain",
}
MARKS = {Leaning.WAIT: "**", Leaning.DOUBT: "*", Leaning.LEAVE: "~~", Leaning.SPLIT: "", Leaning.NEITHER: ""}


@dataclass(frozen=True, slots=True)
class Row:
    """A code base, what it is known to be, and what was said of it."""

    release: Release
    kind: str
    services: int
    verdict: str
    weighed: tuple[Weighed, ...]


def render(rows: Sequence[Row]) -> str:
    """The whole page."""
    columns = ("code base", "what", "kind", "lines", "services", "verdict", *CRITERIA.values())
    align = ("---", "---", "---", "--:", "--:", "---", *("--:" for _ in CRITERIA))
    return HEAD + "".join(f"| {' | '.join(cells)} |\n" for cells in (columns, align, *map(_cells, rows)))


def _cells(row: Row) -> tuple[str, ...]:
    found = {one.criterion: one for one in row.weighed}
    lines = found["size"].value or 0
    return (
        f"{row.release.name} {row.release.version}".strip(),
        row.release.what,
        row.kind,
        f"{lines:,.0f}",
        str(row.services),
        f"**{row.verdict}**",
        *(_figure(found.get(name)) for name in CRITERIA),
    )


def _figure(one: Weighed | None) -> str:
    if one is None or one.value is None:
        return "-"
    mark = MARKS[one.leaning]
    return f"{mark}{one.value:.2f}{mark}"

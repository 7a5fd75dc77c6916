"""The table of proposed services: as wide as the terminal allows, with every figure whole."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.cli.terminal import styled
from analyzer.model.text import printable

if TYPE_CHECKING:
    from analyzer.report.summary import ServiceLine

SHOWN_SERVICES = 30
SHORTEST_NAME = 16
"""A name is cut before columns go, but not to fewer characters."""


@dataclass(frozen=True, slots=True)
class _Column:
    """Heading (several words stand below each other), what stands in a row, and in which turn it goes where there is no room (0: never)."""

    heading: str
    cell: "Callable[[ServiceLine], str]"
    goes: int = 0
    is_text: bool = False

    def width(self, services: "tuple[ServiceLine, ...]") -> int:
        return max(*map(len, self.heading.split()), *(len(self.cell(one)) for one in services))


COLUMNS = (
    _Column("wave", lambda one: str(one.wave)),
    _Column("service", lambda one: printable(one.id), is_text=True),
    _Column("modules", lambda one: f"{one.modules:,}", 3),
    _Column("lines", lambda one: f"{one.lines:,}"),
    _Column("tables", lambda one: f"{one.tables:,}"),
    _Column("routes", lambda one: f"{one.routes:,}", 4),
    _Column("jobs", lambda one: f"{one.tasks:,}", 2),
    _Column("uses others", lambda one: f"{one.calls_out:,}"),
    _Column("used", lambda one: f"{one.calls_in:,}"),
    _Column("commits alone", lambda one: f"{one.commits_alone:,} of {one.commits:,}", 1),
    _Column("risk", lambda one: printable(one.risk), is_text=True),
)


def services_table(services: "tuple[ServiceLine, ...]", room: int) -> tuple[str, ...]:
    """The lines of the table; in ``room`` characters (0: as many as it takes) names are cut and columns left out, never figures."""
    shown = services[:SHOWN_SERVICES]
    columns = [column for column in COLUMNS if column.heading != "commits alone" or any(one.commits for one in services)]
    gap = 2 if not room or _wide(columns, shown, 2) <= room else 1
    while room and _least(columns, shown, gap) > room and any(column.goes for column in columns):
        columns.remove(min((column for column in columns if column.goes), key=lambda column: column.goes))
    widths = [column.width(shown) for column in columns]
    name = next(at for at, column in enumerate(columns) if column.heading == "service")
    if room:
        widths[name] = min(widths[name], max(SHORTEST_NAME, widths[name] + room - _wide(columns, shown, gap)))
    more = [f"{'':{widths[0]}}{' ' * gap}... and {len(services) - len(shown)} more"] if len(services) > len(shown) else []
    return (*_heads(columns, widths, gap), *(_line([one.cell(row) for one in columns], columns, widths, gap) for row in shown), *more)


def _wide(columns: list[_Column], services: "tuple[ServiceLine, ...]", gap: int) -> int:
    return sum(column.width(services) for column in columns) + gap * (len(columns) - 1)


def _least(columns: list[_Column], services: "tuple[ServiceLine, ...]", gap: int) -> int:
    """The width of a table whose names are as short as may be."""
    name = next(column for column in columns if column.heading == "service").width(services)
    return _wide(columns, services, gap) - max(0, name - SHORTEST_NAME)


def _heads(columns: list[_Column], widths: list[int], gap: int) -> Iterator[str]:
    """The headings, at the foot of their lines; a heading stays on one line where its column is wide enough."""
    heads = [[one.heading] if len(one.heading) <= width else one.heading.split() for one, width in zip(columns, widths, strict=True)]
    tall = max(map(len, heads))
    for at in range(tall):
        cells = [([""] * (tall - len(head)) + head)[at] for head in heads]
        yield styled(_line(cells, columns, widths, gap), bold=True)


def _line(cells: list[str], columns: list[_Column], widths: list[int], gap: int) -> str:
    padded = (
        _cut(cell, width).ljust(width) if column.is_text else cell.rjust(width)
        for cell, column, width in zip(cells, columns, widths, strict=True)
    )
    return (" " * gap).join(padded).rstrip()


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}\N{HORIZONTAL ELLIPSIS}"

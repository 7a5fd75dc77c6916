"""Answers as sheets: headings, sentences and tables that a terminal shows as text and a wiki as Markdown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from textwrap import wrap

from analyzer.report.markdown_text import cell, place, plain, table
from analyzer.report.visible import shortened, visible

GAP = "  "
PLACE = "place"
"""The column of places in the code."""

NARROWEST, DEEP = 24, " " * 8
"""Characters that the last cell of a row needs beside the others, and where it stands below them."""

WIDEST = 72
"""A cell of a text table is cut beyond so many characters, but for the last one of a row."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a sheet: heading (may be empty), sentences, and a table (columns may be empty: then there is none). Columns whose name
    ends with ``#`` are numbers and stand at the right. ``is_raw`` sentences are Markdown already."""

    heading: str
    lines: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    is_raw: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A title and sections; a section without lines and rows is not shown."""

    title: str
    sections: tuple[Section, ...]

    @property
    def shown(self) -> tuple[Section, ...]:
        """The sections that say something."""
        return tuple(section for section in self.sections if section.lines or section.rows)


def first_of(rows: tuple[object, ...], most: int) -> tuple[str, ...]:
    """A line above a table that shows the first ``most`` of its rows; none where it shows all."""
    return (f"{len(rows):,}, the first {most:,}:",) if len(rows) > most else ()


def as_text(sheet: Sheet, width: int = 0) -> str:
    """The sheet for a terminal of so many characters (0: lines of any length), every name safe to print; ends with a line break."""
    return "\n".join(_text(sheet, width)) + "\n"


def as_markdown(sheet: Sheet, source_url: str = "") -> str:
    """The sheet as GitHub-flavoured Markdown; ends with a line break. ``source_url`` is the template of links to places."""
    lines = [f"# {plain(sheet.title)}", *section_lines(sheet.shown, 2, source_url)]
    return "\n".join(lines) + "\n"


def _text(sheet: Sheet, width: int) -> Iterator[str]:
    yield visible(sheet.title)
    for section in sheet.shown:
        yield ""
        if section.heading:
            yield f"{visible(section.heading)}:"
        indent = GAP if section.heading else ""
        for line in section.lines:
            for part in line.splitlines():
                yield from wrapped(visible(part), width, indent, indent)
        yield from (f"{indent}{line}" for line in _rows(section, width - len(indent) if width else 0))


def wrapped(text: str, width: int, first: str, further: str) -> list[str]:
    """A text broken between words; a word stays whole, however long; 0 is no limit."""
    if not width or len(first) + len(text) <= width:
        return [f"{first}{text}"]
    return wrap(text, width, initial_indent=first, subsequent_indent=further, break_long_words=False, break_on_hyphens=False)


def _rows(section: Section, width: int) -> Iterator[str]:
    if not section.rows:
        return
    heads = [name.removesuffix("#") for name in section.columns]
    rows = [[_cut(text, is_last=at == len(row) - 1) for at, text in enumerate(row)] for row in section.rows]
    widths = [max(len(row[at]) for row in [heads, *rows]) for at in range(len(heads))]
    for number, part in enumerate(_parts(section.columns, widths, width)):
        if number:
            yield ""
        for row in ([heads] if any(heads) else []) + rows:
            *before, last = (_padded(row[at], widths[at], section.columns[at]) for at in part)
            yield from _in_room(GAP.join([*before, ""]), last.rstrip(), width)


def _parts(columns: tuple[str, ...], widths: list[int], width: int) -> list[list[int]]:
    """The columns that stand beside each other: a table of figures too wide for its room goes on below, its first column repeated."""
    everything = list(range(len(columns)))
    figures = sum(name.endswith("#") for name in columns)
    if not width or figures < len(columns) - 2 or sum(widths) + len(GAP) * (len(widths) - 1) <= width:
        return [everything]
    parts = [[0]]
    for at in everything[1:]:
        if len(parts[-1]) > 1 and sum(widths[one] + len(GAP) for one in (*parts[-1], at)) - len(GAP) > width:
            parts.append([0])
        parts[-1].append(at)
    return parts


def _in_room(before: str, last: str, width: int) -> list[str]:
    """A row whose last cell goes on below its beginning, or on lines of its own where there is no room beside the others."""
    if not width or len(before) + len(last) <= width or len(last.lstrip()) < NARROWEST:
        return [f"{before}{last}".rstrip()]
    if width - len(before) >= NARROWEST:
        return wrapped(last.lstrip(), width, before, " " * len(before))
    return [before.rstrip(), *wrapped(last.lstrip(), width, DEEP, DEEP)]


def _padded(text: str, width: int, column: str) -> str:
    return text.rjust(width) if column.endswith("#") else text.ljust(width)


def _cut(text: str, is_last: bool) -> str:
    return visible(text) if is_last else shortened(text, WIDEST)


def section_lines(sections: Iterable[Section], level: int, source_url: str = "") -> Iterator[str]:
    """Sections as lines of Markdown, with headings of a level."""
    for section in sections:
        if section.heading:
            yield from ("", f"{'#' * level} {plain(section.heading)}")
        if section.lines:
            yield ""
            yield from (line if section.is_raw else f"{plain(line)}  " for line in section.lines)
        if section.rows:
            yield ""
            heads = [name.removesuffix("#") or " " for name in section.columns]
            yield from table(tuple(map(cell, heads)), (_cells(section, row, source_url) for row in section.rows))


def _cells(section: Section, row: tuple[str, ...], source_url: str) -> tuple[str, ...]:
    linked = (name == PLACE and bool(source_url) for name in section.columns)
    return tuple(place(text, source_url) if is_place and text else cell(text) for is_place, text in zip(linked, row, strict=True))

"""Scores as lines and as a Markdown table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.entities.applications import Application
from benchmarks.entities.scores import KINDS, Score

FLOOR = 0.98
FLOORED = ("tables", "keys")
HEAD = """\
# Entities and links

What `unbraid facts --kind entities` reads in the sources of real applications, compared with what the running framework says:
`django.apps.get_models()` with `_meta`, and SQLAlchemy's metadata and mappers after every module was imported.
Printed by `python -m benchmarks.entities`.

* *tables*: tables by name; *classes*: (class, table); *keys*: (table, field, table) of foreign keys and one-to-one links;
  *pairs*: many-to-many fields and relationships through a table; *generic*: generic relations, at the model that declares them;
  *relationships*: those of SQLAlchemy that go through no table
* a cell is rows that are real, recall, precision
* *left out*: tables of libraries and proxies / keys into tables of libraries / entities read in modules that the running
  application never imported
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One application: a score for each kind, and what was not compared."""

    application: Application
    scores: Mapping[str, Score]
    left_out: Mapping[str, int]
    unjudged: int

    @property
    def is_good(self) -> bool:
        """Whether tables and keys reach the floor."""
        return all(min(self.scores[kind].recall, self.scores[kind].precision) >= FLOOR for kind in FLOORED)


def line(row: Row) -> str:
    """One row for the terminal."""
    cells = (f"{kind} {_cell(row.scores[kind])}" for kind in KINDS if row.scores[kind].real or row.scores[kind].read)
    return f"{row.application.label}: {', '.join(cells)}; left out {_left_out(row)}"


def render(rows: Sequence[Row]) -> str:
    """The page: what the rules were written with, then what was held out, each with its sum."""
    groups = (
        ("Applications that the rules were written with", [row for row in rows if not row.application.held]),
        ("Applications held out: looked at after the rules were written", [row for row in rows if row.application.held]),
    )
    return HEAD + "".join(f"\n## {title}\n\n{''.join(_table(group))}" for title, group in groups if group)


def _table(rows: Sequence[Row]) -> Iterator[str]:
    yield f"| application | asked | {' | '.join(KINDS)} | left out |\n"
    yield f"| --- | --- | {'--: | ' * len(KINDS)}--: |\n"
    for row in rows:
        asked = "Django" if row.application.settings else "SQLAlchemy"
        cells = " | ".join(_cell(row.scores[kind]) for kind in KINDS)
        yield f"| {row.application.name} {row.application.version} | {asked} | {cells} | {_left_out(row)} |\n"
    sums = {kind: sum((row.scores[kind] for row in rows), Score(0, 0, 0)) for kind in KINDS}
    yield f"| all | | {' | '.join(_cell(sums[kind]) for kind in KINDS)} | |\n"


def _cell(score: Score) -> str:
    return f"{score.real:,} {score.recall:.3f} {score.precision:.3f}" if score.real or score.read else "-"


def _left_out(row: Row) -> str:
    libraries = row.left_out.get("models", 0) + row.left_out.get("proxies", 0)
    return f"{libraries} / {row.left_out.get('keys', 0)} / {row.unjudged}"

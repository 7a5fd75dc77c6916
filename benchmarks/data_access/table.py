"""Scores as a Markdown table."""

from collections.abc import Sequence

from benchmarks.data_access.scores import Score

GOAL = 0.90
HEAD = """# Reads and writes against recorded queries

Each application's own tests ran once under a recorder (statements that reach SQLite, and the application's frames below each).
Observed is a triple (module, table, read or write): a query belongs to the innermost frame of the application; rows that
SQLAlchemy's unit of work sends belong to the modules that added, changed or deleted them (*strict*: to the innermost frame all the
same). Statements that a test or a migration sends itself, and tables that the application does not declare, do not count.
Precision: of the triples predicted for modules in which anything was recorded; of those predicted for functions that ran.

| application | what | statements | observed | predicted | recall | recall, strict | precision | precision, functions |
|---|---|---|---|---|---|---|---|---|
"""


def render(scores: Sequence[Score]) -> str:
    """The table, with a line for each application."""
    return HEAD + "".join(_row(one) for one in scores)


def _row(one: Score) -> str:
    figures = (one.recall, one.strict_recall, one.precision, one.precision_of_run)
    cells = (one.name, one.what, one.observed.statements, len(one.observed.triples), one.hits, *(f"{figure:.3f}" for figure in figures))
    return f"| {' | '.join(map(str, cells))} |\n"

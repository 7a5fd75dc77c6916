"""Rows of coverage as a Markdown page, and what is not covered."""

from collections import Counter
from collections.abc import Sequence

from benchmarks.codebases.sources import Release
from benchmarks.coverage.measure import Row

HEAD = """\
# Coverage

Share of the modules with code that at least one fact ties to another module (or to a page template) of the application. Tests, migrations,
generated and vendored files do not count, on neither end. Counted apart: *empty* modules (no definition, no import), *entries* (scripts,
commands, configuration, what serves the application). *beyond imports*: modules that no import ties, but another fact does. Printed by
`python -m benchmarks.coverage`.

"""
COLUMNS = ("application", "what", "modules", "empty", "entries", "judged", "covered", "share", "beyond imports", "not covered, by reason")


def render(rows: Sequence[tuple[Release, Row]]) -> str:
    """The whole page."""
    marks = ("---", "---", *("--:" for _ in COLUMNS[2:-1]), "---")
    table = "".join(f"| {' | '.join(cells)} |\n" for cells in (COLUMNS, marks, *(_cells(*row) for row in rows)))
    return HEAD + table + "\n## Not covered\n\n" + "".join(_listed(*row) for row in rows)


def _cells(release: Release, row: Row) -> tuple[str, ...]:
    why = Counter(reason for _, reason in row.uncovered).most_common()
    return (
        f"{release.name} {release.version}",
        release.what,
        *(f"{count:,}" for count in (row.modules, row.empty, row.entries, row.judged, row.covered)),
        f"{row.share:.3f}",
        f"{row.without_imports:,}",
        ", ".join(f"{count} {reason}" for reason, count in why),
    )


def _listed(release: Release, row: Row) -> str:
    names = ", ".join(f"`{module}`" for module, _ in row.uncovered[:12])
    more = f" and {len(row.uncovered) - 12} more" if len(row.uncovered) > 12 else ""
    return f"* {release.name}: {names}{more}\n" if names else ""

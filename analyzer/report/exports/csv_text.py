"""CSV (RFC 4180) that a spreadsheet opens without running anything."""

import csv
import io
from collections.abc import Iterable, Sequence

from analyzer.report.visible import visible

FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet takes for a formula when a cell begins with it."""


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str | int | float]]) -> str:
    """The table as text with line feeds at line ends. Texts that would be formulas get an apostrophe before them (OWASP, "CSV
    injection"); nothing invisible is left in any."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: str | int | float) -> str:
    if not isinstance(value, str):
        return f"{value:g}" if isinstance(value, float) else str(value)
    text = visible(value.replace("\r\n", "\n").replace("\n", " ").replace("\t", " "))
    return f"'{text}" if text.startswith(FORMULA) else text

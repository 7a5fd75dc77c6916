"""All findings as CSV."""

from analyzer.model.files import TextFile
from analyzer.report.document import Issue
from analyzer.report.exports.csv_text import csv_text
from analyzer.report.exports.export import Export, Order
from analyzer.report.source_links import address

HEADER = ("kind", "severity", "services", "path", "line", "message", "remedy", "places")


def _render(order: Order) -> tuple[TextFile, ...]:
    links = order.wishes.source_url
    rows = ((*_row(found), *([address(links, found.at)] if links else [])) for found in order.report.findings)
    return (TextFile("findings.csv", csv_text((*HEADER, *(["link"] if links else [])), rows)),)


def _row(found: Issue) -> tuple[str | int | float, ...]:
    places = " ".join(map(str, found.places))
    return found.kind, found.severity, " ".join(found.services), found.at.path, found.at.line, found.message, found.remedy, places


FINDINGS_TABLE = Export("findings", "every finding as CSV, with place and remedy", _render)

"""The migration backlog as CSV: epics and items, for Jira, GitHub, Linear or a spreadsheet."""

from analyzer.model.files import TextFile
from analyzer.report.exports.csv_text import csv_text
from analyzer.report.exports.export import Export, Order
from analyzer.report.exports.items import Item, backlog

HEADER = (
    *("id", "epic", "wave", "type", "kind", "summary", "services", "description", "remedy", "places"),
    *("days_low", "days_likely", "days_high", "acceptance", "check"),
)


def _render(order: Order) -> tuple[TextFile, ...]:
    return (TextFile("backlog.csv", csv_text(HEADER, map(_row, backlog(order.report)))),)


def _row(item: Item) -> tuple[str | int | float, ...]:
    kind, days = ("Epic" if not item.parent else "Task"), item.days or ("", "", "")
    services, places = " ".join(item.services), " ".join(item.places)
    return (
        item.id,
        item.parent,
        item.wave,
        kind,
        item.kind,
        item.title,
        services,
        item.text,
        item.remedy,
        places,
        *days,
        item.done,
        item.check,
    )


BACKLOG = Export("backlog", "the migration backlog as CSV: an epic for each step, items with places, remedy and acceptance check", _render)

"""The migration backlog as CSV: epics and items, for Jira, GitHub, Linear or a spreadsheet."""

from analyzer.model.files import TextFile
from analyzer.report.exports.csv_text import csv_text
from analyzer.report.exports.export import Export, Order
from analyzer.report.exports.items import Item, backlog
from analyzer.report.source_links import web_address

HEADER = (
    *("id", "epic", "wave", "type", "kind", "summary", "services", "description", "remedy", "places"),
    *("days_low", "days_likely", "days_high", "acceptance", "check"),
)


def _render(order: Order) -> tuple[TextFile, ...]:
    links = order.wishes.source_url
    rows = (
        (*_row(item), *([web_address(item.places[0] if item.places else "", links)] if links else [])) for item in backlog(order.report)
    )
    return (TextFile("backlog.csv", csv_text((*HEADER, *(["link"] if links else [])), rows)),)


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

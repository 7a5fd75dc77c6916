"""Which reports there are."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from webnet.errors import NotFound


@dataclass
class Table:
    """Headings and rows; money is in cents."""

    headers: list[str]
    rows: list[list] = field(default_factory=list)
    money: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Report:
    name: str
    title: str
    build: Callable[[date, date], Table]


_reports: dict[str, Report] = {}


def report(name: str, title: str):
    """Register a function of the first and the last day."""

    def decorate(function):
        _reports[name] = Report(name, title, function)
        return function

    return decorate


def find_report(name: str) -> Report:
    if name not in _reports:
        raise NotFound(f"there is no report {name}", known=sorted(_reports))
    return _reports[name]


def report_titles() -> dict[str, str]:
    return {name: _reports[name].title for name in sorted(_reports)}

"""The system as C4 sees it: services and their data as containers, and who uses whom; for every language that can say it."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.model.text import counted, few
from analyzer.report.document import Report
from analyzer.report.document_services import Service

MOST_NAMES = 6
"""Tables that the description of a database names; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Container:
    """A service or its tables: a key that is an identifier in any language, its title, what is in it, whether it is data."""

    key: str
    title: str
    about: str
    is_data: bool
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrow:
    """One container uses another, and how."""

    source: str
    target: str
    how: str


@dataclass(frozen=True, slots=True)
class System:
    """The whole, with the names as they are: to be escaped by whoever writes them down."""

    name: str
    containers: tuple[Container, ...]
    arrows: tuple[Arrow, ...]


def system_of(report: Report) -> System:
    """The services of a report as a C4 container diagram."""
    keys = {service.id: f"s{position}" for position, service in enumerate(report.services)}
    containers: list[Container] = []
    titles = _told_apart(report)
    for service in report.services:
        containers.append(
            Container(keys[service.id], titles[service.id], _size(service), False, (f"wave {service.wave}", f"risk {service.risk}"))
        )
        if service.entities:
            about = few([entity.rpartition(".")[2] for entity in service.entities], MOST_NAMES)
            containers.append(Container(f"{keys[service.id]}data", f"{titles[service.id]} data", about, True))
    return System(report.name, tuple(containers), tuple(_arrows(report, keys)))


def _told_apart(report: Report) -> dict[str, str]:
    """A title for each service that no other container has, also where a language takes some characters for others."""
    taken: set[str] = set()
    titles = {}
    for number, service in enumerate(report.services):
        title = service.title.strip() or service.id
        if not _names_of(title).isdisjoint(taken):
            title = f"{title} ({number + 1})"
        taken |= _names_of(title)
        titles[service.id] = title
    return titles


def _names_of(title: str) -> set[str]:
    """What the containers of a service and of its data are called, as far as languages tell names apart."""
    return {re.sub(r"[\W_]+", " ", name).strip().lower() for name in (title, f"{title} data")}


def _arrows(report: Report, keys: dict[str, str]) -> Iterator[Arrow]:
    owning = {service.id for service in report.services if service.entities}
    for service in report.services:
        if service.id in owning:
            yield Arrow(keys[service.id], f"{keys[service.id]}data", "owns")
    for call in report.calls:
        if call.caller in keys and call.callee in keys and call.caller != call.callee:
            yield Arrow(
                keys[call.caller], keys[call.callee], f"uses {counted(call.definitions, 'definition')}, {counted(call.count, 'time')}"
            )
    written: dict[tuple[str, str], list[str]] = defaultdict(list)
    for table in report.tables:
        for use in table.writers:
            if use.service != table.owner and use.service in keys and table.owner in owning:
                written[use.service, table.owner].append(table.entity.rpartition(".")[2])
    for (service_id, owner), names in sorted(written.items()):
        yield Arrow(keys[service_id], f"{keys[owner]}data", f"writes {few(sorted(names), MOST_NAMES)}")


def _size(service: Service) -> str:
    counts = ((len(service.modules), "module"), (service.lines, "line"), (len(service.routes), "route"), (len(service.tasks), "task"))
    return ", ".join(counted(count, thing) for count, thing in counts if count)

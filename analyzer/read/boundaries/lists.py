"""``[services.ID]`` and ``[shared]``: titles, and the lists that say where each module belongs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from analyzer.model.partition import SHARED
from analyzer.model.place import Location, ModuleName, Problem
from analyzer.read.boundaries.document import Document, disobeyed, misshapen, unknown_keys

SERVICE_ID = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$")


@dataclass(frozen=True, slots=True)
class Lists:
    """Where each listed module is at home, on which line that stands, the ids of the services as written, and their titles."""

    homes: dict[ModuleName, str] = field(default_factory=dict)
    places: dict[ModuleName, Location] = field(default_factory=dict)
    services: list[str] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)


def read_lists(document: Document) -> tuple[Lists, tuple[Problem, ...]]:
    """The lists of every service and of the shared kernel, and what is wrong with them."""
    lists = Lists()
    return lists, tuple(_read(document, lists))


def _read(document: Document, lists: Lists) -> Iterator[Problem]:
    if "services" in document.data and not isinstance(document.data["services"], dict):
        yield misshapen("services", "tables such as [services.orders]", document.at("services"))
    for service, value in document.table("services").items():
        keys = ("services", service)
        if not isinstance(value, dict):
            yield misshapen(f"services.{service}", "a table with title and modules", document.at(*keys))
        elif not SERVICE_ID.match(service) or service == SHARED:
            hint = "use letters, digits, - and _; the shared kernel has its own table [shared]"
            yield disobeyed("boundaries-service-id", f"{service!r} cannot be the id of a service", document.at(*keys), hint)
        else:
            lists.services.append(service)
            yield from unknown_keys(document, keys, ("modules", "title"))
            yield from _title(document, service, value.get("title"), lists)
            yield from _modules(document, keys, service, value.get("modules", []), lists)
    if "shared" in document.data and not isinstance(document.data["shared"], dict):
        yield misshapen("shared", "a table: [shared] with modules = [...]", document.at("shared"))
    yield from unknown_keys(document, ("shared",), ("modules",))
    yield from _modules(document, ("shared",), SHARED, document.table("shared").get("modules", []), lists)


def _title(document: Document, service: str, value: object, lists: Lists) -> Iterator[Problem]:
    if isinstance(value, str) and value.strip():
        lists.titles[service] = value.strip()
    elif value is not None:
        yield misshapen(f"the title of {service}", "a string", document.at("services", service, "title"))


def _modules(document: Document, keys: tuple[str, ...], service: str, value: object, lists: Lists) -> Iterator[Problem]:
    where = (*keys, "modules")
    if not isinstance(value, list):
        yield misshapen(f"the modules of {service}", "a list of names in quotes", document.at(*where))
        return
    for name in value:
        if not isinstance(name, str):
            yield misshapen(f"each of the modules of {service}", "a name in quotes", document.at(*where))
            continue
        module = ModuleName(name)
        at = document.at_text(name, *where, skip=1 if lists.homes.get(module) == service else 0)
        if lists.homes.setdefault(module, service) != service:
            first = lists.places[module]
            message = f"{name} is listed under {lists.homes[module]} (line {first.line}) and under {service}"
            yield disobeyed("boundaries-listed-twice", message, at, "keep it in one of the two lists")
        lists.places.setdefault(module, at)

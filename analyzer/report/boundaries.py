"""``boundaries.toml``: the proposal as a file that the architect edits; what the file already says is kept."""

import re
import tomllib
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any

from analyzer.model.partition import SHARED, Partition
from analyzer.model.place import ModuleName
from analyzer.model.plan import ExtractionPlan
from analyzer.model.text import toml_string

BARE_KEY = re.compile(r"^[A-Za-z0-9_-]+$")
SERVICE = re.compile(r"^\s*\[\s*services\s*\.")
TABLE = re.compile(r"""^\s*\[[^\]"'\[]""")

HEADER = """\
# Which module belongs to which service. This file is yours: edit it, then run `unbraid analyze` or `unbraid scaffold` again.
# Move: put a module's line into another list. It stays there; a line taken out is placed anew by the analysis.
# Rename: change a title, or the id in [services.ID]. New service: add a table with modules = [].
# Decide in [decisions]: pin = { "shop.billing.*" = "billing" }, together = [["a", "b"]], apart = [["a", "b"]],
# shared = ["shop.db"], services = 5 (only with empty lists). A decision stands over a list.
# Comments and order are kept. New modules are added where the analysis puts them; modules that are gone are taken out.
"""


def render_boundaries(partition: Partition, plan: ExtractionPlan, old_text: str | None) -> str:
    """The boundaries file of a partition: the old text with as few changes as it takes, or a new one.

    Titles, comments, order and ``[decisions]`` of the old text stay. A text that is no TOML is returned as it is.
    """
    homes = dict(partition.homes())
    titles = {service.id: service.title for service in plan.services}
    services = [*titles, *(service for service in partition.services if service not in titles)]
    tables = {service: _table(service, titles.get(service, service), _members(homes, service)) for service in (*services, SHARED)}
    if old_text is None or not old_text.strip():
        return "\n".join([HEADER, "format = 1\n", *tables.values(), "[decisions]\n"])
    if _says(old_text, homes, services):
        return old_text
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(old_text)
    except TOMLKitError:
        return old_text
    lists = _lists(document)
    for service, table in lists.items():
        _renew(table, service, homes)
    _drop_empty(document, homes)
    missing = [text for service, text in tables.items() if service not in lists and (service != SHARED or _members(homes, SHARED))]
    return _insert(tomlkit.dumps(document), missing)


def _says(text: str, homes: Mapping[ModuleName, str], services: Iterable[str]) -> bool:
    """Whether the lists of a text are those of the homes already, so that nothing in it changes; that is seen at a glance, while a parser
    that keeps comments takes long."""
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError):
        return False
    lists = _lists(document)
    if not lists.keys() >= set(services) or set(_mapping(document.get("services"))) != lists.keys() - {SHARED}:
        return False
    members: dict[str, set[str]] = defaultdict(set)
    for module, home in homes.items():
        members[home].add(module)
    listed = {service: table.get("modules") for service, table in lists.items()}
    same = all(isinstance(names, list) and set(map(str, names)) == members[service] for service, names in listed.items())
    gone = any(not members[service] for service in lists if service != SHARED)
    return same and not gone and (SHARED in lists or not members[SHARED])


def _members(homes: Mapping[ModuleName, str], service: str) -> list[str]:
    return sorted(module for module, home in homes.items() if home == service)


def _table(service: str, title: str, modules: Iterable[str]) -> str:
    """The text of one table with its list."""
    key = service if BARE_KEY.match(service) else toml_string(service)
    head = "[shared]\n" if service == SHARED else f"[services.{key}]\ntitle = {toml_string(title)}\n"
    lines = "".join(f"    {toml_string(module)},\n" for module in modules)
    return f"{head}modules = [\n{lines}]\n" if lines else f"{head}modules = []\n"


def _mapping(value: object) -> MutableMapping[str, Any]:
    """A table, or an empty one in place of anything else."""
    return value if isinstance(value, MutableMapping) else {}


def _lists(document: Mapping[str, Any]) -> dict[str, MutableMapping[str, Any]]:
    """The tables that hold lists, by service id."""
    found = {str(service): table for service, table in _mapping(document.get("services")).items() if isinstance(table, MutableMapping)}
    shared = document.get(SHARED)
    return {**found, SHARED: shared} if isinstance(shared, MutableMapping) else found


def _renew(table: MutableMapping[str, Any], service: str, homes: Mapping[ModuleName, str]) -> None:
    """Takes out of a list what lives elsewhere and adds what has come: in order where the list is in order, else at its end."""
    members = _members(homes, service)
    if "modules" not in table:
        table["modules"] = _array(members)
        return
    listed = table["modules"]
    if not isinstance(listed, list):
        return
    for name in [str(name) for name in listed if str(name) not in members]:
        listed.remove(name)
    names = [str(name) for name in listed]
    in_order = names == sorted(names)
    present = set(names)
    for name in (name for name in members if name not in present):
        position = bisect(names, name) if in_order else len(names)
        names.insert(position, name)
        listed.insert(position, name)


def _array(names: list[str]) -> Any:
    """A list with one name a line."""
    import tomlkit

    array = tomlkit.array()
    array.extend(names)
    return array.multiline(bool(names))


def _drop_empty(document: Mapping[str, Any], homes: Mapping[ModuleName, str]) -> None:
    """Takes out the tables of services that have no module left, unless a pin waits for one."""
    pins = set(map(str, _mapping(_mapping(document.get("decisions")).get("pin")).values()))
    services = _mapping(document.get("services"))
    for service in [name for name in services if name not in homes.values() and name not in pins]:
        del services[service]


def _insert(text: str, tables: list[str]) -> str:
    """The text with tables added after the last service's; the comment above the next table stays with that table."""
    lines = text.splitlines(keepends=True)
    last = max((number for number, line in enumerate(lines) if SERVICE.match(line)), default=-1)
    end = next((number for number in range(last + 1, len(lines)) if last >= 0 and TABLE.match(lines[number])), len(lines))
    while end < len(lines) and lines[end - 1].startswith("#"):
        end -= 1
    before, after = "".join(lines[:end]), "".join(lines[end:])
    if not tables:
        return text
    before = before.rstrip("\n") + "\n\n"
    return before + "\n".join(tables) + ("\n" if after else "") + after

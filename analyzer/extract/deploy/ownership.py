"""Who may touch which table when each service has a database role of its own (rung B0)."""

from dataclasses import dataclass

from analyzer.extract.ground import Ground
from analyzer.model.data import Entity, EntityUse, Mode
from analyzer.model.partition import SHARED
from analyzer.model.place import Location, ModuleName
from analyzer.model.source import FileKind


@dataclass(frozen=True, slots=True, order=True)
class ForeignUse:
    """A service reads or writes a table of another one: the table, its owner, whether it writes, and the first places."""

    role: str
    table: str
    owner: str
    writes: bool
    places: tuple[Location, ...]


@dataclass(frozen=True, slots=True)
class Ownership:
    """``tables`` are (role, its tables) in the order of services; ``shared`` are those that only the shared kernel uses, which runs in
    all; ``foreign`` uses are what the database would refuse; ``unnamed`` are entities whose tables' names are not known."""

    tables: tuple[tuple[str, tuple[str, ...]], ...]
    shared: tuple[str, ...]
    foreign: tuple[ForeignUse, ...]
    unnamed: tuple[str, ...]


def ownership(ground: Ground) -> Ownership:
    """The tables of each service by the plan, where it has one, else by the home of the entity's module."""
    owners = {one.entity: one.owner for one in ground.analysis.plan.ownership}
    entities = {entity.name: entity for entity in ground.codebase.of(Entity)}
    tables: dict[str, set[str]] = {service: set() for service in ground.services}
    for entity in entities.values():
        owner = owners.get(entity.name, ground.code.home(entity.module))
        if owner in tables and entity.table:
            tables[owner].add(entity.table)
    holder = {table: service for service, names in tables.items() for table in names}
    foreign: dict[tuple[str, str], list[tuple[bool, Location]]] = {}
    for use in ground.codebase.of(EntityUse):
        table = entities[use.entity].table if use.entity in entities else ""
        for user in _users(use.module, ground):
            if holder.get(table, user) != user:
                foreign.setdefault((user, table), []).append((use.mode is Mode.WRITE, use.at))
    folders = ground.folders
    found = [
        ForeignUse(
            folders[user], table, folders[holder[table]], any(writes for writes, _ in uses), tuple(sorted({at for _, at in uses})[:3])
        )
        for (user, table), uses in foreign.items()
    ]
    return Ownership(
        tuple((folders[service], tuple(sorted(names))) for service, names in tables.items()),
        tuple(sorted({entity.table for entity in entities.values() if entity.table} - holder.keys())),
        tuple(sorted(found)),
        tuple(sorted(entity.name for entity in entities.values() if not entity.table)),
    )


def _users(module: ModuleName, ground: Ground) -> tuple[str, ...]:
    """The services in which a module runs: its own, or all where it is shared; none for tests and scripts."""
    if ground.code.files[module].kind in (FileKind.TEST, FileKind.SCRIPT):
        return ()
    home = ground.code.home(module)
    return ground.services if home == SHARED else (home,) if home in ground.services else ()

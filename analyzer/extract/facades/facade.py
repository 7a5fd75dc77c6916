"""Facades: named functions at the owner in place of queries for its stored objects in the code of other services."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from analyzer.extract.facades.query_sites import QuerySite, query_sites
from analyzer.extract.inference.routes import from_routes
from analyzer.extract.inference.world import World
from analyzer.extract.seam_table import RemoteSeam, Use
from analyzer.model.analysis import Analysis
from analyzer.model.data import EntityUse, Mode
from analyzer.model.partition import SHARED
from analyzer.model.place import Location, ModuleName
from analyzer.model.plan import SeamClass
from analyzer.model.source import FileKind, SourceFile
from analyzer.model.text import snake_case

PREFIX = "unbraid_facade_"


@dataclass(frozen=True, slots=True)
class Facade:
    """One function of an owner's facade: what it asks for, which parameters it takes, the definitions that it imports by their names in
    the query, and the places that call it by module; ``seam`` is how it is called."""

    seam: RemoteSeam
    name: str
    query: str
    parameters: tuple[str, ...]
    names: tuple[tuple[str, str], ...]
    entity: str
    sites: tuple[tuple[ModuleName, QuerySite], ...]


def find_facades(
    analysis: Analysis,
    sources: Callable[[str], bytes],
    folders: Mapping[str, str],
    refused: Collection[str] = (),
    left_out: Collection[ModuleName] = (),
) -> tuple[Facade, ...]:
    """The facades of all services, by owner and name; ``refused`` are those that are not to be made, ``left_out`` the modules whose
    queries stay as they are."""
    world = World.of(analysis.codebase, sources, frozenset())
    homes, files = analysis.partition.homes(), {file.module: file for file in analysis.codebase.files}
    owners = {str(one.entity): one.owner for one in analysis.plan.ownership if one.owner in folders}
    routes, written = from_routes(analysis.codebase), _written(analysis)
    found: dict[tuple[str, str], list[tuple[ModuleName, QuerySite]]] = defaultdict(list)
    using = {use.module for use in analysis.codebase.of(EntityUse) if use.entity in owners}
    for module in sorted(using - set(left_out)):
        service = homes.get(module, SHARED)
        if service not in folders or files[module].kind is not FileKind.CODE:
            continue
        foreign = {entity for entity, owner in owners.items() if owner != service and homes.get(_module(entity, world)) == owner}
        for site in query_sites(module, world, foreign, routes):
            reachable = all(homes.get(_module(name, world), SHARED) in (owners[site.entity], SHARED) for _, name in site.names)
            if reachable and not written.get(site.function, 1 << 30) < site.start[0]:
                found[owners[site.entity], site.query].append((module, site))
    return _named(found, folders, homes, files_at(files), refused)


def files_at(files: Mapping[ModuleName, SourceFile]) -> Callable[[ModuleName, int], Location]:
    """Gives the place of a line of a module."""
    return lambda module, line: Location(files[module].path, line)


def _module(name: str, world: World) -> ModuleName:
    return world.definitions[name].module if name in world.definitions else ModuleName("")


def _written(analysis: Analysis) -> dict[str, int]:
    """The first line at which each definition writes stored data: a query after it might have to see what is not committed."""
    found: dict[str, int] = {}
    for use in analysis.codebase.of(EntityUse):
        if use.mode is Mode.WRITE:
            found[use.source] = min(found.get(use.source, use.at.line), use.at.line)
    return found


def _named(
    found: Mapping[tuple[str, str], list[tuple[ModuleName, QuerySite]]],
    folders: Mapping[str, str],
    homes: Mapping[ModuleName, str],
    at: Callable[[ModuleName, int], Location],
    refused: Collection[str],
) -> tuple[Facade, ...]:
    made, taken = [], set[str]()
    for (owner, query), sites in sorted(found.items()):
        module, first = sites[0]
        names = [name for name, _ in first.arguments]
        plain = f"{snake_case(first.entity.rpartition('.')[2])}_{first.ends}{'_by_' + '_'.join(names) if names else ''}"
        facade = ModuleName(PREFIX + re.sub(r"\W", "_", folders[owner]))
        name = next(one for number in range(1, 1000) if f"{facade}.{(one := plain if number == 1 else f'{plain}_{number}')}" not in taken)
        taken.add(f"{facade}.{name}")
        callers = tuple(sorted({homes[one] for one, _ in sites}))
        kind = SeamClass.ENTITY_BY_IDENTITY if first.gives_entity else SeamClass.DATA_FUNCTION
        target = f"{facade}.{name}"
        seam = RemoteSeam(target, facade, owner, callers, kind, Use.CALL, "facade", False, False, at(module, first.start[0]))
        if target not in refused:
            made.append(Facade(seam, name, query, tuple(names), first.names, first.entity, tuple(sites)))
    return tuple(made)


def needed_modules(facades: Iterable[Facade], owner: str) -> tuple[ModuleName, ...]:
    """The modules that an owner has to hold for its facade, sorted."""
    dotted = {name for facade in facades if facade.seam.callee == owner for _, name in facade.names}
    return tuple(sorted({ModuleName(name.rpartition(".")[0]) for name in dotted}))

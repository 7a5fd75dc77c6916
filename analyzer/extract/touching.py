"""What a function that is called over HTTP reads and writes: changes of it that are not committed stand in the way of the call."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from analyzer.extract.facades.facade import Facade
from analyzer.graphs.closure import closure
from analyzer.model.codebase import Codebase
from analyzer.model.data import Entity, EntityUse
from analyzer.model.place import ModuleName


def class_name(name: str, module: ModuleName) -> str:
    """A class as the generated codec names it: ``module:Name``."""
    return f"{module}:{name.removeprefix(f'{module}.')}"


def touched_by_queries(facades: Iterable[Facade], codebase: Codebase) -> dict[str, tuple[str, ...]]:
    """The entity that each facade reads, as class and as table."""
    entities: dict[str, Entity] = {entity.name: entity for entity in codebase.of(Entity)}
    return {
        facade.seam.target: tuple(sorted({class_name(known.name, known.module), known.table} - {""}))
        for facade in facades
        if (known := entities.get(facade.entity)) is not None
    }


def touched(targets: Iterable[str], uses: Mapping[str, Iterable[str]], codebase: Codebase) -> dict[str, tuple[str, ...]]:
    """The entities that each function reads or writes, itself and through what it calls, as classes and as tables, sorted."""
    entities: dict[str, Entity] = {entity.name: entity for entity in codebase.of(Entity)}
    by_source: dict[str, set[str]] = defaultdict(set)
    for use in codebase.of(EntityUse):
        if use.entity in entities:
            by_source[use.source].add(use.entity)
    found = {}
    for target in targets:
        reached = closure([target], lambda name: uses.get(name, ()))
        named = [entities[entity] for entity in {entity for name in reached for entity in by_source.get(name, ())}]
        names = {class_name(entity.name, entity.module) for entity in named} | {entity.table for entity in named if entity.table}
        found[target] = tuple(sorted(names))
    return found

"""The facts of an analysis by module: what a closure asks for again and again."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from analyzer.model.analysis import Analysis
from analyzer.model.data import Entity, EntityLink
from analyzer.model.facts import Import, PackageImport, StringReference
from analyzer.model.partition import SHARED
from analyzer.model.place import ModuleName
from analyzer.model.source import SourceFile

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CodeIndex:
    """Files, homes and facts by module. ``exported`` are the names that others import from a module; ``entity_modules`` are,
    for a module, the modules of the entities that its entities are linked with, either way."""

    files: Mapping[ModuleName, SourceFile]
    homes: Mapping[ModuleName, str]
    imports: Mapping[ModuleName, tuple[Import, ...]]
    packages: Mapping[ModuleName, tuple[PackageImport, ...]]
    strings: Mapping[ModuleName, tuple[StringReference, ...]]
    exported: Mapping[ModuleName, frozenset[str]]
    entities: frozenset[ModuleName]
    entity_modules: Mapping[ModuleName, frozenset[ModuleName]]
    children: Mapping[str, tuple[ModuleName, ...]]

    def home(self, module: ModuleName) -> str:
        """The service of a module; the shared kernel for one that was not placed."""
        return self.homes.get(module, SHARED)

    def parents(self, module: ModuleName) -> tuple[ModuleName, ...]:
        """The packages around a module that have a file, outermost first."""
        parts = module.split(".")
        names = (ModuleName(".".join(parts[:i])) for i in range(1, len(parts)))
        return tuple(name for name in names if name in self.files)


def index_code(analysis: Analysis) -> CodeIndex:
    """The index of an analysis; where two files have one module name, the first by path counts."""
    codebase = analysis.codebase
    files: dict[ModuleName, SourceFile] = {}
    for file in sorted(codebase.files, key=lambda file: file.path):
        files.setdefault(file.module, file)
    exported: dict[ModuleName, set[str]] = defaultdict(set)
    for fact in codebase.of(Import):
        exported[fact.target].update(fact.names)
    children: dict[str, list[ModuleName]] = defaultdict(list)
    for module in sorted(files):
        children[module.rpartition(".")[0]].append(module)
    return CodeIndex(
        files,
        analysis.partition.homes(),
        group(codebase.of(Import), lambda fact: fact.importer),
        group(codebase.of(PackageImport), lambda fact: fact.importer),
        group(codebase.of(StringReference), lambda fact: fact.source_module),
        {module: frozenset(names) for module, names in exported.items()},
        frozenset(entity.module for entity in codebase.of(Entity)),
        _linked(codebase.of(Entity), codebase.of(EntityLink)),
        {parent: tuple(found) for parent, found in children.items()},
    )


def group(facts: Iterable[T], key: Callable[[T], ModuleName]) -> dict[ModuleName, tuple[T, ...]]:
    """Facts by module, in the order in which they come."""
    found: dict[ModuleName, list[T]] = defaultdict(list)
    for fact in facts:
        found[key(fact)].append(fact)
    return {module: tuple(members) for module, members in found.items()}


def _linked(entities: Iterable[Entity], links: Iterable[EntityLink]) -> dict[ModuleName, frozenset[ModuleName]]:
    modules = {entity.name: entity.module for entity in entities}
    found: dict[ModuleName, set[ModuleName]] = defaultdict(set)
    for link in links:
        source, target = modules.get(link.source), modules.get(link.target)
        if source is not None and target is not None and source != target:
            found[source].add(target)
            found[target].add(source)
    return {module: frozenset(others) for module, others in found.items()}

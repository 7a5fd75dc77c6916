"""A code base with boundaries drawn through it, and the questions that every part of the plan asks about it."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from analyzer.model.codebase import Codebase
from analyzer.model.facts import Definition, DefinitionKind, Reference, StringReference
from analyzer.model.partition import SHARED, Partition
from analyzer.model.place import Location, ModuleName
from analyzer.model.source import FileKind, SourceFile
from analyzer.model.surface import Application
from analyzer.model.syntax import UseKind

SERVED = frozenset({FileKind.CODE, FileKind.CONFIG})
"""Kinds of files that run in production; what tests, migrations and scripts do crosses no boundary at run time."""

FEWEST_NAMED = 3
"""A module that names fewer services than this in strings is no list of the application's parts."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cut:
    """A code base, its partition, and the look-ups that both give. ``references`` are those of code that runs in production,
    between two definitions or modules of the code base; ``between`` are those of them that cross modules."""

    codebase: Codebase
    partition: Partition
    homes: Mapping[str, str]
    files: Mapping[str, SourceFile]
    definitions: Mapping[str, Definition]
    references: tuple[Reference, ...]
    between: tuple[Reference, ...]
    spans: Mapping[str, tuple[Definition, ...]]
    roots: frozenset[str]
    services: tuple[str, ...]
    running_modules: frozenset[str]

    @classmethod
    def of(cls, codebase: Codebase, partition: Partition) -> "Cut":
        """The cut that a partition makes through a code base."""
        files = {file.module: file for file in codebase.files}
        definitions = codebase.of(Definition)
        spans: dict[str, list[Definition]] = defaultdict(list)
        for definition in definitions:
            spans[definition.at.path].append(definition)
        running = {file.module for file in codebase.files if file.kind in SERVED}
        references = tuple(r for r in codebase.of(Reference) if r.source_module in running)
        between = tuple(r for r in references if r.source_module != r.target_module)
        by_name = {str(definition.name): definition for definition in definitions}
        return cls(
            codebase,
            partition,
            {str(module): service for module, service in partition.homes().items()},
            {str(module): file for module, file in files.items()},
            by_name,
            references,
            between,
            {path: tuple(sorted(found, key=lambda d: (d.at.line, -d.end_line))) for path, found in spans.items()},
            frozenset({*composition_roots(codebase, partition), *_mounting(partition, between, by_name)}),
            partition.services,
            frozenset(str(module) for module, file in files.items() if file.kind in SERVED),
        )

    def home(self, module: str) -> str:
        """The service id of a module, ``shared``, or ``""`` where the partition does not place it."""
        return self.homes.get(module, "")

    def known(self, name: str) -> str:
        """The definition that a name means: itself, or the one around it (a nested function counts as its outer one)."""
        while name and name not in self.definitions:
            name = name.rpartition(".")[0]
        return name

    def runs(self, module: str) -> bool:
        """Whether a module belongs to what runs in production (code and configuration, not tests, migrations, scripts)."""
        return module in self.running_modules

    def crosses(self, source: str, target: str) -> bool:
        """Whether running code of ``source`` depends on another service by using ``target`` (both modules); using the shared
        kernel is no crossing, but the kernel's use of a service is one, unless its business is to put the services together."""
        if source in self.roots:
            return False
        there = self.home(target)
        here = self.home(source)
        return bool(here and there) and there != SHARED and here != there and self.runs(source)

    def services_of(self, modules: Iterable[str]) -> tuple[str, ...]:
        """The services, sorted, in which modules live; the shared kernel is not counted."""
        return tuple(sorted({self.home(module) for module in modules} - {"", SHARED}))

    def running(self, facts: Iterable[T]) -> Iterator[T]:
        """The facts whose module runs in production."""
        return (fact for fact in facts if self.runs(getattr(fact, "module", "")))

    def top(self, module: str) -> Location:
        """The first line of a module's file."""
        return self.files[module].at(1)

    def enclosing(self, at: Location) -> Definition | None:
        """The innermost definition whose lines hold a location, or None at module level."""
        candidates = self.spans.get(at.path, ())
        last = bisect_right(candidates, at.line, key=lambda d: d.at.line)
        for index in range(last - 1, max(-1, last - 200), -1):
            if candidates[index].end_line >= at.line:
                return candidates[index]
        return None


def composition_roots(codebase: Codebase, partition: Partition) -> Iterator[str]:
    """The modules of the shared kernel that put the application together: those that hold the application object, configuration,
    and lists of dotted strings that name modules of most services. Each service gets its own, so that what they name is no
    dependency of the kernel."""
    homes = partition.homes()
    roots = {application.module for application in codebase.of(Application)}
    named: dict[ModuleName, set[str]] = defaultdict(set)
    for string in codebase.of(StringReference):
        named[string.source_module].add(homes.get(string.target_module, SHARED))
    enough = max(FEWEST_NAMED, len(partition.services) / 2)
    roots |= {module for module, services in named.items() if len(services - {SHARED}) >= enough}
    for file in codebase.files:
        if homes.get(file.module, SHARED) == SHARED and (file.module in roots or file.kind is FileKind.CONFIG):
            yield file.module


def _mounting(partition: Partition, between: Iterable[Reference], definitions: Mapping[str, Definition]) -> Iterator[str]:
    """The modules of the shared kernel that use nothing of services but module-level objects, of most of them: they mount routers."""
    homes = partition.homes()
    mounted: dict[str, set[str]] = defaultdict(set)
    others: set[str] = set()
    for r in between:
        if homes.get(r.source_module, SHARED) == SHARED and (service := homes.get(r.target_module, SHARED)) != SHARED:
            mounted[r.source_module].add(service)
            known = definitions.get(r.target)
            if known is None or known.kind is not DefinitionKind.VARIABLE or r.kind is not UseKind.READ:
                others.add(r.source_module)
    enough = max(FEWEST_NAMED, len(partition.services) / 2)
    return (module for module, services in mounted.items() if len(services) >= enough and module not in others)

"""What boundaries hang on: the part of a code base, without lines and bodies, that clustering may look at."""

from collections.abc import Iterator
from dataclasses import replace

from analyzer.model.codebase import Codebase, Fact
from analyzer.model.data import Entity, EntityLink, EntityUse, Transaction
from analyzer.model.facts import Definition, DefinitionKind, Import, PackageImport, Reference
from analyzer.model.place import Location, QualName
from analyzer.model.surface import Endpoint, Task
from analyzer.model.syntax import UseKind

WHOLE: tuple[type[Fact], ...] = (Import, PackageImport, Entity, EntityLink, EntityUse, Transaction, Endpoint, Task)
"""Kinds of facts that are all looked at."""


PARTS: tuple[type[Fact], ...] = (*WHOLE, Definition, Reference)
"""Kinds of facts that are looked at."""


def subject(codebase: Codebase) -> Codebase:
    """The same code base with no more than clustering looks at: of the files neither size nor content; all facts of some kinds; of the
    definitions classes, functions that are hooks (``__name__``), and for each other module one nameless entry; of the references those
    calls that cross or stay in business code. Its boundaries are those of the whole, and most edits leave it as it is, up to lines.
    Of modules without packages, which may be no more than a graph, all facts count."""
    files = tuple(replace(file, digest="", lines=0) for file in codebase.files)
    facts = {kind: looked_at(codebase, kind) for kind in PARTS} if has_packages(codebase) else codebase.facts
    return Codebase(codebase.name, files, facts)


def has_packages(codebase: Codebase) -> bool:
    """Whether any module is in a package."""
    return any("." in file.module for file in codebase.files)


def looked_at(codebase: Codebase, kind: type[Fact]) -> tuple[Fact, ...]:
    """The facts of one of ``PARTS`` that are looked at where modules are in packages."""
    if kind is Definition:
        return tuple(_definitions(codebase))
    if kind is Reference:
        business = frozenset(codebase.business)
        calls = (r for r in codebase.of(Reference) if r.kind is UseKind.CALL)
        return tuple([r for r in calls if r.source_module in business and r.target_module in business])
    return codebase.of(kind)


def inside(fact: Fact) -> bool:
    """Whether a fact is a use that stays in its module: no boundary can cut it, and measures count it, nothing else."""
    return isinstance(fact, Reference) and fact.source_module == fact.target_module


def _definitions(codebase: Codebase) -> Iterator[Definition]:
    """Sorted as they were, the nameless ones last."""
    seen, shown = set(), set()
    for definition in codebase.of(Definition):
        module = definition.module
        seen.add(module)
        is_hook = definition.kind is DefinitionKind.FUNCTION and definition.name.startswith(f"{module}.__")
        if is_hook or definition.kind is DefinitionKind.CLASS:
            shown.add(module)
            yield definition
    for module in sorted(seen - shown):
        yield Definition(QualName(module), module, DefinitionKind.VARIABLE, Location(""), 0)

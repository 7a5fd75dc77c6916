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


def subject(codebase: Codebase) -> Codebase:
    """The same code base with no more than clustering looks at: of the files neither size nor content; all facts of some kinds; of the
    definitions classes, functions that are hooks (``__name__``), and for each other module one nameless entry; of the references those
    calls that cross or stay in business code. Its boundaries are those of the whole, and most edits leave it as it is, up to lines.
    Of modules without packages, which may be no more than a graph, all facts count."""
    files = tuple(replace(file, digest="", lines=0) for file in codebase.files)
    if all("." not in file.module for file in files):
        return Codebase(codebase.name, files, codebase.facts)
    business = frozenset(codebase.business)
    calls = (r for r in codebase.of(Reference) if r.kind is UseKind.CALL)
    facts: dict[type[Fact], tuple[Fact, ...]] = {kind: codebase.of(kind) for kind in WHOLE}
    facts[Definition] = tuple(_definitions(codebase))
    facts[Reference] = tuple([r for r in calls if r.source_module in business and r.target_module in business])
    return Codebase(codebase.name, files, facts)


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

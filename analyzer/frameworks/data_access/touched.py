"""References that names alone cannot tell: to methods, properties and attributes of rows that queries give, and to methods of managers.

``Order.objects.get(pk=1).ship()`` calls ``Order.ship``: what a query gives is declared once for each mapper (its ``Dialect``) and followed
for reads and writes anyway. Values that were guessed by the name of a variable make no references.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from analyzer.frameworks.data_access.catalogue import Catalogue
from analyzer.frameworks.data_access.chains import segments
from analyzer.frameworks.data_access.values import GUESSED, Touch, Value
from analyzer.frameworks.orm.dialect import Shape
from analyzer.model.facts import Reference
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.syntax import Use, UseKind
from analyzer.read.fact_bytes import columns
from analyzer.read.program import Program

OWN = frozenset({Shape.CLASS, Shape.ROW, Shape.OBJECT})


class Touched(NamedTuple):
    """A scope of a module uses a definition in one way, as a use of a chain says."""

    scope: str
    target: str
    kind: UseKind
    use: Use


def touched(catalogue: Catalogue, chain: str, use: Use, touches: list[Touch]) -> Iterator[Touched]:
    """The definitions that the steps along a chain end at or call."""
    ends = touches[-1].segment == segments(chain)[-1]
    for position, (value, segment, _) in enumerate(touches):
        owner = _owner(value)
        if value.via == GUESSED or (not owner and value.shape in OWN):
            return
        is_end = ends and position == len(touches) - 1
        method = catalogue.method(owner, segment.name) if owner and segment.name else ""
        if method and (segment.is_called or is_end):
            yield Touched(use.scope, method, UseKind.CALL if segment.is_called else use.kind, use)
        elif is_end and not segment.is_called and value.shape is Shape.ROW:
            home = catalogue.holder(value.entity, segment.name)
            if home:
                yield Touched(use.scope, home, use.kind, use)


def _owner(value: Value) -> str:
    """The class whose members are taken from a value, or ``""`` where they are the mapper's own."""
    return value.entity if value.shape in OWN else value.via if value.shape is Shape.QUERY else ""


def references(program: Program, found: Iterable[tuple[str, Touched]]) -> Iterator[Reference]:
    """References of modules, aggregated per (source, target, kind); those that names alone have told are left out."""
    rows: dict[tuple[str, str, UseKind], tuple[str, int, bool, int]] = {}
    for module, one in found:
        source = f"{module}.{one.scope}" if one.scope else module
        if one.target == source or source.startswith(f"{one.target}."):
            continue
        _, times, in_loop, line = rows.get((source, one.target, one.kind), (module, 0, False, one.use.line))
        here = module, times + one.use.times, in_loop or one.use.in_loop, min(line, one.use.line)
        rows[source, one.target, one.kind] = here
    told = _told(program, {source for source, _, _ in rows}) if rows else set()
    for (source, target, kind), (module, times, in_loop, line) in sorted(rows.items()):
        if (source, target, str(kind)) not in told:
            at = Location(program.modules[module].path, line)
            home = ModuleName(program.defined_in(target))
            yield Reference(QualName(source), ModuleName(module), QualName(target), home, kind, times, in_loop, at)


def _told(program: Program, sources: set[str]) -> set[tuple[str, str, str]]:
    parts = columns(program.known, Reference, "source", "target", "kind")
    return {(source, target, kind) for part in parts for source, target, kind in zip(*part, strict=True) if source in sources}

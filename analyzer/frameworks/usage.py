"""Who uses what: the references of a program by source and by target, field by field, for a value for each of a million is dear."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from analyzer.model.facts import Reference
from analyzer.model.syntax import UseKind
from analyzer.read.fact_bytes import columns
from analyzer.read.names import NameTable
from analyzer.read.program import Program

CALL, DECORATE = str(UseKind.CALL), str(UseKind.DECORATE)
_KNOWN: WeakKeyDictionary[NameTable, "Usage"] = WeakKeyDictionary()


class Run(NamedTuple):
    """A definition calls another, or is decorated by it: both, the module of the first, the first line."""

    source: str
    module: str
    target: str
    is_call: bool
    line: int


class Usage:
    """The references of one program, sorted by source."""

    def __init__(self, program: Program) -> None:
        parts = list(columns(program.known, Reference, "source", "source_module", "target", "kind", "at.line"))
        fields: list[list[Any]] = [[one for part in parts for one in part[at]] for at in range(5)]
        order = sorted(range(len(fields[0])), key=fields[0].__getitem__)
        self.sources, self._modules, self._targets, self._kinds, self._lines = ([values[at] for at in order] for values in fields)

    @cached_property
    def users(self) -> Mapping[str, Sequence[str]]:
        """Definitions to what uses them."""
        found: dict[str, list[str]] = {}
        for target, source in zip(self._targets, self.sources, strict=True):
            if target in found:
                found[target].append(source)
            else:
                found[target] = [source]
        return found

    @cached_property
    def callers(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """Definitions to what calls them, and its module, sorted."""
        found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for target, source, module, kind in zip(self._targets, self.sources, self._modules, self._kinds, strict=True):
            if kind == CALL:
                found[target].append((source, module))
        return found

    def run_by(self, source: str) -> Iterator[Run]:
        """What a definition calls or is decorated by."""
        for at in range(bisect_left(self.sources, source), bisect_right(self.sources, source)):
            kind = self._kinds[at]
            if kind in (CALL, DECORATE):
                yield Run(source, self._modules[at], self._targets[at], kind == CALL, self._lines[at])

    def inside(self, name: str) -> Sequence[str]:
        """Whatever inside a definition uses anything, once for each use."""
        return self.sources[bisect_left(self.sources, f"{name}.") : bisect_left(self.sources, f"{name}/")]


def usage(program: Program) -> Usage:
    """The references of a program."""
    known = _KNOWN.get(program.names)
    if known is None:
        known = _KNOWN[program.names] = Usage(program)
    return known

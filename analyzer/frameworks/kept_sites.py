"""The calls that are kept anywhere in a program, by their last names."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from weakref import WeakKeyDictionary

from analyzer.model.syntax import CallSite, ModuleSyntax
from analyzer.read.names import NameTable
from analyzer.read.program import Program


class Kept(NamedTuple):
    """A kept call: its module, its position in it, and the call."""

    module: str
    position: int
    site: CallSite


_KNOWN: WeakKeyDictionary[NameTable, dict[str, list[Kept]]] = WeakKeyDictionary()


def last_names(program: Program) -> Iterable[str]:
    """Every last name of a kept call, in no particular order."""
    return _index(program)


def sites_named(program: Program, names: Iterable[str]) -> Iterator[tuple[ModuleSyntax, CallSite]]:
    """The kept calls with one of these last names and their modules, sorted by module, in the order of the source."""
    index = _index(program)
    for one in sorted((one for name in frozenset(names) for one in index.get(name, ())), key=lambda one: one[:2]):
        yield program.modules[one.module], one.site


def _index(program: Program) -> dict[str, list[Kept]]:
    known = _KNOWN.get(program.names)
    if known is None:
        known = _KNOWN[program.names] = {}
        for module, syntax in program.modules.items():
            for position, site in enumerate(syntax.calls):
                known.setdefault(site.call.func.rpartition(".")[2], []).append(Kept(module, position, site))
    return known

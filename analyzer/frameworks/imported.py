"""Which packages a program imports: the first and cheapest question that a reader of a framework asks."""

from weakref import WeakKeyDictionary

from analyzer.read.names import NameTable
from analyzer.read.program import Program

_TOPS: WeakKeyDictionary[NameTable, frozenset[str]] = WeakKeyDictionary()


def imports_any(program: Program, *tops: str) -> bool:
    """Whether a program imports one of these top-level packages anywhere, or holds one of them itself."""
    known = _TOPS.get(program.names)
    if known is None:
        found = {one.module.partition(".")[0] for syntax in program.modules.values() for one in syntax.imports if not one.level}
        known = frozenset(found) | program.names.tops
        _TOPS[program.names] = known
    return not known.isdisjoint(tops)

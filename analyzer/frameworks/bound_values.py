"""Where the values of calls and names go: the variables and functions that hold or return them, judged by last names alone."""

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from analyzer.frameworks.note import Note
from analyzer.model.syntax import Call, Name
from analyzer.read.names import NameTable
from analyzer.read.program import Program

Holders = list[tuple[str, str]]
"""Modules, and the last names of the variables and functions in them."""

_KNOWN: WeakKeyDictionary[NameTable, dict[str, Holders]] = WeakKeyDictionary()


def bound_values(program: Program) -> Mapping[str, Holders]:
    """Last name of a call or name to the variables that it is assigned to, and the functions that return it."""
    known = _KNOWN.get(program.names)
    if known is None:
        known = _KNOWN[program.names] = _built(program)
    return known


def _held(program: Program, module: str) -> tuple[tuple[str, str], ...]:
    """The last names of the calls and names of a module that are assigned or returned, and where they go."""
    syntax = program.modules[module]
    held = [(one.value, one.target) for one in syntax.assignments if type(one.value) in (Call, Name)]
    held += [(value, one.name) for one in syntax.functions for value in one.returned if type(value) in (Call, Name)]
    words = ((value.func if isinstance(value, Call) else value.dotted if isinstance(value, Name) else "", name) for value, name in held)
    return tuple(dict.fromkeys((chain.rpartition(".")[2], name) for chain, name in words))


HELD = Note("held values", _held)


def _built(program: Program) -> dict[str, Holders]:
    found: dict[str, Holders] = {}
    for module, held in HELD.of(program):
        for word, name in held:
            found.setdefault(word, []).append((module, name))
    return found

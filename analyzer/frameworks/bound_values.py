"""Where the values of calls and names go: the variables and functions that hold or return them, judged by last names alone."""

from collections.abc import Mapping
from weakref import WeakKeyDictionary

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


def _built(program: Program) -> dict[str, Holders]:
    found: dict[str, Holders] = {}
    for module, syntax in program.modules.items():
        held = [(one.value, one.target) for one in syntax.assignments]
        held += [(value, one.name) for one in syntax.functions for value in one.returned]
        for value, name in held:
            if isinstance(value, Call):
                found.setdefault(value.func.rpartition(".")[2], []).append((module, name))
            elif isinstance(value, Name):
                found.setdefault(value.dotted.rpartition(".")[2], []).append((module, name))
    return found

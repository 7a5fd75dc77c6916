"""Which names the imports of a program bind, the other way round: from what is meant to who binds it, and as what."""

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from analyzer.frameworks.note import Note
from analyzer.read.names import NameTable
from analyzer.read.program import Program

Places = list[tuple[str, str]]
"""Modules and the names that they bind."""

_KNOWN: WeakKeyDictionary[NameTable, dict[str, Places]] = WeakKeyDictionary()


def bound_names(program: Program) -> Mapping[str, Places]:
    """Full dotted name to the modules that import it anywhere inside, and the name that each binds; re-exports are followed."""
    known = _KNOWN.get(program.names)
    if known is None:
        known = _KNOWN[program.names] = _built(program)
    return known


def _binding(program: Program, module: str) -> tuple[tuple[str, str], ...]:
    """The names that the imports of a module bind, and the full dotted names of what they name."""
    names = program.names
    bindings = names.bindings[module]
    found = {(name, names.imported(target)) for name, targets in bindings.imports.items() for target in targets}
    found.update((name, names.imported(target)) for inner in bindings.locals.values() for name, target in inner.items())
    return tuple(sorted(found))


def _stars(program: Program, module: str) -> bool:
    return bool(program.names.bindings[module].stars)


BINDING, STARS = Note("imported names", _binding), Note("star imports", _stars)


def _built(program: Program) -> dict[str, Places]:
    found: dict[str, Places] = {}
    for module, bound in BINDING.of(program):
        for name, full in bound:
            found.setdefault(full, []).append((module, name))
    return found

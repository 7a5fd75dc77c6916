"""Which names the imports of a program bind, the other way round: from what is meant to who binds it, and as what."""

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from analyzer.read.bindings import Import
from analyzer.read.names import NameTable
from analyzer.read.program import Program

Places = list[tuple[str, str]]
"""Modules and the names that they bind."""

_KNOWN: WeakKeyDictionary[NameTable, dict[str, Places]] = WeakKeyDictionary()


def bound_names(program: Program) -> Mapping[str, Places]:
    """Full dotted name to the modules that import it anywhere inside, and the name that each binds; re-exports are followed."""
    known = _KNOWN.get(program.names)
    if known is None:
        known = _KNOWN[program.names] = _built(program.names)
    return known


def _built(names: NameTable) -> dict[str, Places]:
    # Most modules import the same things, so what is imported is asked for once.
    places: dict[Import, Places] = {}
    for module, bindings in names.bindings.items():
        for name, targets in bindings.imports.items():
            for target in targets:
                places.setdefault(target, []).append((module, name))
        for inner in bindings.locals.values():
            for name, target in inner.items():
                places.setdefault(target, []).append((module, name))
    found: dict[str, Places] = {}
    for target, binders in places.items():
        found.setdefault(names.imported(target), []).extend(binders)
    return found

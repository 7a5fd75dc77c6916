"""Modules to the facts that need no framework: what they import, define, use, name in strings, and hide."""

from collections.abc import Iterator, Sequence

from analyzer.model.codebase import Fact
from analyzer.read.imports import link_imports
from analyzer.read.names import NameTable
from analyzer.read.package_uses import link_package_uses
from analyzer.read.references import link_blinds, link_definitions, link_references, link_strings


def link(names: NameTable, modules: Sequence[str]) -> Iterator[Fact]:
    """The facts of some modules of a program, in no particular order."""
    yield from link_imports(names, modules)
    yield from link_references(names, modules)
    yield from link_definitions(names, modules)
    yield from link_strings(names, modules)
    yield from link_package_uses(names, modules)
    yield from link_blinds(names, modules)

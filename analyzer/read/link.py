"""Modules to the facts that need no framework: what they import, define, use, name in strings, and hide."""

from collections.abc import Callable, Iterable, Sequence

from analyzer.model.codebase import Fact
from analyzer.read.blinds import link_blinds
from analyzer.read.imports import link_imports
from analyzer.read.names import NameTable
from analyzer.read.package_uses import link_package_uses
from analyzer.read.references import link_definitions, link_references
from analyzer.read.strings import link_strings

Step = Callable[[NameTable, Sequence[str]], Iterable[Fact]]

STEPS: tuple[tuple[str, Step], ...] = (
    ("blind spots", link_blinds),
    ("definitions", link_definitions),
    ("imports", link_imports),
    ("packages", link_package_uses),
    ("references", link_references),
    ("strings", link_strings),
)
"""What is asked of some modules of a program, by the name under which a failure is told."""

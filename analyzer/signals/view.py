"""A code base as the signals see it: what several of them need, worked out once."""

from dataclasses import dataclass

from analyzer.graphs.packages import PackageTree, plain_tree
from analyzer.model.codebase import Codebase
from analyzer.model.place import ModuleName
from analyzer.signals.closeness import Closeness, import_closeness


@dataclass(frozen=True, slots=True)
class View:
    """The facts, the business modules, how close modules are by their imports, and the tree of packages."""

    codebase: Codebase
    business: frozenset[ModuleName]
    closeness: Closeness
    tree: PackageTree


def view_of(codebase: Codebase) -> View:
    """The view of a code base."""
    return View(codebase, frozenset(codebase.business), import_closeness(codebase), plain_tree(codebase))

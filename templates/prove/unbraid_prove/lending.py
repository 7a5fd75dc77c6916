"""Modules of the monolith's tests that a carried value names: mostly a class of settings, which a test gives the application's factory.

No service holds tests, so this lends a slice nothing that it should have itself. What a test module imports and the slice does not
hold is empty while that module loads, and gone afterwards.
"""

import contextlib
import importlib
import importlib.abc
import importlib.machinery
import os
import sys
import types

from unbraid_prove.imports import Elsewhere

_TOLD = {"held": frozenset(), "lenders": (), "tops": frozenset()}
_LENT = set()


def install(told):
    _TOLD.update(held=frozenset(told.get("held", ())), lenders=tuple(told.get("lenders", ())), tops=frozenset(told.get("tops", ())))


def module_of(name):
    """The module of a carried class: the slice's own, or that of the tests."""
    root = _root(name)
    if root is None or root in _LENT:
        return importlib.import_module(name)
    _LENT.add(root)
    sys.meta_path.insert(1, Tests(root, _TOLD["lenders"]))
    with _empty_where_missing():
        return importlib.import_module(name)


def _root(name):
    """The outermost package of the name that no service holds anything of, if the monolith has it."""
    parts = name.split(".")
    for length in range(1, len(parts) + 1):
        root = ".".join(parts[:length])
        if not any(held == root or held.startswith(root + ".") for held in _TOLD["held"]):
            return root if Tests(root, _TOLD["lenders"]).find_spec(root) is not None else None
    return None


class Tests(importlib.abc.MetaPathFinder):
    """Finds a package of tests, and what is in it, where the monolith is."""

    def __init__(self, root, folders):
        self.root = root
        self.folders = folders

    def find_spec(self, name, path=None, target=None):
        if name != self.root and not name.startswith(self.root + "."):
            return None
        inside = name.split(".")[:-1]
        return importlib.machinery.PathFinder.find_spec(name, [os.path.join(folder, *inside) for folder in self.folders])


class Empty(Elsewhere, importlib.abc.Loader):
    """Makes an empty module of each one of the monolith that is nowhere; its attributes are empty classes."""

    def __init__(self):
        super().__init__()
        self.made = []

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in _TOLD["tops"] or self.is_asking(name):
            return None
        try:
            spec = self.ask_others(name, path, target)
        except ModuleNotFoundError:
            spec = None
        return spec or importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        module = types.ModuleType(spec.name)
        module.__getattr__ = _empty_class
        self.made.append(spec.name)
        return module

    def exec_module(self, module):
        pass


def _empty_class(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return type(name, (), {})


@contextlib.contextmanager
def _empty_where_missing():
    empty = Empty()
    sys.meta_path.insert(1, empty)
    try:
        yield
    finally:
        sys.meta_path.remove(empty)
        for name in empty.made:
            module = sys.modules.pop(name, None)
            parent, _, last = name.rpartition(".")
            if parent in sys.modules and getattr(sys.modules[parent], last, None) is module:
                delattr(sys.modules[parent], last)

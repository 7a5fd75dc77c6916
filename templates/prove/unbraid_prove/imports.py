"""Calls back right after a module was executed, before whoever imports it sees it."""

import importlib.abc
import sys
import threading

_WAITING = {}


def after_import(name, callback):
    """Call ``callback(module)`` once the module is there; at once where it already is."""
    if name in sys.modules:
        _call(callback, sys.modules[name])
    else:
        _WAITING.setdefault(name, []).append(callback)


class Elsewhere(importlib.abc.MetaPathFinder):
    """A finder that asks all others; asked again by one of them, it knows nothing."""

    def __init__(self):
        self._busy = set()

    def is_asking(self, name):
        return (threading.get_ident(), name) in self._busy

    def ask_others(self, name, path, target):
        key = (threading.get_ident(), name)
        if key in self._busy:
            return None
        self._busy.add(key)
        try:
            for finder in sys.meta_path:
                spec = None if finder is self or not hasattr(finder, "find_spec") else finder.find_spec(name, path, target)
                if spec is not None:
                    return spec
            return None
        finally:
            self._busy.discard(key)


class _Watch(Elsewhere):
    def find_spec(self, name, path=None, target=None):
        if name not in _WAITING:
            return None
        spec = self.ask_others(name, path, target)
        return None if spec is None else _watched(spec, name)


def _watched(spec, name):
    execute = getattr(spec.loader, "exec_module", None)
    if execute is None:
        return spec

    def exec_module(module):
        execute(module)
        for callback in _WAITING.pop(name, ()):
            _call(callback, module)

    try:
        spec.loader.exec_module = exec_module
    except AttributeError:
        pass
    return spec


def _call(callback, module):
    try:
        callback(module)
    except Exception as error:
        from unbraid_prove.journal import JOURNAL

        JOURNAL.trouble("the harness could not enter {}: {}: {}".format(module.__name__, type(error).__name__, error))


def replace(owner, name, make):
    """Replace an attribute by ``make(original)``, once; nothing happens where there is none."""
    original = getattr(owner, name, None)
    if original is None or getattr(original, "_unbraid", False):
        return
    made = make(original)
    made._unbraid = True
    setattr(owner, name, made)


sys.meta_path.insert(0, _Watch())

"""Where a service may take its modules from: the whole monolith with the entry point of one slice, or that slice alone.

An application that is installed in its environment, or put on the path by an editable install, must not lend a slice
the modules that it lacks: then nothing would be proven.
"""

import importlib.abc
import importlib.util
import os
import sys

from unbraid_prove.imports import Elsewhere, after_import


def install(told):
    if told["whole_code"]:
        sys.meta_path.insert(1, Generated(told["slice"], told["entry"]))
        after_import("unbraid_service", lambda module: _leave_path(told["slice"]))
    else:
        sys.meta_path.insert(1, OnlySlice(told["slice"], frozenset(told["tops"])))


def _leave_path(folder):
    """The runtime puts its own folder on the path; here the monolith's code is meant."""
    sys.path[:] = [path for path in sys.path if os.path.realpath(path) != os.path.realpath(folder)]


class Generated(importlib.abc.MetaPathFinder):
    """Finds the generated modules of a slice, and nothing else of it."""

    def __init__(self, folder, entry):
        self.folder = folder
        self.entry = entry

    def find_spec(self, name, path=None, target=None):
        file = os.path.join(self.folder, name + ".py")
        if "." not in name and (name.startswith("unbraid_") or name.startswith(self.entry)) and os.path.isfile(file):
            return importlib.util.spec_from_file_location(name, file)
        return None


class OnlySlice(Elsewhere):
    """Refuses modules of the monolith that do not stand in the slice."""

    def __init__(self, folder, tops):
        super().__init__()
        self.folder = os.path.realpath(folder)
        self.tops = tops

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in self.tops:
            return None
        spec = self.ask_others(name, path, target)
        if spec is not None and not self._is_inside(spec):
            raise ModuleNotFoundError("{} is not in this slice".format(name), name=name)
        return spec

    def _is_inside(self, spec):
        places = [spec.origin] if spec.origin and os.path.isabs(spec.origin) else list(spec.submodule_search_locations or ())
        return all(os.path.realpath(place).startswith(self.folder + os.sep) for place in places)

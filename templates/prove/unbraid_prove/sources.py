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
        if told.get("settings_module"):
            sys.meta_path.insert(1, Settings(told["slice"], told["settings_module"], told.get("lent_from", ())))


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


class Settings(importlib.abc.MetaPathFinder):
    """Lends the settings module with which the tests run, which is configuration of the run, to a slice that lacks it; of the
    packages around it nothing else."""

    def __init__(self, folder, name, places):
        self.folder, self.places = folder, places
        parts = name.split(".")
        self.names = {".".join(parts[: count + 1]) for count in range(len(parts))}

    def find_spec(self, name, path=None, target=None):
        if name not in self.names or any(os.path.isfile(file) for file in _files(self.folder, name)):
            return None
        for place in self.places:
            for file in _files(place, name):
                if os.path.isfile(file):
                    inside = [] if os.path.basename(file) == "__init__.py" else None
                    return importlib.util.spec_from_file_location(name, file, submodule_search_locations=inside)
        return None


def _files(folder, name):
    """The files that could be a module, as a package or as a module."""
    path = os.path.join(folder, *name.split("."))
    return (os.path.join(path, "__init__.py"), path + ".py")

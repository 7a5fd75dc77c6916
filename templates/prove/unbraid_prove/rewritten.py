"""Modules in which queries have become calls: while seams are tried in one process, they are loaded as their service has them.

The file of the monolith stays where it is and as it is; only the text that is run is that of the service.
"""

import importlib.machinery
import sys

from unbraid_prove.imports import Elsewhere


def install(texts):
    """``texts`` maps modules to the files of their services."""
    if texts:
        sys.meta_path.insert(0, Rewritten(texts))


class Rewritten(Elsewhere):
    def __init__(self, texts):
        super().__init__()
        self.texts = texts

    def find_spec(self, name, path=None, target=None):
        if name not in self.texts:
            return None
        spec = self.ask_others(name, path, target)
        if spec is not None and isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            spec.loader = Loader(spec.loader.name, spec.loader.path, self.texts[name])
        return spec


class Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, name, path, text):
        super().__init__(name, path)
        self.text = text

    def get_code(self, fullname):
        with open(self.text, "rb") as stream:
            return compile(stream.read(), self.path, "exec", dont_inherit=True)

"""The modules that generated services run with, loaded from their templates, which are plain Python."""

import importlib.util
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "service"


def load(name: str, folder: str = "any") -> ModuleType:
    """A generated module by its name."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, loader=SourceFileLoader(name, str(TEMPLATES / folder / f"{name}.py.j2")))
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        sys.dont_write_bytecode, before = True, sys.dont_write_bytecode
        try:
            spec.loader.exec_module(module)
        finally:
            sys.dont_write_bytecode = before
    return sys.modules[name]

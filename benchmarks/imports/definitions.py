"""Imports that were followed through re-exports: the file where they end really defines the name."""

import ast
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from analyzer.model.facts import Import
from analyzer.read.names import NameTable

OLD = re.compile(rb"^\s*(?:(?:def|class)\s+(\w+)|(\w+)\s*=)", re.MULTILINE)
"""Definitions in a file for an older Python, which ``ast`` does not read."""


@dataclass(frozen=True, slots=True)
class Followed:
    """How many imported names were followed to another module, of how many; how many of them come out of a compiled module, whose
    source is no Python; and those that the file where they end does not define."""

    names: int
    followed: int
    compiled: int
    wrong: tuple[str, ...]


def check_followed(root: Path, imports: Iterable[Import], names: NameTable) -> Followed:
    """Parses each file that an import was followed to, and looks whether it binds the name by a statement of its own.

    A name may be another one where it is defined (``from .a import b as c``): the last re-export tells which.
    """
    defined: dict[str, set[str]] = {}
    total = followed = compiled = 0
    wrong = []
    for item in imports:
        total += len(item.names)
        if item.resolved == item.target:
            continue
        for name in item.names:
            if f"{item.target}.{name}" == item.resolved or name == "*":
                continue
            followed += 1
            full = names.export(item.target, name)
            there, _, rest = full.removeprefix(f"{item.resolved}.").partition(".")
            if rest and is_compiled(root, item.resolved, there, names):
                compiled += 1
            elif full != item.resolved and there not in _defined(root, item.resolved, names, defined):
                wrong.append(f"{item.at}: {name} from {item.target} is not defined in {item.resolved}")
    return Followed(total, followed, compiled, tuple(wrong))


def is_compiled(root: Path, package: str, name: str, names: NameTable) -> bool:
    """Whether a package has a module of that name whose source is not Python, or whose types alone are written in Python."""
    folder = (root / names.modules[package].path).parent
    return any(one.suffix in (".pyx", ".pyi", ".c", ".so", ".rs") for one in folder.glob(f"{name}.*"))


def _defined(root: Path, module: str, names: NameTable, known: dict[str, set[str]]) -> set[str]:
    if module not in known:
        source = (root / names.modules[module].path).read_bytes()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                known[module] = set(_bound(ast.parse(source).body))
            except SyntaxError:
                known[module] = {found.decode() for groups in OLD.findall(source) for found in groups if found}
    return known[module]


def _bound(body: Iterable[ast.stmt]) -> Iterator[str]:
    """Names that module-level statements define; imports do not count."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
            continue
        for child in ast.walk(node):
            if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store):
                yield child.id
            elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                yield child.name

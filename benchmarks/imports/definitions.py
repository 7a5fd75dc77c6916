"""Imports that were followed through re-exports: the file where they end really defines the name."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from analyzer.model.facts import Import
from analyzer.read.names import NameTable


@dataclass(frozen=True, slots=True)
class Followed:
    """How many imported names were followed to another module, of how many, and those whose file there does not define them."""

    names: int
    followed: int
    wrong: tuple[str, ...]


def check_followed(root: Path, imports: Iterable[Import], names: NameTable) -> Followed:
    """Parses each file that an import was followed to, and looks whether it binds the name by a statement of its own.

    A name may be another one where it is defined (``from .a import b as c``): the last re-export tells which.
    """
    defined: dict[str, set[str]] = {}
    total = followed = 0
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
            there = full.removeprefix(f"{item.resolved}.").partition(".")[0]
            if full != item.resolved and there not in _defined(root, item.resolved, names, defined):
                wrong.append(f"{item.at}: {name} from {item.target} is not defined in {item.resolved}")
    return Followed(total, followed, tuple(wrong))


def _defined(root: Path, module: str, names: NameTable, known: dict[str, set[str]]) -> set[str]:
    if module not in known:
        known[module] = set(_bound(ast.parse((root / names.modules[module].path).read_bytes()).body))
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

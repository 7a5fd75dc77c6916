"""Modules by the name that an import gives them: only those that imports reach from the entry, and only below one folder."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analyzer.model.place import Location, Problem
from analyzer.read.parse import parse

ROOTS = ("src", "lib", "source")


@dataclass(frozen=True, slots=True)
class Unit:
    """A module: dotted name, path relative to the root, syntax (None for a folder without ``__init__``, or an unreadable file)."""

    name: str
    path: str
    tree: ast.Module | None
    is_package: bool
    lines: int = 0

    @property
    def package(self) -> str:
        """The package that relative imports count from."""
        return self.name if self.is_package else self.name.rpartition(".")[0]


class Library:
    """Finds and parses modules below a root, each once."""

    def __init__(self, root: Path, entry: str) -> None:
        self.problems: list[Problem] = []
        self._root = root.resolve()
        self._units: dict[str, Unit | None] = {}
        self._names: dict[str, str] = {}
        self._reachable: tuple[Unit, ...] = ()
        folder = (self._root / entry).parent
        while folder != self._root and (folder / "__init__.py").is_file():
            folder = folder.parent
        beside = (self._root / entry).parent
        self._roots = tuple(dict.fromkeys((folder, self._root, beside, *(self._root / name for name in ROOTS))))
        self.entry = self._read(self._root / entry, self._name(self._root / entry, folder))
        self._units[self.entry.name] = self.entry

    def find(self, name: str) -> Unit | None:
        """The module of that dotted name, or None where the root does not hold it."""
        if name not in self._units:
            self._units[name] = self._find(name)
        return self._units[name]

    def reachable(self) -> tuple[Unit, ...]:
        """Every module that imports reach from the entry, each after what it imports first."""
        if not self._reachable:
            self._reachable = self._reach()
        return self._reachable

    def _reach(self) -> tuple[Unit, ...]:
        done: dict[str, Unit] = {}
        seen = {self.entry.name}
        stack = [(self.entry, iter(self._imported(self.entry)))]
        while stack:
            unit, rest = stack[-1]
            for name in rest:
                found = self.find(name) if name not in seen else None
                seen.add(name)
                if found is not None and found.name not in done:
                    seen.add(found.name)
                    stack.append((found, iter(self._imported(found))))
                    break
            else:
                done[unit.name] = unit
                stack.pop()
        return tuple(done.values())

    def _imported(self, unit: Unit) -> Iterator[str]:
        """The names of modules that a module's imports may mean, packages first."""
        for node in _import_statements(unit.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield from prefixes(alias.name)
            elif isinstance(node, ast.ImportFrom):
                base = absolute(unit.package, node.module, node.level)
                yield from prefixes(base)
                yield from (f"{base}.{alias.name}".strip(".") for alias in node.names if self.find(base) or not base)

    def _find(self, name: str) -> Unit | None:
        parent, _, last = name.rpartition(".")
        if not name or not last.isidentifier() or (parent and self.find(parent) is None):
            return None
        for root in self._roots:
            base = root.joinpath(*name.split("."))
            for path in (base / "__init__.py", base.with_name(f"{last}.py")):
                if self._is_below(path):
                    return self._known(path, name)
            if base.is_dir() and base != self._root and any(one for pattern in ("*.py", "*/*.py") for one in base.glob(pattern)):
                return Unit(name, "", None, True)
        return None

    def _known(self, path: Path, name: str) -> Unit:
        """The unit of a file, under the name by which it was found first."""
        first = self._names.get(path.as_posix())
        found = self._units.get(first) if first is not None else None
        return found or self._read(path, name)

    def _is_below(self, path: Path) -> bool:
        return path.is_file() and path.resolve().is_relative_to(self._root)

    def _name(self, path: Path, source_root: Path) -> str:
        parts = path.relative_to(source_root).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)

    def _read(self, path: Path, name: str) -> Unit:
        relative = path.relative_to(self._root).as_posix()
        self._names[path.as_posix()] = name
        try:
            parsed = parse(path.read_bytes(), relative)
        except OSError as error:
            hint = "check the file's permissions; its calls are missing"
            self.problems.append(Problem(Location(relative), "unreadable", error.strerror or "cannot be read", hint=hint))
            return Unit(name, relative, None, path.name == "__init__.py")
        if parsed.problem is not None:
            self.problems.append(parsed.problem)
        return Unit(name, relative, parsed.tree, path.name == "__init__.py", parsed.lines)


def _import_statements(tree: ast.Module | None) -> Iterator[ast.stmt]:
    """The import statements of a module, those in functions too, in the order of the source; expressions are not looked into."""
    stack: list[ast.AST] = list(tree.body[::-1]) if tree is not None else []
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        else:
            for name in ("cases", "finalbody", "orelse", "handlers", "body"):
                stack += getattr(node, name, ())[::-1]


def prefixes(name: str) -> Iterator[str]:
    """``a``, ``a.b`` and ``a.b.c`` of ``a.b.c``."""
    parts = name.split(".") if name else []
    return (".".join(parts[: end + 1]) for end in range(len(parts)))


def absolute(package: str, module: str | None, level: int) -> str:
    """The dotted name that a ``from`` import names."""
    if not level:
        return module or ""
    parts = package.split(".") if package else []
    kept = parts[: len(parts) - level + 1] if level > 1 else parts
    return ".".join((*kept, *([module] if module else [])))

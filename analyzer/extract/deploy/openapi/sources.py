"""The syntax of modules on demand, and what a name in a module means."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field

from analyzer.extract.ground import Ground
from analyzer.extract.source_text import parsed
from analyzer.model.place import ModuleName

_HOPS = 8
"""The longest chain of re-exports that is followed."""


@dataclass(frozen=True, slots=True)
class Found:
    """A class or function of the code base: its module, dotted name, and syntax."""

    module: ModuleName
    name: str
    node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Module:
    """What a module defines at its top level and in its classes (by dotted name inside it), and what its imports bind."""

    defined: Mapping[str, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]
    bound: Mapping[str, str]


@dataclass(slots=True)
class Sources:
    """Modules of the code base, each parsed once."""

    ground: Ground
    parsed: dict[ModuleName, Module] = field(default_factory=dict)

    def module(self, name: ModuleName) -> Module:
        """A module's content; nothing for one that is not there or cannot be parsed."""
        if name not in self.parsed:
            self.parsed[name] = self._parse(name)
        return self.parsed[name]

    def find(self, dotted: str) -> Found | None:
        """The class or function of a full dotted name, through re-exports."""
        for _ in range(_HOPS):
            module, rest = self._split(dotted)
            if not rest:
                return None
            content = self.module(module)
            if rest in content.defined:
                return Found(module, f"{module}.{rest}", content.defined[rest])
            first, _, more = rest.partition(".")
            if first not in content.bound:
                return None
            dotted = content.bound[first] + (f".{more}" if more else "")
        return None

    def meaning(self, module: ModuleName, chain: str) -> str:
        """The full dotted name of a chain of names as a module's code means it; the chain itself where nothing binds it."""
        first, _, more = chain.partition(".")
        content = self.module(module)
        if first in content.defined:
            return f"{module}.{chain}"
        return content.bound.get(first, first) + (f".{more}" if more else "")

    def _split(self, dotted: str) -> tuple[ModuleName, str]:
        parts = dotted.split(".")
        for length in range(len(parts) - 1, 0, -1):
            name = ModuleName(".".join(parts[:length]))
            if name in self.ground.code.files:
                return name, ".".join(parts[length:])
        return ModuleName(""), ""

    def _parse(self, name: ModuleName) -> Module:
        tree = parsed(self.ground.source(name)) if name in self.ground.code.files else None
        if tree is None:
            return Module({}, {})
        package = self.ground.code.files[name].package
        defined: dict[str, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef] = {}
        bound: dict[str, str] = {}
        _collect(tree.body, "", package, defined, bound)
        return Module(defined, bound)


def _collect(
    body: list[ast.stmt],
    prefix: str,
    package: str,
    defined: dict[str, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef],
    bound: dict[str, str],
) -> None:
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            defined[prefix + node.name] = node
            if isinstance(node, ast.ClassDef) and prefix.count(".") < 2:
                _collect(node.body, f"{prefix}{node.name}.", package, defined, bound)
        elif isinstance(node, ast.Import):
            bound |= {alias.asname: alias.name for alias in node.names if alias.asname}
            bound |= {(first := alias.name.partition(".")[0]): first for alias in node.names if not alias.asname}
        elif isinstance(node, ast.ImportFrom):
            base = _base(node, package)
            bound |= {alias.asname or alias.name: f"{base}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.If | ast.Try):
            _collect([*node.body, *node.orelse], prefix, package, defined, bound)


def _base(node: ast.ImportFrom, package: str) -> str:
    if not node.level:
        return node.module or ""
    parts = package.split(".")
    return ".".join([*parts[: len(parts) - node.level + 1], *([node.module] if node.module else [])])

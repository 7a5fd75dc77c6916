"""Where the bodies of functions begin: what stands before runs when the module is imported."""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from analyzer.extract.code_index import CodeIndex
from analyzer.extract.nodes import Function
from analyzer.extract.source_text import tree_at
from analyzer.model.facts import Definition, Reference
from analyzer.model.place import ModuleName

_LINES_A_PARAMETER = 3


@dataclass(slots=True)
class Signatures:
    """Reads files on demand; ``bodies`` are, by module, the first lines of bodies by the line of their ``def``."""

    code: CodeIndex
    sources: Callable[[str], bytes]
    bodies: dict[ModuleName, Mapping[int, int]] = field(default_factory=dict)

    def holds(self, use: Reference, function: Definition) -> bool:
        """Whether a use in a function stands in its signature: in the default of a parameter."""
        after = use.at.line - function.at.line
        if after <= 0 or not function.parameters:
            return after <= 0
        if after > _LINES_A_PARAMETER * (len(function.parameters) + 1):
            return False
        return use.at.line < self._bodies(function.module).get(function.at.line, 0)

    def _bodies(self, module: ModuleName) -> Mapping[int, int]:
        if module not in self.bodies:
            self.bodies[module] = self._read(module)
        return self.bodies[module]

    def _read(self, module: ModuleName) -> Mapping[int, int]:
        file = self.code.files.get(module)
        tree = tree_at(file.path if file is not None else None, self.sources)
        return dict(_first_lines(tree)) if tree is not None else {}


def _first_lines(tree: ast.Module) -> Iterator[tuple[int, int]]:
    """The line of every function and that of its body; only statements hold functions, so expressions are not looked into."""
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, Function):
            yield node.lineno, node.body[0].lineno
        for name in ("body", "orelse", "finalbody", "handlers", "cases"):
            inside = getattr(node, name, ())
            pending += inside if isinstance(inside, list) else ()

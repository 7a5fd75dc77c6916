"""The walk over functions and classes."""

import ast
from typing import Any

from analyzer.model.syntax import ClassSyntax, FunctionSyntax, UseKind, When
from analyzer.read.expressions import summarise
from analyzer.read.walk.kept import Results
from analyzer.read.walk.statements import StatementWalker

DECORATE, SUBCLASS = UseKind.DECORATE, UseKind.SUBCLASS
_OPEN = FunctionSyntax("", (), (), None, (), False, False, 0, 0)


class Walker(StatementWalker):
    """The walk over a whole file."""

    def _enter(self, name: str) -> tuple[str, bool, When, Any]:
        before = (self.scope, self.loop, self.when, self.here)
        self.scope, self.loop = name, False
        self.here = self.uses.setdefault(name, {})
        return before

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """A function or method, and everything inside it."""
        name = f"{self.scope}.{node.name}" if self.scope else node.name
        before = self._enter(name)
        for decorator in node.decorator_list:
            self.expression(decorator, DECORATE)
        parameters = self.parameters(node.args)
        if node.returns is not None:
            self.annotation(node.returns)
        index = len(self.functions)
        # Functions stand in source order, the outer one first; what this one returns is known after its body.
        self.functions.append(_OPEN)
        outer = (self.results, self.locals, self.globals)
        self.results, self.locals, self.globals = Results(), {one.name for one in parameters}, set()
        self.when, self.depth = When.LAZY, self.depth + 1
        self.block(node.body)
        self.depth -= 1
        self._forget_locals()
        inner, (self.results, self.locals, self.globals) = self.results, outer
        self.scope, self.loop, self.when, self.here = before
        self.functions[index] = FunctionSyntax(
            name,
            parameters,
            tuple([summarise(decorator) for decorator in node.decorator_list]),
            summarise(node.returns) if node.returns is not None else None,
            inner.returned(),
            isinstance(node, ast.AsyncFunctionDef),
            inner.is_generator,
            node.lineno,
            node.end_lineno or node.lineno,
        )

    def _forget_locals(self) -> None:
        """Reading a local variable ties its function to nothing; calling it may."""
        for kind, chains in self.here.items():
            if kind is not UseKind.CALL:
                for name in self.locals.intersection(chains):
                    del chains[name]

    def _class(self, node: ast.ClassDef) -> None:
        """A class and everything inside it."""
        name = f"{self.scope}.{node.name}" if self.scope else node.name
        before = self._enter(name)
        for decorator in node.decorator_list:
            self.expression(decorator, DECORATE)
        for one in node.bases:
            self.expression(one, SUBCLASS)
        for keyword in node.keywords:
            self.expression(keyword.value)
        self.classes.append(
            ClassSyntax(
                name,
                tuple([summarise(one) for one in node.bases]),
                tuple([(keyword.arg or "", summarise(keyword.value)) for keyword in node.keywords]),
                tuple([summarise(decorator) for decorator in node.decorator_list]),
                node.lineno,
                node.end_lineno or node.lineno,
            )
        )
        outer, self.locals = self.locals, set()
        self.block(node.body)
        self.locals = outer
        self.scope, self.loop, self.when, self.here = before


Walker.statements = StatementWalker.statements | {
    ast.FunctionDef: Walker._function,
    ast.AsyncFunctionDef: Walker._function,
    ast.ClassDef: Walker._class,
}

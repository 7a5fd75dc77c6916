"""One walk over one syntax tree: everything that later stages ask of a file, gathered at once."""

import ast

from analyzer.model.syntax import (
    CallSite,
    ClassSyntax,
    Expr,
    FunctionSyntax,
    ImportStatement,
    ModuleSyntax,
    Other,
    Subscript,
    Use,
    UseKind,
    When,
)
from analyzer.read.expressions import dotted, summarise, summarise_call
from analyzer.read.walk_expressions import ExpressionWalker, Results


def walk_module(tree: ast.Module, module: str, path: str, is_package: bool, vocabulary: frozenset[str]) -> ModuleSyntax:
    """The summary of a parsed file; ``vocabulary`` says which calls to keep whole (see ``frameworks.framework.Framework``)."""
    walker = _Walker(vocabulary)
    walker.block(tree.body, "", When.RUN, False)
    return ModuleSyntax(
        module,
        path,
        is_package,
        tuple(walker.imports),
        tuple(walker.functions),
        tuple(walker.classes),
        tuple(walker.assignments),
        tuple(walker.calls),
        tuple(Use(scope, chain, kind, *seen) for (scope, chain, kind), seen in sorted(walker.uses.items())),
        tuple(walker.literals),
        tuple(walker.blinds),
        _exports(tree),
        (ast.get_docstring(tree) or "")[:500],
    )


_OPEN = FunctionSyntax("", (), (), None, (), False, False, 0, 0)


class _Walker(ExpressionWalker):
    """The walk over statements and definitions."""

    def block(self, body: list[ast.stmt], scope: str, when: When, loop: bool) -> None:
        """Walk statements of one block."""
        for node in body:
            self.statement(node, scope, when, loop)

    def statement(self, node: ast.stmt, scope: str, when: When, loop: bool) -> None:
        """Walk one statement."""
        if isinstance(node, ast.Expr):
            if not isinstance(node.value, ast.Constant):
                self.expression(node.value, scope, loop)
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            self.assignment(node, scope, loop)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            self.function(node, scope)
        elif isinstance(node, ast.ClassDef):
            self.class_(node, scope, when)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            self.import_(node, scope, when)
        elif isinstance(node, ast.If):
            self.expression(node.test, scope, loop)
            guard = When.TYPE_CHECKING if dotted(node.test).endswith("TYPE_CHECKING") and when is When.RUN else when
            self.block(node.body, scope, guard, loop)
            self.block(node.orelse, scope, when, loop)
        elif isinstance(node, ast.For | ast.AsyncFor):
            self.loop(node, scope, when, loop)
        elif isinstance(node, ast.While):
            self.expression(node.test, scope, True)
            self.block(node.body + node.orelse, scope, when, True)
        elif isinstance(node, ast.Try | ast.TryStar):
            self.try_(node, scope, when, loop)
        elif isinstance(node, ast.With | ast.AsyncWith):
            self.with_(node, scope, when, loop)
        elif isinstance(node, ast.Return):
            if node.value is not None:
                self.results.add(node.value)
                self.expression(node.value, scope, loop)
        elif isinstance(node, ast.Raise):
            self.raise_(node, scope, loop)
        else:
            self.plain(node, scope, when, loop)

    def plain(self, node: ast.stmt, scope: str, when: When, loop: bool) -> None:
        """Delete, assert, match and whatever a later Python adds."""
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.target(child, scope, loop) if isinstance(node, ast.Delete) else self.expression(child, scope, loop)
            elif isinstance(child, ast.stmt):
                self.statement(child, scope, when, loop)
            elif isinstance(child, ast.match_case):
                for pattern in ast.walk(child.pattern):
                    if isinstance(pattern, ast.MatchClass):
                        self.expression(pattern.cls, scope, loop)
                if child.guard is not None:
                    self.expression(child.guard, scope, loop)
                self.block(child.body, scope, when, loop)

    def loop(self, node: ast.For | ast.AsyncFor, scope: str, when: When, loop: bool) -> None:
        """A for loop; its variable is an item of what is iterated."""
        self.expression(node.iter, scope, loop)
        self.target(node.target, scope, True)
        self.bind_item(node.target, Subscript(summarise(node.iter), Other("item")), scope, node.lineno)
        self.block(node.body, scope, when, True)
        self.block(node.orelse, scope, when, loop)

    def try_(self, node: ast.Try | ast.TryStar, scope: str, when: When, loop: bool) -> None:
        """A try statement: imports in it are guarded."""
        guarded = When.GUARDED if when is When.RUN else when
        self.block(node.body, scope, guarded, loop)
        for handler in node.handlers:
            for caught in handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]:
                if caught is not None:
                    self.expression(caught, scope, loop, UseKind.CATCH)
            self.block(handler.body, scope, guarded, loop)
        self.block(node.orelse + node.finalbody, scope, guarded, loop)

    def with_(self, node: ast.With | ast.AsyncWith, scope: str, when: When, loop: bool) -> None:
        """A with statement; what it binds has the type of the context expression, as far as reading goes."""
        for item in node.items:
            self.expression(item.context_expr, scope, loop)
            if isinstance(item.context_expr, ast.Call):
                entered = summarise_call(item.context_expr)
                self.calls.append(CallSite(entered._replace(func=f"with:{entered.func}"), scope, loop))
            if item.optional_vars is not None:
                self.target(item.optional_vars, scope, loop)
                self.bind(dotted(item.optional_vars), summarise(item.context_expr), None, scope, node.lineno)
        self.block(node.body, scope, when, loop)

    def raise_(self, node: ast.Raise, scope: str, loop: bool) -> None:
        """A raise statement: the class that is raised, called or not."""
        if node.exc is not None:
            raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            chain = dotted(raised)
            if chain:
                self.use(scope, chain, UseKind.RAISE, loop, node.lineno)
            if isinstance(node.exc, ast.Call):
                self.arguments(node.exc, scope, loop)
        if node.cause is not None:
            self.expression(node.cause, scope, loop)

    def import_(self, node: ast.Import | ast.ImportFrom, scope: str, when: When) -> None:
        """An import statement: inside a function it is lazy whatever surrounds it."""
        when = When.LAZY if scope and self.in_function(scope) else when
        if isinstance(node, ast.ImportFrom):
            names = tuple((alias.name, alias.asname or alias.name) for alias in node.names)
            self.imports.append(ImportStatement(node.module or "", node.level, names, scope, when, node.lineno))
            return
        for alias in node.names:
            bound = alias.asname or ""
            self.imports.append(ImportStatement(alias.name, 0, (("", bound),), scope, when, node.lineno))

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: str) -> None:
        """A function or method, and everything inside it."""
        name = f"{scope}.{node.name}" if scope else node.name
        for decorator in node.decorator_list:
            self.expression(decorator, name, False, UseKind.DECORATE)
        parameters = tuple(self.parameters(node.args, name))
        if node.returns is not None:
            self.annotation(node.returns, name)
        index = len(self.functions)
        # Functions stand in source order, the outer one first; what this one returns is known after its body.
        self.functions.append(_OPEN)
        before, self._open_functions = self._open_functions, (*self._open_functions, name)
        outer, self.results = self.results, Results()
        self.block(node.body, name, When.LAZY, False)
        inner, self.results = self.results, outer
        self._open_functions = before
        self.functions[index] = FunctionSyntax(
            name,
            parameters,
            tuple(summarise(decorator) for decorator in node.decorator_list),
            summarise(node.returns) if node.returns is not None else None,
            inner.returned(),
            isinstance(node, ast.AsyncFunctionDef),
            inner.is_generator,
            node.lineno,
            node.end_lineno or node.lineno,
        )

    def class_(self, node: ast.ClassDef, scope: str, when: When) -> None:
        """A class and everything inside it."""
        name = f"{scope}.{node.name}" if scope else node.name
        for decorator in node.decorator_list:
            self.expression(decorator, name, False, UseKind.DECORATE)
        for one in node.bases:
            self.expression(one, name, False, UseKind.SUBCLASS)
        for keyword in node.keywords:
            self.expression(keyword.value, name, False)
        self.classes.append(
            ClassSyntax(
                name,
                tuple(summarise(one) for one in node.bases),
                tuple((keyword.arg or "", summarise(keyword.value)) for keyword in node.keywords),
                tuple(summarise(decorator) for decorator in node.decorator_list),
                node.lineno,
                node.end_lineno or node.lineno,
            )
        )
        self.block(node.body, name, when, False)

    def assignment(self, node: ast.Assign | ast.AnnAssign | ast.AugAssign, scope: str, loop: bool) -> None:
        """An assignment: its targets, its value, its annotation."""
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        annotation = node.annotation if isinstance(node, ast.AnnAssign) else None
        if annotation is not None:
            self.annotation(annotation, scope)
        if node.value is not None:
            via = dotted(targets[0])
            self.expression(node.value, scope, loop, via=f"{via} =" if via else "")
        value: Expr | None = None
        for target in targets:
            self.target(target, scope, loop)
            chain = dotted(target)
            if chain and "()" not in chain:
                value = value if value is not None else summarise(node.value)
                note = summarise(annotation) if annotation is not None else None
                self.bind(f"{chain} +=" if isinstance(node, ast.AugAssign) else chain, value, note, scope, node.lineno)
            elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple) and len(target.elts) == len(node.value.elts):
                for one, part in zip(target.elts, node.value.elts, strict=True):
                    self.bind(dotted(one), summarise(part), None, scope, node.lineno)
            elif isinstance(target, ast.Tuple):
                self.bind_item(target, summarise(node.value), scope, node.lineno)


def _exports(tree: ast.Module) -> tuple[str, ...] | None:
    """The literal strings of ``__all__`` (assigned or added to), or None where there is none."""
    names: list[str] | None = None
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name) and target.id == "__all__" and isinstance(node.value, ast.List | ast.Tuple):
                names = [] if names is None else names
                names += [one.value for one in node.value.elts if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return None if names is None else tuple(names)

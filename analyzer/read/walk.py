"""One walk over one syntax tree: everything that later stages ask of a file, gathered at once."""

import ast
import builtins
import inspect
from collections.abc import Callable, Sequence
from typing import Any

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
    pack_uses,
)
from analyzer.read.asked import Asked, asked_by
from analyzer.read.expressions import dotted, summarise, summarise_call
from analyzer.read.walk_expressions import READ, ExpressionWalker, Results

MAX_DOC = 500
BUILTINS = frozenset(dir(builtins)) - {"open"}
CATCH, DECORATE, RAISE, SUBCLASS = UseKind.CATCH, UseKind.DECORATE, UseKind.RAISE, UseKind.SUBCLASS


def walk_module(tree: ast.Module, module: str, path: str, is_package: bool, vocabulary: frozenset[str]) -> ModuleSyntax:
    """The summary of a parsed file; ``vocabulary`` says which calls to keep whole (see ``frameworks.framework.Framework``)."""
    walker = _Walker(asked_by(vocabulary))
    walker.block(tree.body)
    return ModuleSyntax(
        module,
        path,
        is_package,
        tuple(walker.imports),
        tuple(walker.functions),
        tuple(walker.classes),
        tuple(walker.assignments),
        tuple(walker.calls),
        pack_uses(_uses(walker)),
        tuple(walker.literals),
        tuple(walker.blinds),
        _exports(tree),
        _doc(tree),
    )


_OPEN = FunctionSyntax("", (), (), None, (), False, False, 0, 0)


class _Walker(ExpressionWalker):
    """The walk over statements and definitions."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self._statements: dict[type, Callable[[Any], None]] = {
            ast.Expr: self._expr,
            ast.Assign: self._assign,
            ast.AnnAssign: self._annotated,
            ast.AugAssign: self._augmented,
            ast.FunctionDef: self._function,
            ast.AsyncFunctionDef: self._function,
            ast.ClassDef: self._class,
            ast.Import: self._import,
            ast.ImportFrom: self._import_from,
            ast.If: self._if,
            ast.For: self._for,
            ast.AsyncFor: self._for,
            ast.While: self._while,
            ast.Try: self._try,
            ast.TryStar: self._try,
            ast.With: self._with,
            ast.AsyncWith: self._with,
            ast.Return: self._return,
            ast.Raise: self._raise,
            ast.Global: self._global,
        }

    def block(self, body: list[ast.stmt]) -> None:
        """Walk the statements of one block."""
        statements = self._statements
        for node in body:
            handler = statements.get(type(node))
            if handler is not None:
                handler(node)
            else:
                self._plain(node)

    def _plain(self, node: ast.stmt) -> None:
        """Delete, assert, match and whatever a later Python adds."""
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.target(child) if isinstance(node, ast.Delete) else self.expression(child)
            elif isinstance(child, ast.stmt):
                self.block([child])
            elif isinstance(child, ast.match_case):
                self._case(child)

    def _case(self, case: ast.match_case) -> None:
        for part in ast.walk(case.pattern):
            if isinstance(part, ast.MatchClass):
                self.expression(part.cls)
            elif isinstance(part, ast.MatchAs | ast.MatchStar) and part.name:
                self.locals.add(part.name)
        if case.guard is not None:
            self.expression(case.guard)
        self.block(case.body)

    # -- simple statements ------------------------------------------------------------------------------------------

    def _expr(self, node: ast.Expr) -> None:
        if type(node.value) is not ast.Constant:
            self.expression(node.value)

    def _return(self, node: ast.Return) -> None:
        if node.value is not None:
            self.results.add(node.value)
            self.expression(node.value)

    def _global(self, node: ast.Global) -> None:
        if self.depth:
            self.globals.update(node.names)

    def _raise(self, node: ast.Raise) -> None:
        """A raise statement: the class that is raised, called or not."""
        raised = node.exc
        if raised is not None:
            chain = dotted(raised.func if isinstance(raised, ast.Call) else raised)
            if chain:
                self.use(chain, RAISE, node.lineno)
            if isinstance(raised, ast.Call):
                self.arguments(raised, dotted(raised.func))
        if node.cause is not None:
            self.expression(node.cause)

    def _import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._imported(alias.name, 0, (("", alias.asname or ""),), node.lineno)

    def _import_from(self, node: ast.ImportFrom) -> None:
        names = tuple([(alias.name, alias.asname or alias.name) for alias in node.names])
        self._imported(node.module or "", node.level, names, node.lineno)

    def _imported(self, module: str, level: int, names: tuple[tuple[str, str], ...], line: int) -> None:
        """An import inside a function is lazy whatever surrounds it."""
        self.imports.append(ImportStatement(module, level, names, self.scope, When.LAZY if self.depth else self.when, line))

    # -- assignments ------------------------------------------------------------------------------------------------

    def _assign(self, node: ast.Assign) -> None:
        self._assigned(node, node.targets, node.value, None)

    def _annotated(self, node: ast.AnnAssign) -> None:
        self.annotation(node.annotation)
        self._assigned(node, [node.target], node.value, summarise(node.annotation))

    def _augmented(self, node: ast.AugAssign) -> None:
        self._assigned(node, [node.target], node.value, None, " +=")

    def _assigned(self, node: ast.stmt, targets: Sequence[ast.expr], given: ast.expr | None, note: Expr | None, sign: str = "") -> None:
        """An assignment: its value, then its targets."""
        chain = dotted(targets[0])
        if given is not None:
            self.expression(given, READ, f"{chain} =" if chain else "")
        value: Expr | None = None
        for position, target in enumerate(targets):
            self.target(target)
            chain = dotted(target) if position else chain
            if chain and "()" not in chain:
                if self._tells_nothing(chain, given, note):
                    continue
                value = value if value is not None else summarise(given)
                self.bind(chain + sign, value, note, node.lineno)
            elif isinstance(target, ast.Tuple):
                self._unpacked(target, given, node.lineno)

    def _tells_nothing(self, chain: str, given: ast.expr | None, note: Expr | None) -> bool:
        """Whether a local variable is given a value whose summary says nothing (see ``bind``), before it is summarised."""
        return note is None and self.depth > 0 and type(given) in _SILENT and "." not in chain

    def _unpacked(self, target: ast.Tuple, given: ast.expr | None, line: int) -> None:
        if isinstance(given, ast.Tuple) and len(target.elts) == len(given.elts):
            for one, part in zip(target.elts, given.elts, strict=True):
                self.bind(dotted(one), summarise(part), None, line)
        else:
            self.bind_item(target, summarise(given), line)

    # -- compound statements ----------------------------------------------------------------------------------------

    def _if(self, node: ast.If) -> None:
        self.expression(node.test)
        when = self.when
        if when is When.RUN and dotted(node.test).endswith("TYPE_CHECKING"):
            self.when = When.TYPE_CHECKING
        self.block(node.body)
        self.when = when
        self.block(node.orelse)

    def _for(self, node: ast.For | ast.AsyncFor) -> None:
        """A for loop; its variable is an item of what is iterated."""
        self.expression(node.iter)
        loop, self.loop = self.loop, True
        self.target(node.target)
        self.bind_item(node.target, Subscript(summarise(node.iter), Other("item")), node.lineno)
        self.block(node.body)
        self.loop = loop
        self.block(node.orelse)

    def _while(self, node: ast.While) -> None:
        loop, self.loop = self.loop, True
        self.expression(node.test)
        self.block(node.body)
        self.block(node.orelse)
        self.loop = loop

    def _try(self, node: ast.Try | ast.TryStar) -> None:
        """A try statement: imports in it are guarded."""
        when = self.when
        if when is When.RUN:
            self.when = When.GUARDED
        self.block(node.body)
        for handler in node.handlers:
            for caught in handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]:
                if caught is not None:
                    self.expression(caught, CATCH)
            if handler.name:
                self.locals.add(handler.name)
            self.block(handler.body)
        self.block(node.orelse)
        self.block(node.finalbody)
        self.when = when

    def _with(self, node: ast.With | ast.AsyncWith) -> None:
        """A with statement; what it binds has the type of the context expression, as far as reading goes."""
        for item in node.items:
            entered = item.context_expr
            self.expression(entered)
            if isinstance(entered, ast.Call):
                call = summarise_call(entered)
                self.calls.append(CallSite(type(call)(f"with:{call.func}", call.args, call.keywords, call.line), self.scope, self.loop))
            if item.optional_vars is not None:
                self.target(item.optional_vars)
                self.bind(dotted(item.optional_vars), summarise(entered), None, node.lineno)
        self.block(node.body)

    # -- definitions ------------------------------------------------------------------------------------------------

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


_SILENT = (ast.Constant, ast.Compare, ast.UnaryOp, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.JoinedStr)
"""Expressions whose summary is a constant, a text, or ``Other``."""


def _uses(walker: _Walker) -> tuple[Use, ...]:
    """Every use, scope by scope; a bare builtin is left out, unless the module has a name of its own like it."""
    ours = {one.target for one in walker.assignments if not one.scope}
    ours.update(bound or module for module, bound in ((one.module, name) for one in walker.imports for _, name in one.names))
    ours.update(one.name for one in walker.functions)
    ours.update(one.name for one in walker.classes)
    hidden = frozenset() if "*" in ours else BUILTINS - ours
    return tuple(
        [
            Use(scope, chain, kind, *seen)
            for scope, kinds in walker.uses.items()
            for kind, chains in kinds.items()
            for chain, seen in chains.items()
            if chain not in hidden
        ]
    )


def _doc(tree: ast.Module) -> str:
    first = tree.body[0] if tree.body else None
    text = first.value.value if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) else ""
    return inspect.cleandoc(text[: 4 * MAX_DOC])[:MAX_DOC] if isinstance(text, str) else ""


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

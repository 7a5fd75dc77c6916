"""The walk over statements other than definitions."""

import ast
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from analyzer.model.syntax import CallSite, Expr, ImportStatement, Other, Subscript, UseKind, When
from analyzer.read.expressions import dotted, summarise, summarise_call
from analyzer.read.walk.expressions import READ, ExpressionWalker

CATCH, RAISE = UseKind.CATCH, UseKind.RAISE


class StatementWalker(ExpressionWalker):
    """The walk over blocks of statements; ``statements`` has who walks which, of every kind that there is."""

    statements: ClassVar[dict[type, Callable[[Any, Any], None]]] = {}

    def block(self, body: list[ast.stmt]) -> None:
        """Walk the statements of one block."""
        statements = self.statements
        for node in body:
            statements[type(node)](self, node)

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

    def _nothing(self, node: ast.Pass | ast.Break | ast.Continue) -> None:
        """Nothing is in it."""

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
            if position:
                chain = dotted(target)
            if chain and "()" not in chain:
                if note is None and self.depth and type(given) in _SILENT and "." not in chain:
                    # A local variable is given a value whose summary says nothing (see ``bind``).
                    continue
                if value is None:
                    value = summarise(given)
                self.bind(chain + sign, value, note, node.lineno)
            elif isinstance(target, ast.Tuple):
                self._unpacked(target, given, node.lineno)

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


_SILENT = frozenset(
    {ast.Constant, ast.Compare, ast.UnaryOp, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.JoinedStr}
)
"""Expressions whose summary is a constant, a text, or ``Other``."""


StatementWalker.statements = dict.fromkeys(ast.stmt.__subclasses__(), StatementWalker._plain) | {
    ast.Expr: StatementWalker._expr,
    ast.Assign: StatementWalker._assign,
    ast.AnnAssign: StatementWalker._annotated,
    ast.AugAssign: StatementWalker._augmented,
    ast.Import: StatementWalker._import,
    ast.ImportFrom: StatementWalker._import_from,
    ast.If: StatementWalker._if,
    ast.For: StatementWalker._for,
    ast.AsyncFor: StatementWalker._for,
    ast.While: StatementWalker._while,
    ast.Try: StatementWalker._try,
    ast.TryStar: StatementWalker._try,
    ast.With: StatementWalker._with,
    ast.AsyncWith: StatementWalker._with,
    ast.Return: StatementWalker._return,
    ast.Raise: StatementWalker._raise,
    ast.Global: StatementWalker._global,
    ast.Pass: StatementWalker._nothing,
    ast.Break: StatementWalker._nothing,
    ast.Continue: StatementWalker._nothing,
}

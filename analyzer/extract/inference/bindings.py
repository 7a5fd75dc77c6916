"""What the nodes of a function bind, and whether its end is reached."""

import ast
from collections.abc import Iterator

from analyzer.extract.nodes import Function


def own_nodes(function: Function) -> Iterator[ast.AST]:
    """The nodes of a function without those of functions and classes inside it."""
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            pending.extend(ast.iter_child_nodes(node))


def given_names(part: ast.AST) -> Iterator[tuple[str, ast.expr | None]]:
    """The names that a node binds, each with the expression that it is given; None for what cannot be followed."""
    if isinstance(part, ast.Assign):
        for target in part.targets:
            yield from _targets(target, part.value)
    elif isinstance(part, ast.AnnAssign | ast.NamedExpr) and part.value is not None:
        yield from _targets(part.target, part.value)
    elif isinstance(part, ast.AugAssign | ast.For | ast.AsyncFor | ast.comprehension):
        yield from _targets(part.target, None)
    elif isinstance(part, ast.withitem) and part.optional_vars is not None:
        yield from _targets(part.optional_vars, None)
    elif isinstance(part, ast.Import | ast.ImportFrom):
        yield from ((one.asname or one.name.partition(".")[0], None) for one in part.names)
    elif isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.ExceptHandler) and part.name:
        yield part.name, None
    elif isinstance(part, ast.Global | ast.Nonlocal):
        yield from ((name, None) for name in part.names)
    elif isinstance(part, ast.MatchAs | ast.MatchStar) and part.name:
        yield part.name, None


def _targets(target: ast.expr, value: ast.expr | None) -> Iterator[tuple[str, ast.expr | None]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple | ast.List | ast.Starred):
        for one in getattr(target, "elts", [getattr(target, "value", None)]):
            yield from _targets(one, None)


def falls_through(body: list[ast.stmt]) -> bool:
    """Whether the end of a body may be reached; taken as so wherever that is not plain."""
    last = body[-1]
    if isinstance(last, ast.Return | ast.Raise):
        return False
    if isinstance(last, ast.If) and last.orelse:
        return falls_through(last.body) or falls_through(last.orelse)
    if isinstance(last, ast.With | ast.AsyncWith):
        return True
    if isinstance(last, ast.Try) and last.handlers and not last.orelse:
        return any(falls_through(one) for one in [last.body, *(handler.body for handler in last.handlers)])
    return True

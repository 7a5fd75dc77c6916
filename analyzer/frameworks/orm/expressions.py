"""Looking into summarised expressions."""

import re
from collections.abc import Iterator

from analyzer.model.syntax import Call, Constant, Expr, Items, Name, Pairs, Subscript, Text

WORD = re.compile(r"[A-Za-z_][\w.]*")


def last_name(chain: str) -> str:
    """The last name of a chain: ``filter`` of ``Order.query.filter``."""
    return chain.rpartition(".")[2]


def inside(expr: Expr) -> Iterator[Expr]:
    """The expression and everything in it, outermost first."""
    yield expr
    children: tuple[Expr, ...] = ()
    if isinstance(expr, Call):
        children = (*expr.args, *(value for _, value in expr.keywords))
    elif isinstance(expr, Items):
        children = expr.items
    elif isinstance(expr, Pairs):
        children = tuple(part for pair in expr.items for part in pair)
    elif isinstance(expr, Subscript):
        children = (expr.value, expr.key)
    for child in children:
        yield from inside(child)


def calls_in(expr: Expr, *names: str) -> Iterator[Call]:
    """Every call in an expression whose last name is one of ``names``, outermost first."""
    for part in inside(expr):
        if isinstance(part, Call) and last_name(part.func) in names:
            yield part


def words(expr: Expr | None) -> Iterator[str]:
    """Every dotted name in an annotation, those in quotes included, in order."""
    for part in inside(expr) if expr is not None else ():
        if isinstance(part, Name):
            yield part.dotted
        elif isinstance(part, Text):
            yield from WORD.findall(part.value)


def is_true(expr: Expr | None) -> bool:
    """Whether an expression is the literal True."""
    return isinstance(expr, Constant) and expr.value is True


def is_false(expr: Expr | None) -> bool:
    """Whether an expression is the literal False."""
    return isinstance(expr, Constant) and expr.value is False


def text(expr: Expr | None) -> str:
    """The value of a plain string literal, else ``""``."""
    return expr.value if isinstance(expr, Text) and not expr.is_pattern else ""


def spelled(expr: Expr) -> str:
    """The chain that an expression names or calls, or the text that it is; ``""`` for anything else."""
    if isinstance(expr, Name):
        return expr.dotted
    return expr.func if isinstance(expr, Call) else text(expr)

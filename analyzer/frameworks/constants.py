"""Texts that stand in the source: literals, module constants, class constants."""

from analyzer.model.syntax import Expr, Items, Name, Text
from analyzer.read.program import Program

MAX_HOPS = 6


def text_of(program: Program, module: str, scope: str, expr: Expr | None, hops: int = 0) -> str | None:
    """The string that an expression is known to hold, constants of other modules followed; None where it is computed."""
    if isinstance(expr, Text):
        return None if expr.is_pattern else expr.value
    if not isinstance(expr, Name) or hops > MAX_HOPS:
        return None
    if expr.dotted == "__name__":
        return module
    found = constant(program, module, scope, expr.dotted)
    return None if found is None else text_of(program, found[0], "", found[1], hops + 1)


def texts_of(program: Program, module: str, scope: str, expr: Expr | None) -> tuple[str, ...] | None:
    """The strings of a literal list, tuple or set (or of a constant that holds one), in order; None where it is computed."""
    if isinstance(expr, Name):
        found = constant(program, module, scope, expr.dotted)
        if found is None:
            return None
        module, expr = found
    if not isinstance(expr, Items):
        return None
    texts = [text_of(program, module, scope, item) for item in expr.items]
    return tuple(text for text in texts if text is not None)


def constant(program: Program, module: str, scope: str, chain: str) -> tuple[str, Expr] | None:
    """The module and the value of the module or class constant that a chain means; None where it is something else."""
    full = program.resolve(module, chain, scope)
    owner = program.defined_in(full) if full else ""
    if not owner or full == owner:
        return None
    holder, _, target = full[len(owner) + 1 :].rpartition(".")
    return next(
        ((owner, one.value) for one in program.modules[owner].assignments if one.target == target and one.scope == holder),
        None,
    )

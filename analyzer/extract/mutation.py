"""Arguments that a function changes in place: over HTTP the caller would not see it."""

import ast
from collections.abc import Iterator

_CHANGES = frozenset({
    "add", "append", "appendleft", "clear", "difference_update", "discard", "extend", "extendleft", "insert", "intersection_update",
    "pop", "popitem", "popleft", "remove", "reverse", "setdefault", "sort", "symmetric_difference_update", "update",
})  # fmt: skip


def changed_argument(node: ast.FunctionDef | ast.AsyncFunctionDef, takes_entities: bool) -> str:
    """The first parameter whose value the function changes in place, ``""`` for none. Of a parameter that may be a stored entity,
    attributes may be set: both sides read them from the database. A parameter that is bound anew is no longer the caller's."""
    arguments = node.args
    names = {argument.arg for argument in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]} - {"self", "cls"}
    inside = [part for statement in node.body for part in ast.walk(statement)]
    names -= {part.id for part in inside if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
    return next((name for part in inside for name in _changed(part, takes_entities) if name in names), "")


def _changed(part: ast.AST, takes_entities: bool) -> Iterator[str]:
    targets: list[ast.expr] = []
    if isinstance(part, ast.Assign | ast.Delete):
        targets = part.targets
    elif isinstance(part, ast.AugAssign | ast.AnnAssign):
        targets = [part.target]
    elif isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute) and part.func.attr in _CHANGES:
        targets = [part.func]
    for target in targets:
        if isinstance(target, ast.Subscript) or (isinstance(target, ast.Attribute) and (target is not _set(part) or not takes_entities)):
            yield _root(target.value, takes_entities)


def _set(part: ast.AST) -> ast.expr | None:
    """The attribute that a statement sets, None for a call."""
    if isinstance(part, ast.Assign):
        return part.targets[0]
    return part.target if isinstance(part, ast.AugAssign | ast.AnnAssign) else None


def _root(value: ast.expr, takes_entities: bool) -> str:
    """The name at the beginning of a chain of attributes and items; of an entity's attributes none."""
    while isinstance(value, ast.Subscript) or (isinstance(value, ast.Attribute) and not takes_entities):
        value = value.value
    return value.id if isinstance(value, ast.Name) else ""

"""Calls with stored objects that the caller has changed and not stored yet: by identity they would cross as they were before."""

import ast
from collections.abc import Iterator

from analyzer.extract.nodes import Function, last_name

_STORES = frozenset({"asave", "bulk_create", "bulk_update", "commit", "create", "flush", "refresh_from_db", "save"})


def unstored_argument(caller: Function, called: str) -> str:
    """The first name that ``caller`` changes or makes, and does not store, before it gives it to a function of the (last) name ``called``;
    ``""`` for none. Statements are taken in the order in which they are written."""
    inside = sorted((part for part in ast.walk(caller) if isinstance(part, ast.stmt | ast.Call)), key=_place)
    changed: set[str] = set()
    for part in inside:
        if isinstance(part, ast.Call):
            name = last_name(part.func)
            if name == called and (given := next((one for one in _given(part) if one in changed), "")):
                return given
            if name in _STORES:
                changed -= set(_given(part)) if name in ("save", "asave", "refresh_from_db") else changed
        changed |= set(_set(part))
    return ""


def _place(part: ast.stmt | ast.Call) -> tuple[int, int, bool]:
    """Calls inside of an assignment run before it."""
    if isinstance(part, ast.Call):
        return part.lineno, part.col_offset, False
    return (
        (part.end_lineno or part.lineno, part.end_col_offset or 0, True)
        if isinstance(part, ast.Assign | ast.AugAssign)
        else (part.lineno, part.col_offset, True)
    )


def _given(call: ast.Call) -> Iterator[str]:
    """The names of a call's object and arguments; of ``self.order.ship()`` the whole chain."""
    receiver = [call.func.value] if isinstance(call.func, ast.Attribute) else []
    for one in [*receiver, *call.args, *(word.value for word in call.keywords)]:
        if isinstance(one, ast.Name | ast.Attribute):
            yield ast.unparse(one)


def _set(part: ast.stmt | ast.Call) -> Iterator[str]:
    """The objects of which a statement sets an attribute."""
    targets = part.targets if isinstance(part, ast.Assign) else [part.target] if isinstance(part, ast.AugAssign | ast.AnnAssign) else []
    for target in targets:
        for one in target.elts if isinstance(target, ast.Tuple | ast.List) else [target]:
            if isinstance(one, ast.Attribute):
                yield ast.unparse(one.value)

"""Calls with stored objects that are not as their rows are: the caller has changed them and not stored that yet, or has changed their
rows by a query. By identity they would cross as the rows are."""

import ast
from collections.abc import Iterator, Mapping

from analyzer.extract.nodes import Function, last_name

_STORES = frozenset({"asave", "bulk_create", "bulk_update", "commit", "create", "flush", "refresh_from_db", "save"})
_NARROWS = frozenset({"filter", "filter_by"})
_KEYS = ("id", "pk")


def unstored_argument(caller: Function, called: str) -> str:
    """The first name that ``caller`` changes or makes, and does not store, or whose row it changes by a query, before it gives it to a
    function of the (last) name ``called``; ``""`` for none. Statements are taken in the order in which they are written."""
    inside = sorted((part for part in ast.walk(caller) if isinstance(part, ast.stmt | ast.Call)), key=_place)
    changed: set[str] = set()
    queries: dict[str, frozenset[str]] = {}
    for part in inside:
        if isinstance(part, ast.Call):
            name = last_name(part.func)
            if name == called and (given := next((one for one in _given(part) if one in changed), "")):
                return given
            if name in _STORES:
                changed -= set(_given(part)) if name in ("save", "asave", "refresh_from_db") else changed
            changed |= _rows_changed(part, queries)
        elif isinstance(part, ast.Assign):
            narrowed = _narrowed_to(part.value, queries)
            queries.update((one.id, narrowed) for one in part.targets if isinstance(one, ast.Name))
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


def _rows_changed(call: ast.Call, queries: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The objects whose rows ``query.filter(id=order.id).update(paid=True)`` changes behind them."""
    updates = isinstance(call.func, ast.Attribute) and call.func.attr in ("update", "aupdate") and bool(call.keywords)
    return _narrowed_to(call.func.value, queries) if updates and isinstance(call.func, ast.Attribute) else frozenset()


def _narrowed_to(query: ast.expr, queries: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The objects by whose keys a query is narrowed; ``queries`` are those that have a name."""
    found: set[str] = set()
    while isinstance(query, ast.Call) and isinstance(query.func, ast.Attribute):
        if query.func.attr in _NARROWS:
            keys = (word.value for word in query.keywords if word.arg in _KEYS)
            found.update(ast.unparse(key.value) for key in keys if isinstance(key, ast.Attribute) and key.attr in _KEYS)
        query = query.func.value
    return frozenset(found) | (queries.get(query.id, frozenset()) if isinstance(query, ast.Name) else frozenset())

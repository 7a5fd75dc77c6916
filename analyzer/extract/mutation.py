"""Arguments that a function changes in place: over HTTP the caller would not see it."""

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from analyzer.extract.nodes import Function

_CHANGES = frozenset({
    "add", "append", "appendleft", "clear", "difference_update", "discard", "extend", "extendleft", "insert", "intersection_update",
    "pop", "popitem", "popleft", "remove", "reverse", "setdefault", "sort", "symmetric_difference_update", "update",
})  # fmt: skip
_SAME_ITEMS = frozenset({"enumerate", "filter", "iter", "list", "reversed", "set", "sorted", "tuple", "zip"})
"""Functions whose result holds the very items of what they are given."""


def changed_argument(node: Function, stored: Collection[str] | None = None) -> str:
    """The first parameter whose value, or an item of it, the function changes in place, ``""`` for none.

    ``stored`` are the fields of stored entities where parameters may be entities (None where not): these may be set, since both sides
    read them from the database; any other attribute of an entity would be lost. A list that is bound anew is no longer the caller's, its
    items are.
    """
    arguments = node.args
    names = [argument.arg for argument in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]]
    inside = [part for statement in node.body for part in ast.walk(statement)]
    anew = {part.id for part in inside if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
    aliases = _aliases(inside, {name: name for name in names if name != "cls"})
    if stored is not None and (deleted := next((name for part in inside if (name := _deleted(part)) in names), "")):
        return deleted
    for part in inside:
        for change in _changed(part):
            origin = aliases.get(_root(change.value, deep=stored is None or change.is_attribute))
            if origin is None or (origin == "self" and stored is None):
                continue
            if change.is_attribute and stored is not None and change.name in stored:
                continue
            if not change.is_attribute and isinstance(change.value, ast.Name) and change.value.id in anew & set(names):
                continue
            return origin
    return ""


def _deleted(part: ast.AST) -> str:
    """The name whose stored object a call deletes: its caller would go on with it."""
    called = part.func if isinstance(part, ast.Call) else None
    if isinstance(called, ast.Attribute) and called.attr == "delete" and isinstance(called.value, ast.Name):
        return called.value.id
    return ""


@dataclass(frozen=True, slots=True)
class _Change:
    """What is changed: the value whose attribute or items are set."""

    value: ast.expr
    is_attribute: bool
    name: str = ""


def _changed(part: ast.AST) -> Iterator[_Change]:
    if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute) and part.func.attr in _CHANGES:
        yield _Change(part.func.value, is_attribute=False)
    elif isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id in ("setattr", "delattr") and part.args:
        named = part.args[1] if len(part.args) > 1 else None
        yield _Change(part.args[0], True, named.value if isinstance(named, ast.Constant) and isinstance(named.value, str) else "")
    targets = part.targets if isinstance(part, ast.Assign | ast.Delete) else []
    targets = [part.target] if isinstance(part, ast.AugAssign | ast.AnnAssign | ast.For | ast.AsyncFor) else targets
    for target in targets:
        for one in _flat(target):
            if isinstance(one, ast.Subscript):
                yield _Change(one.value, is_attribute=False)
            elif isinstance(one, ast.Attribute):
                yield _Change(one.value, True, one.attr)


def _flat(target: ast.expr) -> Iterator[ast.expr]:
    if isinstance(target, ast.Tuple | ast.List):
        for one in target.elts:
            yield from _flat(one)
    else:
        yield target.value if isinstance(target, ast.Starred) else target


def _aliases(inside: list[ast.AST], names: dict[str, str]) -> dict[str, str]:
    """Every name that may stand for a parameter or for something in it, with the parameter."""
    found, bindings = dict(names), [pair for part in inside for pair in _bindings(part)]
    for _ in range(len(bindings) + 1):
        more = {
            name: found[root]
            for target, value in bindings
            if (root := _root(value, deep=True)) in found
            for one in _flat(target)
            if isinstance(one, ast.Name) and (name := one.id) not in found
        }
        if not more:
            break
        found |= more
    return found


def _bindings(part: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    if isinstance(part, ast.For | ast.AsyncFor | ast.comprehension):
        yield part.target, part.iter
    elif isinstance(part, ast.Assign):
        yield from ((target, part.value) for target in part.targets)
    elif isinstance(part, ast.NamedExpr) or (isinstance(part, ast.AnnAssign) and part.value is not None):
        assert part.value is not None
        yield part.target, part.value


def _root(value: ast.expr, deep: bool) -> str:
    """The name at the beginning of a chain of items, of functions that keep items and, where ``deep``, of attributes."""
    while True:
        if isinstance(value, ast.Subscript) or (isinstance(value, ast.Attribute) and deep):
            value = value.value
        elif isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in _SAME_ITEMS and value.args:
            value = value.args[0]
        elif isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr in ("items", "values", "get"):
            value = value.func.value
        else:
            return value.id if isinstance(value, ast.Name) else ""

"""What queries for stored objects give: one of them or None, a list, a number, whether there is one."""

import ast
from typing import TYPE_CHECKING

from analyzer.extract.inference.kinds import NONE, UNKNOWN, Kind, list_of

if TYPE_CHECKING:
    from analyzer.extract.inference.reading import Scope

_NARROWS = frozenset("filter filter_by exclude order_by limit offset distinct all".split())  # noqa: SIM905
"""What keeps a query one for whole objects of the same class."""
_ONE = frozenset("get one create".split())  # noqa: SIM905
_PERHAPS = frozenset("first last one_or_none scalar_one_or_none earliest latest get_or_none".split())  # noqa: SIM905
_TESTS = {"exists": "bool", "count": "int"}


def answered(node: ast.Call, scope: "Scope") -> Kind:
    """The kind that a call gives as the end of a query; unknown where it is none, or one for more than whole objects."""
    if not isinstance(node.func, ast.Attribute):
        return _by_name(node, scope)
    end, before = node.func.attr, node.func.value
    queried, framework = queried_entity(before, scope)
    if not queried:
        return UNKNOWN
    if end in _TESTS and not node.args and not node.keywords:
        return frozenset({_TESTS[end]}) if end == "count" or framework == "objects" else UNKNOWN
    if end in _ONE:
        perhaps = end == "get" and framework != "objects"
        return frozenset({queried}) | (NONE if perhaps else frozenset())
    if end in _PERHAPS:
        return frozenset({queried}) | NONE
    return list_of(frozenset({queried})) if end == "all" and framework != "objects" else UNKNOWN


def queried_entity(node: ast.expr, scope: "Scope") -> tuple[str, str]:
    """The entity whose rows a chain such as ``Order.query.filter_by(x=1)`` asks for, and what it began with; ``""`` for no such chain."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr == "query" and len(node.args) == 1 and not node.keywords:
            return scope.entity(node.args[0]), "session"
        if node.func.attr not in _NARROWS:
            return "", ""
        node = node.func.value
    if isinstance(node, ast.Attribute) and node.attr in ("query", "objects"):
        return scope.entity(node.value), node.attr
    return "", ""


def _by_name(node: ast.Call, scope: "Scope") -> Kind:
    if (
        isinstance(node.func, ast.Name)
        and node.args
        and scope.world.dotted(scope.module, node.func) == "django.shortcuts.get_object_or_404"
    ):
        entity = scope.entity(node.args[0])
        return frozenset({entity}) if entity else UNKNOWN
    return UNKNOWN

"""Annotations, and types in docstrings, as kinds."""

import ast
import re
from collections.abc import Mapping

from analyzer.extract.inference.kinds import NONE, PLAIN, UNKNOWN, Kind, is_plain, joined, list_of
from analyzer.extract.inference.world import World

_OF_SPHINX = re.compile(r"^[ \t]*:(?:type[ \t]+(\w+)|param[ \t]+([\w.\[\], |]+?)[ \t]+(\w+)|r(type)):[ \t]*(.*)$", re.MULTILINE)
_OF_GOOGLE = re.compile(r"^[ \t]+(\w+)[ \t]*\(([\w.\[\], |]+)\):", re.MULTILINE)
_LISTS = frozenset({"list", "List", "typing.List"})


def annotated(node: ast.expr, module: str, world: World) -> Kind:
    """The kind that an annotation says; unknown for what is open."""
    if isinstance(node, ast.Constant):
        if node.value is None:
            return NONE
        return _parsed(node.value, module, world) if isinstance(node.value, str) else UNKNOWN
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return joined(annotated(node.left, module, world), annotated(node.right, module, world))
    if isinstance(node, ast.Subscript):
        name = world.dotted(module, node.value).rpartition(".")[2]
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        inside = [annotated(part, module, world) for part in parts]
        if name == "Optional":
            return joined(*inside, NONE)
        if name == "Union":
            return joined(*inside)
        if name in ("list", "List") and len(inside) == 1:
            return list_of(inside[0])
        return frozenset({"dict"}) if name in ("dict", "Dict") and all(is_plain(kind) for kind in inside) else UNKNOWN
    dotted = world.dotted(module, node)
    if dotted in world.entities or dotted in world.values:
        return frozenset({dotted})
    last = dotted.rpartition(".")[2]
    known = last in PLAIN - {"list", "dict"} and dotted.partition(".")[0] in ("builtins", "datetime", "decimal", "uuid")
    return frozenset({last}) if known else UNKNOWN


def documented(docstring: str, module: str, world: World) -> Mapping[str, Kind]:
    """The types that a docstring gives: parameter to kind, ``return`` for the result. Sphinx (``:type x: int``) and Google style."""
    found: dict[str, Kind] = {}
    for typed, kind, name, result, said in _OF_SPHINX.findall(docstring):
        found[typed or name or ("return" if result else "")] = _parsed(kind or said, module, world)
    for name, said in _OF_GOOGLE.findall(docstring):
        found.setdefault(name, _parsed(said.replace(", optional", " | None"), module, world))
    return {name: kind for name, kind in found.items() if name and kind}


def _parsed(said: str, module: str, world: World) -> Kind:
    try:
        return annotated(ast.parse(said.strip().rstrip(".").replace(" or ", " | "), mode="eval").body, module, world)
    except (SyntaxError, ValueError, RecursionError):
        return UNKNOWN

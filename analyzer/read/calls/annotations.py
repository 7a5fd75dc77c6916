"""Objects that an annotation promises, for what nobody in the program passes or returns."""

import ast
from typing import TYPE_CHECKING

from analyzer.read.calls.values import NOTHING, Body, ClassValue, Values, in_order

if TYPE_CHECKING:
    from analyzer.read.calls.machine import Machine

TRANSPARENT = frozenset({"Optional", "Union", "Annotated", "Final", "ClassVar"})


def instances_of(machine: "Machine", frame: Body, annotation: ast.expr) -> Values:
    """Objects of the classes of the code base that an annotation names, through unions and quotes."""
    known = machine.promised.get((frame, annotation))
    if known is not None:
        return known
    found: Values = NOTHING
    is_settled = True
    for node in _classes(annotation, 0):
        named = machine.evaluate(frame, node)
        is_settled = is_settled and bool(named)
        for cls in in_order(named):
            if isinstance(cls, ClassValue):
                found |= frozenset(machine.assumed(cls))
    if found or is_settled:
        machine.promised[frame, annotation] = found
    return found


def _classes(node: ast.expr, depth: int) -> list[ast.expr]:
    if depth > 4:
        return []
    match node:
        case ast.Name() | ast.Attribute():
            return [node]
        case ast.Constant(value=str(text)) if len(text) < 200:
            return _quoted(text, depth)
        case ast.BinOp(op=ast.BitOr()):
            return _classes(node.left, depth + 1) + _classes(node.right, depth + 1)
        case ast.Subscript():
            name = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            if name in TRANSPARENT:
                parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
                return [one for part in (parts[:1] if name == "Annotated" else parts) for one in _classes(part, depth + 1)]
            return _classes(node.value, depth + 1)
    return []


def _quoted(text: str, depth: int) -> list[ast.expr]:
    try:
        return _classes(ast.parse(text.strip(), mode="eval").body, depth + 1)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []

"""Syntax tree of an expression to its compact summary."""

import ast
import re
from collections.abc import Callable, Sequence
from typing import Any

from analyzer.model.syntax import Call, Constant, Expr, Items, Name, Other, Pairs, Subscript, Text

MAX_DEPTH = 12
MAX_ITEMS = 5_000
MAX_FORMAT = 1_000
MAX_INTEGER = 2**63
FIELD = re.compile(r"\{(\w*)(?:[!:][^{}]*)?\}")
SUM = Name("+")
SUMMANDS = (Name, Call, Subscript)
_NAME, _ATTRIBUTE, _CALL = ast.Name, ast.Attribute, ast.Call
_KEPT = frozenset({bool, int, float, bytes, type(None)})
"""The types of constants that are kept."""


def dotted(node: ast.AST | None) -> str:
    """The chain that a node spells (``a.b``, ``a.f().b``, ``a[].b``), or ``""`` where it does not start with a name."""
    tail = ""
    while True:
        kind = type(node)
        if kind is _NAME:
            return f"{node.id}{tail}"  # type: ignore[union-attr]  # an exact type test is several times quicker than isinstance
        if kind is _ATTRIBUTE:
            tail = f".{node.attr}{tail}"  # type: ignore[union-attr]  # as above
            node = node.value  # type: ignore[union-attr]  # as above
        elif kind is _CALL:
            tail = f"(){tail}"
            node = node.func  # type: ignore[union-attr]  # as above
        elif kind is ast.Subscript:
            tail = f"[]{tail}"
            node = node.value  # type: ignore[union-attr]  # as above
        elif kind is ast.Await:
            node = node.value  # type: ignore[union-attr]  # as above
        else:
            return ""


def summarise(node: ast.expr | None, depth: int = 0) -> Expr:
    """The summary of an expression; what is too deep or of no use to a reader of structure becomes ``Other``."""
    if depth > MAX_DEPTH and node is not None:
        return Other("deep")
    make = _MAKERS.get(type(node))
    return make(node, depth) if make is not None else Other(type(node).__name__)


def summarise_call(node: ast.Call, depth: int = 0, chain: str | None = None) -> Call:
    """The summary of a call; ``func`` is ``""`` where what is called does not start with a name. ``chain`` is what ``dotted`` says of
    what is called, where that is known."""
    keywords = node.keywords
    given = tuple([(keyword.arg or "", summarise(keyword.value, depth + 1)) for keyword in keywords]) if keywords else ()
    return Call(dotted(node.func) if chain is None else chain, _all(node.args, depth), given, node.lineno)


def _nothing(node: None, depth: int) -> Expr:
    return Constant(None)


def _constant(node: ast.Constant, depth: int) -> Expr:
    value: Any = node.value
    kind = type(value)
    if kind is str:
        return Text(value)
    if kind is int and not -MAX_INTEGER <= value < MAX_INTEGER:
        return Other("int")
    return Constant(value) if kind in _KEPT else Other(kind.__name__)


def _name(node: ast.Name, depth: int) -> Expr:
    return Name(node.id)


def _chain(node: ast.expr, depth: int) -> Expr:
    chain = dotted(node)
    return Name(chain) if chain else Other("Attribute")


def _items(node: ast.List | ast.Tuple | ast.Set, depth: int) -> Expr:
    return Items(_all(node.elts, depth))


def _pairs(node: ast.Dict, depth: int) -> Expr:
    pairs = zip(node.keys[:MAX_ITEMS], node.values[:MAX_ITEMS], strict=True)
    return Pairs(tuple([(Other("**") if key is None else summarise(key, depth + 1), summarise(value, depth + 1)) for key, value in pairs]))


def _subscript(node: ast.Subscript, depth: int) -> Expr:
    return Subscript(summarise(node.value, depth + 1), summarise(node.slice, depth + 1))


def _inner(node: ast.Await | ast.NamedExpr, depth: int) -> Expr:
    return summarise(node.value, depth + 1)


def _starred(node: ast.Starred, depth: int) -> Expr:
    return Call("*", (summarise(node.value, depth + 1),), (), node.lineno)


def _either(node: ast.BoolOp | ast.IfExp, depth: int) -> Expr:
    return Subscript(Name("or"), Items(_all(node.values if isinstance(node, ast.BoolOp) else (node.body, node.orelse), depth)))


def _operation(node: ast.BinOp, depth: int) -> Expr:
    left, right = summarise(node.left, depth + 1), summarise(node.right, depth + 1)
    if isinstance(node.op, ast.Add):
        if isinstance(left, Items) and isinstance(right, Items):
            return Items(left.items + right.items)
        if isinstance(left, Items):
            return Items((*left.items, Call("*", (right,), (), node.lineno)))
        if isinstance(right, Items):
            return Items((Call("*", (left,), (), node.lineno), *right.items))
        if isinstance(left, Text) or isinstance(right, Text):
            return _sum(left, right)
        if isinstance(left, SUMMANDS) and isinstance(right, SUMMANDS):
            return Subscript(SUM, Items((*_summands(left), *_summands(right))))
    if isinstance(node.op, ast.BitOr):
        return Subscript(Name("|"), Items((left, right)))
    if isinstance(node.op, ast.Mod) and isinstance(left, Text):
        return _filled(left.value, right.items if isinstance(right, Items) else (right,))
    return Other("BinOp")


def _summands(side: Expr) -> tuple[Expr, ...]:
    if isinstance(side, Subscript) and side.value == SUM and isinstance(side.key, Items):
        return side.key.items
    return (side,)


def _filled(text: str, parts: tuple[Expr, ...]) -> Text:
    """``"a%s" % b`` like ``f"a{b}"`` where that is all there is to it and the text is one word (SQL keeps its own marks)."""
    is_plain = text.count("%") == text.count("%s") == len(parts) and "{}" not in text and " " not in text
    return Text(text.replace("%s", "{}"), True, parts) if is_plain else Text(text, True)


def _call(node: ast.Call, depth: int) -> Expr:
    func = node.func
    is_format = isinstance(func, ast.Attribute) and func.attr == "format" and isinstance(func.value, ast.Constant)
    return _formatted(node, depth) if is_format else summarise_call(node, depth)


def _formatted(node: ast.Call, depth: int) -> Expr:
    """``"a{}".format(b)`` like ``f"a{b}"``; names and numbers in the braces are looked up among the arguments."""
    text = node.func.value.value if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Constant) else None
    if not isinstance(text, str) or len(text) > MAX_FORMAT:
        return summarise_call(node, depth)
    call = summarise_call(node, depth)
    marks = FIELD.findall(text)
    if len(marks) != text.count("{"):
        return call
    keys = [mark or str(position) for position, mark in enumerate(marks)]
    parts = [call.argument(int(key)) if key.isdigit() else call.keyword(key) for key in keys]
    known = tuple(part for part in parts if part is not None)
    return Text(FIELD.sub("{}", text), True, known if len(known) == len(parts) else ())


def _sum(left: Expr, right: Expr) -> Text:
    """The text of a sum with a text in it; the other side is a computed part."""
    sides = [side if isinstance(side, Text) else Text("{}", True, (side,)) for side in (left, right)]
    is_pattern = any(side.is_pattern for side in sides)
    return Text("".join(side.value for side in sides), is_pattern, tuple(part for side in sides for part in side.parts))


def pattern(node: ast.JoinedStr, depth: int = 0) -> Text:
    """The text of an f-string, ``{}`` for each computed part."""
    texts = [str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values]
    computed = (part for part in node.values if isinstance(part, ast.FormattedValue))
    parts = tuple(_chain(part.value, 0) if isinstance(part.value, ast.Name | ast.Attribute) else Other("part") for part in computed)
    return Text("".join(texts), True, parts)


def _all(nodes: Sequence[ast.expr], depth: int) -> tuple[Expr, ...]:
    return tuple([summarise(node, depth + 1) for node in nodes[:MAX_ITEMS]]) if nodes else ()


_MAKERS: dict[type, Callable[[Any, int], Expr]] = {
    type(None): _nothing,
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _chain,
    ast.Call: _call,
    ast.List: _items,
    ast.Tuple: _items,
    ast.Set: _items,
    ast.Dict: _pairs,
    ast.Subscript: _subscript,
    ast.Await: _inner,
    ast.NamedExpr: _inner,
    ast.Starred: _starred,
    ast.JoinedStr: pattern,
    ast.BinOp: _operation,
    ast.BoolOp: _either,
    ast.IfExp: _either,
}

"""Syntax tree of an expression to its compact summary."""

import ast
import re
from collections.abc import Sequence

from analyzer.model.syntax import Call, Constant, Expr, Items, Name, Other, Pairs, Subscript, Text

MAX_DEPTH = 12
MAX_ITEMS = 5_000
MAX_FORMAT = 1_000
FIELD = re.compile(r"\{(\w*)(?:[!:][^{}]*)?\}")
SUM = Name("+")
SUMMANDS = (Name, Call, Subscript)


def dotted(node: ast.expr) -> str:
    """The chain that a node spells (``a.b``, ``a.f().b``, ``a[].b``), or ``""`` where it does not start with a name."""
    tail: list[str] = []
    while True:
        if isinstance(node, ast.Name):
            tail.append(node.id)
            break
        if isinstance(node, ast.Attribute):
            tail.append(node.attr)
            tail.append(".")
            node = node.value
        elif isinstance(node, ast.Call):
            tail.append("()")
            node = node.func
        elif isinstance(node, ast.Subscript):
            tail.append("[]")
            node = node.value
        elif isinstance(node, ast.Await):
            node = node.value
        else:
            return ""
    tail.reverse()
    return "".join(tail)


def summarise(node: ast.expr | None, depth: int = 0) -> Expr:
    """The summary of an expression; what is too deep or of no use to a reader of structure becomes ``Other``."""
    if node is None:
        return Constant(None)
    if depth > MAX_DEPTH:
        return Other("deep")
    if isinstance(node, ast.Constant):
        return Text(node.value) if isinstance(node.value, str) else Constant(node.value)
    if isinstance(node, ast.Name | ast.Attribute):
        return _chain(node)
    if isinstance(node, ast.Call):
        return summarise_call(node, depth) if not _is_format(node.func) else _formatted(node, depth)
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return Items(_all(node.elts, depth))
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys[:MAX_ITEMS], node.values[:MAX_ITEMS], strict=True)
        return Pairs(
            tuple((Other("**") if key is None else summarise(key, depth + 1), summarise(value, depth + 1)) for key, value in pairs)
        )
    if isinstance(node, ast.Subscript):
        return Subscript(summarise(node.value, depth + 1), summarise(node.slice, depth + 1))
    return _rare(node, depth)


def summarise_call(node: ast.Call, depth: int = 0) -> Call:
    """The summary of a call; ``func`` is ``""`` where what is called does not start with a name."""
    keywords = tuple((keyword.arg or "", summarise(keyword.value, depth + 1)) for keyword in node.keywords)
    return Call(dotted(node.func), _all(node.args, depth), keywords, node.lineno)


def _rare(node: ast.expr, depth: int) -> Expr:
    if isinstance(node, ast.Await | ast.NamedExpr):
        return summarise(node.value, depth + 1)
    if isinstance(node, ast.Starred):
        return Call("*", (summarise(node.value, depth + 1),), (), node.lineno)
    if isinstance(node, ast.JoinedStr):
        return _pattern(node)
    if isinstance(node, ast.BinOp):
        return _operation(node, depth)
    if isinstance(node, ast.BoolOp):
        return Subscript(Name("or"), Items(_all(node.values, depth)))
    if isinstance(node, ast.IfExp):
        return Subscript(Name("or"), Items(_all((node.body, node.orelse), depth)))
    return Other(type(node).__name__)


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


def _is_format(func: ast.expr) -> bool:
    return isinstance(func, ast.Attribute) and func.attr == "format" and isinstance(func.value, ast.Constant)


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


def _chain(node: ast.Name | ast.Attribute) -> Expr:
    chain = dotted(node)
    return Name(chain) if chain else Other("Attribute")


def _all(nodes: Sequence[ast.expr], depth: int) -> tuple[Expr, ...]:
    return tuple(summarise(node, depth + 1) for node in nodes[:MAX_ITEMS])


def _sum(left: Expr, right: Expr) -> Text:
    """The text of a sum with a text in it; the other side is a computed part."""
    sides = [side if isinstance(side, Text) else Text("{}", True, (side,)) for side in (left, right)]
    is_pattern = any(side.is_pattern for side in sides)
    return Text("".join(side.value for side in sides), is_pattern, tuple(part for side in sides for part in side.parts))


def _pattern(node: ast.JoinedStr) -> Text:
    texts = [str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values]
    computed = (part for part in node.values if isinstance(part, ast.FormattedValue))
    parts = tuple(_chain(part.value) if isinstance(part.value, ast.Name | ast.Attribute) else Other("part") for part in computed)
    return Text("".join(texts), True, parts)

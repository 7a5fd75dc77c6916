"""What an expression may stand for."""

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from analyzer.read.calls.assigning import assign
from analyzer.read.calls.attributes import special
from analyzer.read.calls.containers import combined, dictionary, display, read_item, sliced
from analyzer.read.calls.functions import make_function
from analyzer.read.calls.names import function_frame, home_of, read_name
from analyzer.read.calls.values import (
    ANY,
    NOTHING,
    YIELDED,
    Arguments,
    Body,
    Const,
    Container,
    Scope,
    Typed,
    Values,
    constant,
    in_order,
    joined,
)

if TYPE_CHECKING:
    from analyzer.read.calls.machine import Machine

TEXT: Values = frozenset({Typed("PyStr")})
MAX_TEXTS = 6
MAX_TEXT = 200
OPERATORS = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "truediv",
    ast.FloorDiv: "floordiv",
    ast.Mod: "mod",
    ast.Pow: "pow",
    ast.MatMult: "matmul",
    ast.BitOr: "or",
    ast.BitAnd: "and",
    ast.BitXor: "xor",
    ast.LShift: "lshift",
    ast.RShift: "rshift",
}
COMPARISONS = {ast.Eq: "eq", ast.NotEq: "ne", ast.Lt: "lt", ast.LtE: "le", ast.Gt: "gt", ast.GtE: "ge", ast.In: "contains"}
UNARY = {ast.USub: "__neg__", ast.UAdd: "__pos__", ast.Invert: "__invert__"}


def evaluate(machine: "Machine", frame: Body, node: ast.expr | None) -> Values:
    """What an expression may stand for in a frame; nothing where that is not known."""
    if node is None:
        return NOTHING
    machine.step()
    handler = HANDLERS.get(type(node))
    if handler is not None:
        return handler(machine, frame, node)
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            evaluate(machine, frame, child)
    return NOTHING


def call_arguments(machine: "Machine", frame: Body, node: ast.Call) -> Arguments:
    """The arguments of a call, starred ones spread where their length is known."""
    positional: list[Values] = []
    spread: Values = NOTHING
    for argument in node.args:
        if not isinstance(argument, ast.Starred):
            positional.append(machine.evaluate(frame, argument))
            continue
        values = machine.evaluate(frame, argument.value)
        parts = _parts(machine, values)
        if parts is None or spread:
            spread |= machine.elements(frame, values, argument)
        else:
            positional += parts
    keywords: dict[str, Values] = {}
    others: Values = NOTHING
    for keyword in node.keywords:
        values = machine.evaluate(frame, keyword.value)
        if keyword.arg is not None:
            keywords[keyword.arg] = values
        else:
            others |= _named(machine, values, keywords)
    return Arguments(tuple(positional), tuple(keywords.items()), spread, others)


def _parts(machine: "Machine", values: Values) -> list[Values] | None:
    """The elements of a list of known length, in order."""
    if len(values) == 1 and isinstance(only := next(iter(values)), Container):
        return sliced(machine, only, slice(None))
    return None


def _named(machine: "Machine", values: Values, keywords: dict[str, Values]) -> Values:
    """Put the known keys of a dict among the keywords; what remains is returned."""
    rest: Values = NOTHING
    for one in in_order(values):
        if isinstance(one, Container):
            for key in list(one.slots):
                found = machine.heap.read(one, key) or NOTHING
                if isinstance(key, tuple) and key[0] == "str":
                    keywords[str(key[1])] = keywords.get(str(key[1]), NOTHING) | found
                elif key == ANY:
                    rest |= found
    return rest


def _call(machine: "Machine", frame: Body, node: ast.Call) -> Values:
    callees = machine.evaluate(frame, node.func)
    return machine.call(frame, callees, call_arguments(machine, frame, node), node)


def _lambda(machine: "Machine", frame: Body, node: ast.Lambda) -> Values:
    return frozenset({make_function(machine, frame, node)})


def _either(machine: "Machine", frame: Body, node: ast.BoolOp) -> Values:
    values = [machine.evaluate(frame, one) for one in node.values]
    return joined(values) if isinstance(node.op, ast.Or) else values[-1]


def _conditional(machine: "Machine", frame: Body, node: ast.IfExp) -> Values:
    machine.evaluate(frame, node.test)
    return machine.evaluate(frame, node.body) | machine.evaluate(frame, node.orelse)


def _named_expression(machine: "Machine", frame: Body, node: ast.NamedExpr) -> Values:
    values = machine.evaluate(frame, node.value)
    assign(machine, frame, node.target, values)
    return values


def _text(machine: "Machine", frame: Body, node: ast.JoinedStr) -> Values:
    """An f-string: known where all of its parts are."""
    result: Values = frozenset({Const("str", "")})
    for one in node.values:
        values = machine.evaluate(frame, one.value if isinstance(one, ast.FormattedValue) else one)
        if isinstance(one, ast.FormattedValue):
            special(machine, frame, values, "__format__", (), one)
        result = _added(result, values)
    return result or TEXT


def _added(left: Values, right: Values) -> Values:
    """The sums of known strings, where there are few."""
    texts = [[one.value for one in side if isinstance(one, Const) and isinstance(one.value, str)] for side in (left, right)]
    if not 0 < len(texts[0]) * len(texts[1]) <= MAX_TEXTS or len(texts[0]) < len(left) or len(texts[1]) < len(right):
        return NOTHING
    return frozenset(Const("str", before + after) for before in texts[0] for after in texts[1] if len(before + after) <= MAX_TEXT)


def _binary(machine: "Machine", frame: Body, node: ast.BinOp) -> Values:
    left, right = machine.evaluate(frame, node.left), machine.evaluate(frame, node.right)
    name = OPERATORS[type(node.op)]
    found = special(machine, frame, left, f"__{name}__", (right,), node)
    if found is None:
        found = special(machine, frame, right, f"__r{name}__", (left,), node) or NOTHING
    if any(isinstance(one, Typed) or (isinstance(one, Const) and one.type == "str") for one in left):
        found |= (_added(left, right) if name == "add" else NOTHING) or TEXT
    return found | combined(machine, frame, left, right, node)


def _compare(machine: "Machine", frame: Body, node: ast.Compare) -> Values:
    left = machine.evaluate(frame, node.left)
    for operator, comparator in zip(node.ops, node.comparators, strict=True):
        right = machine.evaluate(frame, comparator)
        name = COMPARISONS.get(type(operator), "contains" if isinstance(operator, ast.NotIn) else "")
        if name == "contains":
            special(machine, frame, right, "__contains__", (left,), node)
        elif name:
            special(machine, frame, left, f"__{name}__", (right,), node)
        left = right
    return NOTHING


def _unary(machine: "Machine", frame: Body, node: ast.UnaryOp) -> Values:
    values = machine.evaluate(frame, node.operand)
    if isinstance(node.op, ast.Not):
        special(machine, frame, values, "__bool__", (), node)
        return NOTHING
    if isinstance(node.op, ast.USub):
        numbers = frozenset(Const("int", -one.value) for one in values if isinstance(one, Const) and isinstance(one.value, int))
        if numbers:
            return numbers
    return special(machine, frame, values, UNARY[type(node.op)], (), node) or NOTHING


def _yield(machine: "Machine", frame: Body, node: ast.Yield | ast.YieldFrom) -> Values:
    values = machine.evaluate(frame, node.value)
    if isinstance(node, ast.YieldFrom):
        values = machine.elements(frame, values, node)
    target = function_frame(frame)
    if target is not None:
        machine.heap.write(target, YIELDED, values, is_certain=False)
    return NOTHING


def _comprehension(machine: "Machine", frame: Body, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Values:
    inner = machine.make(
        frame,
        (node, "scope"),
        lambda serial: Scope(serial, code=machine.codes.of(node), caller=frame.caller, parent=frame, home=home_of(frame)),
    )
    for position, one in enumerate(node.generators):
        source = machine.evaluate(inner if position else frame, one.iter)
        assign(machine, inner, one.target, machine.elements(inner, source, one.iter))
        for condition in one.ifs:
            machine.evaluate(inner, condition)
    kind = {ast.ListComp: "list", ast.SetComp: "set", ast.DictComp: "dict"}.get(type(node), "generator")
    result = machine.make(frame, node, lambda serial: Container(serial, kind=kind))
    if isinstance(node, ast.DictComp):
        machine.evaluate(inner, node.key)
    element = machine.evaluate(inner, node.value if isinstance(node, ast.DictComp) else node.elt)
    machine.heap.write(result, ANY, element, is_certain=False)
    return frozenset({result})


def _inside(machine: "Machine", frame: Body, node: ast.Await | ast.Starred) -> Values:
    return machine.evaluate(frame, node.value)


HANDLERS: dict[type, Callable[["Machine", Body, Any], Values]] = {
    ast.Name: lambda machine, frame, node: read_name(machine, frame, node.id),
    ast.Constant: lambda machine, frame, node: constant(node),
    ast.Attribute: lambda machine, frame, node: machine.attribute(frame, machine.evaluate(frame, node.value), node.attr),
    ast.Call: _call,
    ast.Lambda: _lambda,
    ast.List: display,
    ast.Tuple: display,
    ast.Set: display,
    ast.Dict: dictionary,
    ast.Subscript: read_item,
    ast.BoolOp: _either,
    ast.IfExp: _conditional,
    ast.NamedExpr: _named_expression,
    ast.JoinedStr: _text,
    ast.BinOp: _binary,
    ast.Compare: _compare,
    ast.UnaryOp: _unary,
    ast.Yield: _yield,
    ast.YieldFrom: _yield,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.DictComp: _comprehension,
    ast.Await: _inside,
    ast.Starred: _inside,
}

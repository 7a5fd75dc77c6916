"""Lists, tuples, sets and dicts: elements by constant key where keys are known."""

import ast
from typing import TYPE_CHECKING

from analyzer.read.calls.attributes import special
from analyzer.read.calls.values import (
    ALL,
    ANY,
    LENGTH,
    NOTHING,
    Body,
    Builtin,
    ClassValue,
    Const,
    Container,
    External,
    Instance,
    Key,
    Scope,
    Values,
    in_order,
    joined,
)

if TYPE_CHECKING:
    from analyzer.read.calls.machine import Machine

MAX_LENGTH = 64


def display(machine: "Machine", frame: Body, node: ast.List | ast.Tuple | ast.Set) -> Values:
    """A list, tuple or set display."""
    kind = type(node).__name__.lower()
    result = machine.make(frame, node, lambda serial: Container(serial, kind=kind))
    parts: list[Values] | None = []
    rest: Values = NOTHING
    for item in node.elts:
        if isinstance(item, ast.Starred):
            values = machine.evaluate(frame, item.value)
            inner = sliced(machine, next(iter(values)), slice(None)) if len(values) == 1 else None
            rest |= machine.elements(frame, values, item) if inner is None else NOTHING
            parts = parts + inner if parts is not None and inner is not None else None
        else:
            values = machine.evaluate(frame, item)
            rest |= values
            if parts is not None:
                parts.append(values)
    fill(machine, result, parts if kind != "set" else None, rest)
    return frozenset({result})


def fill(machine: "Machine", container: Container, parts: list[Values] | None, rest: Values = NOTHING) -> None:
    """Give a new list its elements: one by one where all are known in order, else all together."""
    if parts is None or len(parts) > MAX_LENGTH:
        machine.heap.write(container, ANY, joined((rest, *(parts or ()))))
        return
    for position, values in enumerate(parts):
        machine.heap.write(container, ("int", position), values)
    machine.heap.write(container, LENGTH, frozenset({Const("int", len(parts))}))


def dictionary(machine: "Machine", frame: Body, node: ast.Dict) -> Values:
    """A dict display."""
    result = machine.make(frame, node, lambda serial: Container(serial, kind="dict"))
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            merge(machine, result, machine.evaluate(frame, value))
        else:
            keys, values = machine.evaluate(frame, key), machine.evaluate(frame, value)
            if values or result.slots:
                put(machine, result, keys, values, is_certain=True)
    return frozenset({result})


def merge(machine: "Machine", target: Container, sources: Values) -> None:
    """``dict.update``: what one dict certainly has replaces what the target had."""
    for source in in_order(sources):
        if isinstance(source, Container):
            for key in [one for one in source.slots if one not in (LENGTH, ALL)]:
                is_certain = key != ANY and len(sources) == 1
                machine.heap.write(target, key, machine.heap.read(source, key) or NOTHING, is_certain=is_certain)


def length(machine: "Machine", container: Container) -> int | None:
    """How many elements a list has; None where that is not known."""
    found = machine.heap.read(container, LENGTH)
    if found is None or len(found) != 1:
        return None
    only = next(iter(found))
    return only.value if isinstance(only, Const) and isinstance(only.value, int) else None


def everything(machine: "Machine", container: Container) -> Values:
    """All elements of a list, all values of a dict."""
    return machine.heap.elements(container)


def sliced(machine: "Machine", container: object, part: slice) -> list[Values] | None:
    """The elements of a slice in order; None where they are not known one by one."""
    size = length(machine, container) if isinstance(container, Container) else None
    if size is None or not isinstance(container, Container) or machine.heap.read(container, ANY):
        return None
    return [machine.heap.read(container, ("int", position)) or NOTHING for position in range(size)[part]]


def put(machine: "Machine", container: Container, keys: Values, values: Values, is_certain: bool) -> None:
    """``container[key] = value``."""
    known = [one for one in in_order(keys) if isinstance(one, Const)]
    if not known or len(known) < len(keys):
        machine.heap.write(container, ANY, values, is_certain=False)
        return
    for one in known:
        key = _key(machine, container, one)
        certain = is_certain and len(known) == 1 and key != ANY
        machine.heap.write(container, key, values, is_certain=certain)


def take(machine: "Machine", container: Container, keys: Values) -> Values:
    """``container[key]``."""
    known = [one for one in in_order(keys) if isinstance(one, Const)]
    if not known or len(known) < len(keys):
        return everything(machine, container)
    slots = [_key(machine, container, one) for one in known]
    if ANY in slots:
        return everything(machine, container)
    found = [machine.heap.read(container, slot) for slot in slots]
    rest = machine.heap.read(container, ANY) or NOTHING
    return joined((*(one for one in found if one is not None), rest))


def _key(machine: "Machine", container: Container, constant: Const) -> Key:
    if constant.type == "int" and isinstance(constant.value, int) and constant.value < 0 and container.kind != "dict":
        size = length(machine, container)
        return ("int", size + constant.value) if size is not None else ANY
    return (constant.type, constant.value)


def read_item(machine: "Machine", frame: Body, node: ast.Subscript) -> Values:
    """What ``value[key]`` may stand for."""
    values = machine.evaluate(frame, node.value)
    if isinstance(node.slice, ast.Slice):
        return _slice(machine, frame, node, node.slice, values)
    keys = machine.evaluate(frame, node.slice)
    found: Values = NOTHING
    for one in in_order(values):
        if isinstance(one, Container):
            found |= take(machine, one, keys)
        elif isinstance(one, Instance):
            found |= special(machine, frame, frozenset({one}), "__getitem__", (keys,), node) or NOTHING
        elif isinstance(one, Scope):
            names = [key.value for key in in_order(keys) if isinstance(key, Const) and isinstance(key.value, str)]
            found |= joined(machine.attribute(frame, frozenset({one}), name) for name in names)
        elif isinstance(one, ClassValue | Builtin) or (isinstance(one, External) and one.name.rpartition(".")[2][:1].isupper()):
            found |= {one}
    return found


def _slice(machine: "Machine", frame: Body, node: ast.Subscript, part: ast.Slice, values: Values) -> Values:
    bounds = [machine.evaluate(frame, one) for one in (part.lower, part.upper, part.step)]
    numbers = [_number(one) for one in bounds]
    is_known = all(number is not None or one is None for number, one in zip(numbers, (part.lower, part.upper, part.step), strict=True))
    containers = [one for one in in_order(values) if isinstance(one, Container)]
    found: Values = frozenset(one for one in values if isinstance(one, Const) and one.type == "str")
    if not containers:
        return found
    result = machine.make(frame, node, lambda serial: Container(serial, kind=containers[0].kind))
    parts = sliced(machine, containers[0], slice(*numbers)) if is_known and len(containers) == 1 and numbers[2] != 0 else None
    fill(machine, result, parts, NOTHING if parts is not None else joined(everything(machine, one) for one in containers))
    return found | {result}


def _number(values: Values) -> int | None:
    if len(values) == 1 and isinstance(only := next(iter(values)), Const) and isinstance(only.value, int):
        return only.value
    return None


def combined(machine: "Machine", frame: Body, left: Values, right: Values, node: ast.BinOp) -> Values:
    """The sum of two lists, in order where that is known; the union of two dicts or sets; a list many times over."""
    containers = (
        [one for one in in_order(left) if isinstance(one, Container)],
        [one for one in in_order(right) if isinstance(one, Container)],
    )
    both = [*containers[0], *containers[1]]
    if not both or both[0].kind == "generator":
        return NOTHING
    kind = both[0].kind
    result = machine.make(frame, node, lambda serial: Container(serial, kind=kind))
    if kind == "dict":
        for side in containers:
            merge(machine, result, frozenset(side))
        return frozenset({result})
    parts = [sliced(machine, side[0], slice(None)) for side in containers if len(side) == 1]
    known = (
        [one for part in parts for one in part or ()] if len(parts) == 2 and None not in parts and isinstance(node.op, ast.Add) else None
    )
    fill(machine, result, known, NOTHING if known is not None else joined(everything(machine, one) for one in both))
    return frozenset({result})

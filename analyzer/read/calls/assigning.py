"""Assignment to names, attributes, elements and patterns of them."""

import ast
from typing import TYPE_CHECKING

from analyzer.read.calls.attributes import special
from analyzer.read.calls.containers import everything, fill, put, sliced
from analyzer.read.calls.names import write_name
from analyzer.read.calls.values import (
    ANY,
    NOTHING,
    Arguments,
    Body,
    Bound,
    Container,
    FunctionValue,
    Instance,
    Place,
    Value,
    Values,
    Wrapped,
    in_order,
    joined,
)

if TYPE_CHECKING:
    from analyzer.read.calls.machine import Machine


def assign(machine: "Machine", frame: Body, target: ast.expr, values: Values) -> None:
    """Bind a target to what a value may stand for."""
    match target:
        case ast.Name():
            write_name(machine, frame, target.id, values)
        case ast.Attribute():
            _assign_attribute(machine, frame, target, values)
        case ast.Subscript():
            _assign_item(machine, frame, target, values)
        case ast.Tuple() | ast.List():
            _unpack(machine, frame, target, values)
        case ast.Starred():
            assign(machine, frame, target.value, values)


def _assign_attribute(machine: "Machine", frame: Body, target: ast.Attribute, values: Values) -> None:
    objects = in_order(machine.evaluate(frame, target.value))
    for one in objects:
        if isinstance(one, Instance) and _set_property(machine, frame, one, target, values):
            continue
        if isinstance(one, Bound):
            one = one.function
        if isinstance(one, Place):
            machine.heap.write(one, target.attr, values, is_certain=len(objects) == 1)


def _set_property(machine: "Machine", frame: Body, one: Instance, target: ast.Attribute, values: Values) -> bool:
    """Call the setter or descriptor where the class has one of that name."""
    for member in in_order(machine.member(one.cls, target.attr)):
        if isinstance(member, Wrapped) and isinstance(member.setter, FunctionValue):
            machine.call(frame, frozenset({Bound(member.setter, one)}), Arguments((values,)), target)
            return True
        if isinstance(member, Instance) and member is not one:
            return special(machine, frame, frozenset({member}), "__set__", (frozenset({one}), values), target) is not None
    return False


def _assign_item(machine: "Machine", frame: Body, target: ast.Subscript, values: Values) -> None:
    objects = in_order(machine.evaluate(frame, target.value))
    keys = machine.evaluate(frame, target.slice)
    for one in objects:
        if isinstance(one, Container):
            put(machine, one, keys, values, is_certain=len(objects) == 1)
        else:
            special(machine, frame, frozenset({one}), "__setitem__", (keys, values), target)


def _unpack(machine: "Machine", frame: Body, target: ast.Tuple | ast.List, values: Values) -> None:
    starred = next((place for place, one in enumerate(target.elts) if isinstance(one, ast.Starred)), None)
    rows = [_row(machine, frame, one, len(target.elts), starred, target) for one in in_order(values)]
    for place, one in enumerate(target.elts):
        if place != starred:
            assign(machine, frame, one, joined(row[place][0] if row[place] else NOTHING for row in rows))
            continue
        rest = machine.make(frame, one, lambda serial: Container(serial, kind="list"))
        fill(machine, rest, rows[0][place] if len(rows) == 1 else None, joined(part for row in rows for part in row[place]))
        assign(machine, frame, one, frozenset({rest}))


def _row(machine: "Machine", frame: Body, value: Value, size: int, starred: int | None, site: ast.expr) -> list[list[Values]]:
    """For each target the values that it takes from one object: one, or for the starred target any number."""
    parts = sliced(machine, value, slice(None))
    if parts is None or len(parts) < size - (starred is not None):
        if isinstance(value, Container) and value.kind != "dict":
            each = [machine.heap.read(value, ("int", place)) for place in range(size)]
            known = everything(machine, value)
            is_exact = starred is None and not machine.heap.read(value, ANY)
            return [[found if is_exact and found is not None else known] for found in each]
        known = machine.elements(frame, frozenset({value}), site)
        return [[known] for _ in range(size)]
    if starred is None:
        return [[part] for part in parts[:size]]
    tail = size - starred - 1
    middle = parts[starred : len(parts) - tail]
    return [*([part] for part in parts[:starred]), middle, *([part] for part in parts[len(parts) - tail :])]

"""What a function gives once its code was followed, and what it is given where nobody calls it."""

import ast
from typing import TYPE_CHECKING

from analyzer.read.calls.annotations import instances_of
from analyzer.read.calls.code import Definition
from analyzer.read.calls.values import ANY, NOTHING, RETURNED, YIELDED, Arguments, Container, FunctionValue, Scope, Values

if TYPE_CHECKING:
    from analyzer.read.calls.machine import Machine


def outcome(machine: "Machine", frame: Scope) -> Values:
    """What a call gives whose code ran in a frame: what it returned, or a generator; else what the annotation promises."""
    code = frame.code
    if code.is_generator:
        made = machine.make(frame, code, lambda serial: Container(serial, kind="generator"))
        machine.heap.write(made, ANY, machine.heap.read(frame, YIELDED) or NOTHING, is_certain=False)
        return frozenset({made})
    values = machine.heap.read(frame, RETURNED) or NOTHING
    node = code.node
    if not values and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns is not None and frame.function is not None:
        return instances_of(machine, frame.function.scope, node.returns)
    return values


def adopted(machine: "Machine", function: FunctionValue) -> Arguments:
    """The arguments of a function that nothing calls: a method gets an object of its class, or its class."""
    node, owner = function.code.node, function.owner
    if owner is None or not isinstance(node, Definition):
        return Arguments()
    decorators = {one.id for one in getattr(node, "decorator_list", ()) if isinstance(one, ast.Name)}
    if "staticmethod" in decorators:
        return Arguments()
    name = getattr(node, "name", "")
    if "classmethod" in decorators or name in ("__new__", "__init_subclass__", "__class_getitem__"):
        return Arguments((frozenset({owner}),))
    return Arguments((frozenset(machine.assumed(owner)),))

"""Classes: made by running their body, and called to make objects."""

import ast
from typing import TYPE_CHECKING

from analyzer.read.calls.attributes import order, search, special
from analyzer.read.calls.functions import decorated
from analyzer.read.calls.names import home_of, write_name
from analyzer.read.calls.values import (
    Arguments,
    Body,
    Bound,
    Builtin,
    ClassValue,
    External,
    FunctionValue,
    Instance,
    Values,
    Wrapped,
    in_order,
)

if TYPE_CHECKING:
    from analyzer.read.calls.machine import Machine

MAX_BASES = 8


def define_class(machine: "Machine", frame: Body, node: ast.ClassDef) -> None:
    """Follow a class statement: bases, body, decorators."""
    bases = [one for base in node.bases for one in in_order(machine.evaluate(frame, base))]
    keywords = tuple((keyword.arg or "", machine.evaluate(frame, keyword.value)) for keyword in node.keywords)
    code, caller = machine.codes.of(node), f"{frame.caller}.{node.name}"

    def create(serial: int) -> ClassValue:
        return ClassValue(serial, code=code, caller=caller, parent=frame, home=home_of(frame))

    is_known = node in frame.made
    made = machine.make(frame, node, create)
    before = (made.bases, made.outside)
    made.bases = tuple(dict.fromkeys((*made.bases, *(one for one in bases if isinstance(one, ClassValue) and one is not made))))[:MAX_BASES]
    made.outside = tuple(dict.fromkeys((*made.outside, *(one for one in bases if isinstance(one, External | Builtin)))))[:MAX_BASES]
    if is_known and before != (made.bases, made.outside):
        machine.shape += 1
    machine.execute_class(made, code.body)
    values = decorated(machine, frame, made, node.decorator_list)
    write_name(machine, frame, node.name, values)
    _tell_bases(machine, frame, made, keywords)


def _tell_bases(machine: "Machine", frame: Body, made: ClassValue, keywords: tuple[tuple[str, Values], ...]) -> None:
    for hook in in_order(search(machine, order(machine, made)[1:], "__init_subclass__")):
        function = hook.inner if isinstance(hook, Wrapped) else hook
        if isinstance(function, FunctionValue):
            machine.call(frame, frozenset({Bound(function, made)}), Arguments((), keywords), made.code.node)


def construct(machine: "Machine", frame: Body, cls: ClassValue, arguments: Arguments, site: ast.AST) -> Values:
    """The object that a call of a class makes, after ``__new__`` and ``__init__``."""
    made = machine.instance(frame, site, cls)
    for member in in_order(machine.member(cls, "__new__")):
        function = member.inner if isinstance(member, Wrapped) else member
        if isinstance(function, FunctionValue):
            machine.note(frame, function.caller)
            machine.invoke(function, arguments.after(frozenset({cls})))
    initialise(machine, frame, made, arguments, site)
    return frozenset({made})


def initialise(machine: "Machine", frame: Body, made: Instance, arguments: Arguments, site: ast.AST) -> None:
    """Follow the ``__init__`` of an object; without one, fields get the arguments as a dataclass gives them."""
    initialisers = machine.member(made.cls, "__init__")
    callees: Values = frozenset(Bound(one, made) if isinstance(one, FunctionValue) else one for one in initialisers)
    if callees:
        machine.call(frame, callees, arguments, site)
        return
    for name, values in arguments.keywords:
        machine.heap.write(made, name, values)
    if arguments.positional:
        names = [field for one in reversed(order(machine, made.cls)) for field in one.code.fields]
        for name, values in zip(dict.fromkeys(names), arguments.positional, strict=False):
            machine.heap.write(made, name, values)
    special(machine, frame, frozenset({made}), "__post_init__", (), site)

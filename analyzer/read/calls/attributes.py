"""What an attribute may stand for: of modules, objects, classes, ``super()``, and things from outside."""

import ast
from collections import deque
from collections.abc import Iterable
from types import GeneratorType
from typing import TYPE_CHECKING

from analyzer.read.calls.values import (
    NOTHING,
    Arguments,
    Body,
    Bound,
    Builtin,
    ClassValue,
    Const,
    Container,
    External,
    FunctionValue,
    Instance,
    Method,
    Partial,
    Scope,
    Super,
    Typed,
    Value,
    Values,
    Wrapped,
    in_order,
    joined,
)

if TYPE_CHECKING:
    from analyzer.read.calls.machine import Machine

MAX_PARTS = 8
MAX_ANCESTORS = 64
TYPES: dict[str, type] = {
    "list": list,
    "tuple": tuple,
    "dict": dict,
    "set": set,
    "generator": GeneratorType,
    "deque": deque,
    "str": str,
    "int": int,
    "PyStr": str,
}
SILENT = ("typing", "typing_extensions", "abc")


def attribute(machine: "Machine", frame: Body, values: Values, name: str) -> Values:
    """What ``value.name`` may stand for; a property's getter is called."""
    return joined(_of(machine, frame, one, name) for one in in_order(values))


def _of(machine: "Machine", frame: Body, one: Value, name: str) -> Values:
    match one:
        case Scope():
            return _of_module(machine, one, name)
        case Instance():
            return _of_instance(machine, frame, one, name)
        case ClassValue():
            found = machine.member(one, name)
            if (
                is_enumeration(machine, one)
                and name in one.code.locals
                and not any(isinstance(part, FunctionValue | Wrapped) for part in found)
            ):
                return frozenset(machine.assumed(one))
            return joined(_from_class(machine, member, one) for member in in_order(found))
        case Super():
            return _of_super(machine, frame, one, name)
        case Container() | Const() | Typed():
            return frozenset({Method(one, name)}) if has_method(one, name) else NOTHING
        case External() if one.name.count(".") < MAX_PARTS:
            return frozenset({External(f"{one.name}.{name}")})
        case Builtin():
            return frozenset({Builtin(f"{one.name}.{name}")}) if "." not in one.name else NOTHING
        case Bound():
            if name == "__self__":
                return frozenset({one.receiver})
            return frozenset({one.function}) if name == "__func__" else machine.heap.read(one.function, name) or NOTHING
        case FunctionValue():
            return machine.heap.read(one, name) or NOTHING
        case Wrapped(how="property") if name in ("setter", "deleter", "getter"):
            return frozenset({Wrapped(name, one)})
        case Partial() if name == "func":
            return frozenset({one.inner})
    return NOTHING


def is_enumeration(machine: "Machine", cls: ClassValue) -> bool:
    """Whether the names in a class's body stand for objects of the class."""
    return any(part.name.startswith("enum.") for one in order(machine, cls) for part in one.outside if isinstance(part, External))


def has_method(one: Container | Const | Typed, name: str) -> bool:
    """Whether the built-in type of a value has a method of that name."""
    kind = TYPES[one.kind if isinstance(one, Container) else one.type]
    return hasattr(kind, name)


def _of_module(machine: "Machine", module: Scope, name: str) -> Values:
    found = machine.heap.read(module, name)
    if found is not None:
        return found
    inner = machine.library.find(f"{module.caller}.{name}")
    known = machine.scopes.get(inner.name) if inner is not None else None
    return frozenset({known}) if known is not None else NOTHING


def _of_instance(machine: "Machine", frame: Body, one: Instance, name: str) -> Values:
    own = machine.heap.read(one, name)
    if own is not None and not one.many:
        return own
    if name == "__class__":
        return frozenset({one.cls})
    found = machine.member(one.cls, name)
    values = joined(_from_instance(machine, frame, member, one, name) for member in in_order(found))
    if not found and own is None and not name.startswith("__"):
        getters = machine.member(one.cls, "__getattr__")
        bound = [Bound(getter, one) for getter in in_order(getters) if isinstance(getter, FunctionValue)]
        if bound:
            values |= _invoked(machine, frame, bound, Arguments((frozenset({Const("str", name)}),)))
    return values | (own or NOTHING)


def _of_super(machine: "Machine", frame: Body, one: Super, name: str) -> Values:
    cls = one.receiver.cls if isinstance(one.receiver, Instance) else one.receiver
    classes = order(machine, cls) if isinstance(cls, ClassValue) else order(machine, one.after)
    behind = classes[classes.index(one.after) + 1 :] if one.after in classes else order(machine, one.after)[1:]
    found = search(machine, behind, name, one.after)
    if isinstance(one.receiver, Instance):
        return joined(_from_instance(machine, frame, member, one.receiver, name) for member in in_order(found))
    if isinstance(one.receiver, ClassValue):
        return joined(_from_class(machine, member, one.receiver) for member in in_order(found))
    return found


def search(machine: "Machine", classes: Iterable[ClassValue], name: str, start: ClassValue | None = None) -> Values:
    """The member of the first class that has it, else what a base from outside may have."""
    outside: list[External | Builtin] = list(start.outside) if start is not None else []
    for one in classes:
        found = machine.heap.read(one, name)
        if found is not None:
            return found
        outside += one.outside
    return foreign_member(outside, name)


def foreign_member(outside: Iterable[External | Builtin], name: str) -> Values:
    """What the first base from outside may have under a name."""
    foreign = [one for one in outside if isinstance(one, External) and one.name.partition(".")[0] not in SILENT]
    return frozenset({External(f"{foreign[0].name}.{name}")}) if foreign and foreign[0].name.count(".") < MAX_PARTS else NOTHING


def _from_instance(machine: "Machine", frame: Body, member: Value, receiver: Instance, name: str) -> Values:
    if isinstance(member, FunctionValue):
        return frozenset({Bound(member, receiver)})
    if isinstance(member, Wrapped):
        if member.how == "property" and isinstance(member.inner, FunctionValue):
            return _invoked(machine, frame, [Bound(member.inner, receiver)], Arguments())
        return _from_class(machine, member, receiver.cls)
    if isinstance(member, Instance) and member is not receiver:
        got = special(machine, frame, frozenset({member}), "__get__", (frozenset({receiver}), frozenset({receiver.cls})), None)
        return got if got is not None else frozenset({member})
    return frozenset({member})


def _from_class(machine: "Machine", member: Value, cls: ClassValue) -> Values:
    if isinstance(member, Wrapped):
        if member.how == "classmethod" and isinstance(member.inner, FunctionValue):
            return frozenset({Bound(member.inner, cls)})
        return frozenset({member.inner}) if member.how in ("staticmethod", "classmethod") else frozenset({member})
    return frozenset({member})


def _invoked(machine: "Machine", frame: Body, methods: list[Bound], arguments: Arguments) -> Values:
    result: Values = NOTHING
    for function, receivers in machine.together(methods):
        machine.note(frame, function.caller)
        result |= machine.invoke(function, arguments.after(receivers))
    return result


def special(
    machine: "Machine", frame: Body, values: Values, name: str, arguments: tuple[Values, ...], site: ast.AST | None
) -> Values | None:
    """What a special method such as ``__iter__`` gives, called on each object whose class defines it; None where none does."""
    objects = [one for one in in_order(values) if isinstance(one, Instance)]
    bound = [Bound(found, one) for one in objects for found in in_order(machine.member(one.cls, name)) if isinstance(found, FunctionValue)]
    return _invoked(machine, frame, bound, Arguments(arguments)) if bound else None


def order(machine: "Machine", cls: ClassValue) -> tuple[ClassValue, ...]:
    """The classes in which members of a class are looked up, the class itself first."""
    return machine.order(cls, lambda one: _linear(machine, one))


def _linear(machine: "Machine", cls: ClassValue) -> tuple[ClassValue, ...]:
    """The C3 order; where there is none, depth first. Of very many ancestors the nearest are kept."""
    lists = [[one for one in order(machine, base) if one is not cls] for base in cls.bases]
    lists.append(list(cls.bases))
    result = [cls]
    while any(lists):
        if len(result) == MAX_ANCESTORS:
            machine.cut.add(cls.caller)
            break
        lists = [one for one in lists if one]
        heads = [one[0] for one in lists]
        chosen = next((head for head in heads if not any(head in one[1:] for one in lists)), heads[0])
        if chosen not in result:
            result.append(chosen)
        lists = [[other for other in one if other is not chosen] for one in lists]
    return tuple(result)

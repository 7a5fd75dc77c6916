"""Calls of built-in functions: those that call back, hand elements on, or look attributes up."""

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from analyzer.read.calls.attributes import special
from analyzer.read.calls.containers import fill, merge, sliced
from analyzer.read.calls.names import function_frame, home_of, read_name
from analyzer.read.calls.values import (
    ANY,
    NOTHING,
    Arguments,
    Body,
    Bound,
    ClassValue,
    Const,
    Container,
    FunctionValue,
    Instance,
    Partial,
    Place,
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

Model: TypeAlias = Callable[["Machine", Body, Arguments, ast.AST], Values]
TEXT: Values = frozenset({Typed("PyStr")})
SPECIALS = {
    "len": "__len__",
    "repr": "__repr__",
    "hash": "__hash__",
    "bool": "__bool__",
    "abs": "__abs__",
    "int": "__int__",
    "float": "__float__",
    "reversed": "__reversed__",
    "bytes": "__bytes__",
    "round": "__round__",
    "dir": "__dir__",
    "aiter": "__aiter__",
    "anext": "__anext__",
}


def call_builtin(machine: "Machine", frame: Body, name: str, arguments: Arguments, site: ast.AST) -> Values:
    """What a built-in function gives; what it calls back is noted for the caller."""
    machine.note(frame, f"<builtin>.{name}")
    model = MODELS.get(name)
    if model is not None:
        return model(machine, frame, arguments, site)
    if name in SPECIALS:
        return special(machine, frame, arguments.at(0), SPECIALS[name], (), site) or NOTHING
    return NOTHING


def is_callable(value: Value) -> bool:
    """Whether a value is code of the code base that can be called."""
    return isinstance(value, FunctionValue | Bound | ClassValue | Partial) or (
        isinstance(value, Wrapped) and value.how in ("staticmethod", "classmethod")
    )


def container(machine: "Machine", frame: Body, site: object, kind: str, values: Values) -> Container:
    """A new container of elements whose order is not known."""
    result = machine.make(frame, (site, kind), lambda serial: Container(serial, kind=kind))
    machine.heap.write(result, ANY, values, is_certain=False)
    return result


def called_back(machine: "Machine", frame: Body, callees: Values, arguments: Arguments, site: ast.AST) -> Values:
    """Call what of some values can be called."""
    return machine.call(frame, frozenset(one for one in callees if is_callable(one)), arguments, site)


def _map(machine: "Machine", frame: Body, arguments: Arguments, site: ast.AST) -> Values:
    elements = tuple(machine.elements(frame, one, site) for one in arguments.positional[1:])
    result = called_back(machine, frame, arguments.everything(), Arguments(elements), site)
    return frozenset({container(machine, frame, site, "generator", result)})


def _filter(machine: "Machine", frame: Body, arguments: Arguments, site: ast.AST) -> Values:
    elements = machine.elements(frame, arguments.at(1), site)
    called_back(machine, frame, arguments.everything(), Arguments((elements,)), site)
    return frozenset({container(machine, frame, site, "generator", elements)})


def _sorted(machine: "Machine", frame: Body, arguments: Arguments, site: ast.AST) -> Values:
    elements = machine.elements(frame, arguments.at(0), site)
    called_back(machine, frame, arguments.named("key"), Arguments((elements,)), site)
    return frozenset({container(machine, frame, site, "list", elements)})


def _extreme(machine: "Machine", frame: Body, arguments: Arguments, site: ast.AST) -> Values:
    many = len(arguments.positional) > 1
    elements = joined(arguments.positional) if many else machine.elements(frame, arguments.at(0), site)
    called_back(machine, frame, arguments.named("key"), Arguments((elements,)), site)
    return elements


def reduced(machine: "Machine", frame: Body, arguments: Arguments, site: ast.AST) -> Values:
    """``functools.reduce``: what the function gives is its first argument the next time."""
    elements = machine.elements(frame, arguments.at(1), site)
    first = elements | arguments.at(2)
    given: Values = NOTHING
    for _ in range(2):
        given |= called_back(machine, frame, arguments.at(0), Arguments((first | given, elements)), site)
    return given or first


def _next(machine: "Machine", frame: Body, arguments: Arguments, site: ast.AST) -> Values:
    own = frozenset(one for one in arguments.at(0) if isinstance(one, Instance))
    found = special(machine, frame, own, "__next__", (), site) or NOTHING
    return found | machine.elements(frame, arguments.at(0) - own, site) | (arguments.at(1) if len(arguments.positional) > 1 else NOTHING)


def _iter(machine: "Machine", frame: Body, arguments: Arguments, site: ast.AST) -> Values:
    if len(arguments.positional) > 1:
        result = called_back(machine, frame, arguments.at(0), Arguments(), site)
        return frozenset({container(machine, frame, site, "generator", result)})
    own = frozenset(one for one in arguments.at(0) if isinstance(one, Instance))
    return (special(machine, frame, own, "__iter__", (), site) or NOTHING) | (arguments.at(0) - own)


def _zip(machine: "Machine", frame: Body, arguments: Arguments, site: ast.AST) -> Values:
    row = machine.make(frame, (site, "row"), lambda serial: Container(serial, kind="tuple"))
    fill(machine, row, [machine.elements(frame, one, site) for one in arguments.positional])
    return frozenset({container(machine, frame, site, "generator", frozenset({row}))})


def _enumerate(machine: "Machine", frame: Body, arguments: Arguments, site: ast.AST) -> Values:
    row = machine.make(frame, (site, "row"), lambda serial: Container(serial, kind="tuple"))
    fill(machine, row, [NOTHING, machine.elements(frame, arguments.at(0), site)])
    return frozenset({container(machine, frame, site, "generator", frozenset({row}))})


def _collection(kind: str) -> Model:
    def model(machine: "Machine", frame: Body, arguments: Arguments, site: ast.AST) -> Values:
        source = arguments.at(0)
        parts = sliced(machine, next(iter(source)), slice(None)) if len(source) == 1 and kind in ("list", "tuple") else None
        if parts is None and arguments.positional:
            return frozenset({container(machine, frame, site, kind, machine.elements(frame, source, site))})
        result = machine.make(frame, (site, kind), lambda serial: Container(serial, kind=kind))
        fill(machine, result, (parts or []) if kind != "set" else None)
        return frozenset({result})

    return model


def _dict(machine: "Machine", frame: Body, arguments: Arguments, site: ast.AST) -> Values:
    result = machine.make(frame, (site, "dict"), lambda serial: Container(serial, kind="dict"))
    for one in in_order(arguments.at(0)):
        if isinstance(one, Container) and one.kind == "dict":
            merge(machine, result, frozenset({one}))
        else:
            rows = machine.elements(frame, frozenset({one}), site)
            found = joined(machine.elements(frame, frozenset({row}), site) for row in rows)
            machine.heap.write(result, ANY, found, is_certain=False)
    for name, values in arguments.keywords:
        machine.heap.write(result, ("str", name), values)
    return frozenset({result})


def _getattr(machine: "Machine", frame: Body, arguments: Arguments, site: ast.AST) -> Values:
    names = [one.value for one in in_order(arguments.at(1)) if isinstance(one, Const) and isinstance(one.value, str)]
    found = joined(machine.attribute(frame, arguments.at(0), name) for name in names)
    return found | (arguments.at(2) if len(arguments.positional) > 2 else NOTHING)


def _setattr(machine: "Machine", frame: Body, arguments: Arguments, site: ast.AST) -> Values:
    objects, names = arguments.at(0), arguments.at(1)
    for one in in_order(objects):
        for name in in_order(names):
            if isinstance(one, Place) and isinstance(name, Const) and isinstance(name.value, str):
                machine.heap.write(one, name.value, arguments.at(2), is_certain=len(objects) == len(names) == 1)
    return NOTHING


def _super(machine: "Machine", frame: Body, arguments: Arguments, site: ast.AST) -> Values:
    if len(arguments.positional) > 1:
        pairs = [(cls, one) for cls in in_order(arguments.at(0)) for one in in_order(arguments.at(1))]
        return frozenset(Super(cls, one) for cls, one in pairs if isinstance(cls, ClassValue))
    scope: Body | None = function_frame(frame)
    while scope is not None:
        function = None if isinstance(scope, ClassValue) else scope.function
        args = function.code.arguments if function is not None else None
        if function is not None and function.owner is not None and args is not None and (args.posonlyargs or args.args):
            receivers = read_name(machine, scope, (*args.posonlyargs, *args.args)[0].arg)
            return frozenset(Super(function.owner, one) for one in receivers if isinstance(one, Instance | ClassValue))
        scope = scope.parent
    return NOTHING


def _type(machine: "Machine", frame: Body, arguments: Arguments, site: ast.AST) -> Values:
    return frozenset(one.cls for one in arguments.at(0) if isinstance(one, Instance))


def _text(machine: "Machine", frame: Body, arguments: Arguments, site: ast.AST) -> Values:
    special(machine, frame, arguments.at(0), "__str__", (), site)
    return TEXT


def _print(machine: "Machine", frame: Body, arguments: Arguments, site: ast.AST) -> Values:
    for one in (*arguments.positional, arguments.spread):
        special(machine, frame, one, "__str__", (), site)
    return NOTHING


def _globals(machine: "Machine", frame: Body, arguments: Arguments, site: ast.AST) -> Values:
    return frozenset({home_of(frame)})


def _wrapper(how: str) -> Model:
    return lambda machine, frame, arguments, site: frozenset(Wrapped(how, one) for one in arguments.at(0))


MODELS: dict[str, Model] = {
    "map": _map,
    "filter": _filter,
    "sorted": _sorted,
    "min": _extreme,
    "max": _extreme,
    "next": _next,
    "iter": _iter,
    "zip": _zip,
    "enumerate": _enumerate,
    "list": _collection("list"),
    "tuple": _collection("tuple"),
    "set": _collection("set"),
    "frozenset": _collection("set"),
    "reversed": _collection("generator"),
    "dict": _dict,
    "getattr": _getattr,
    "setattr": _setattr,
    "super": _super,
    "type": _type,
    "str": _text,
    "format": _text,
    "input": _text,
    "print": _print,
    "globals": _globals,
    "staticmethod": _wrapper("staticmethod"),
    "classmethod": _wrapper("classmethod"),
    "property": _wrapper("property"),
}

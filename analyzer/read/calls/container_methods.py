"""Methods of built-in types. Those that only change a container are assignments; the others are calls too."""

import ast
from typing import TYPE_CHECKING

from analyzer.read.calls.builtin_calls import called_back, container
from analyzer.read.calls.containers import everything, fill, length, merge, put, sliced, take
from analyzer.read.calls.iterating import keys
from analyzer.read.calls.values import ANY, LENGTH, NOTHING, Arguments, Body, Const, Container, Method, Typed, Values, in_order, joined

if TYPE_CHECKING:
    from analyzer.read.calls.machine import Machine

TEXT: Values = frozenset({Typed("PyStr")})
TYPES = {"list": "PyList", "tuple": "PyTuple", "dict": "PyDict", "set": "PySet", "generator": "PyGenerator", "deque": "PyDeque"}
CHANGES = frozenset({"append", "appendleft", "add", "insert", "extend", "update", "remove", "discard", "clear", "sort", "reverse"})
LISTS_OF_TEXT = frozenset({"split", "rsplit", "splitlines", "partition", "rpartition"})
NOT_TEXT = frozenset({"count", "find", "index", "rfind", "rindex", "encode"})


def call_method(machine: "Machine", frame: Body, method: Method, arguments: Arguments, site: ast.AST) -> Values:
    """What a method of a built-in type gives, and what it changes."""
    one, name = method.receiver, method.name
    if not isinstance(one, Container):
        return _call_text(machine, frame, one, name, arguments, site)
    if name not in CHANGES:
        machine.note(frame, f"<**{TYPES[one.kind]}**>.{name}")
    if one.kind == "dict":
        return _call_dict(machine, frame, one, name, arguments, site)
    if one.kind == "generator":
        return everything(machine, one) if name in ("__next__", "send") else frozenset({one}) if name == "__iter__" else NOTHING
    return _call_list(machine, frame, one, name, arguments, site)


def _call_text(machine: "Machine", frame: Body, one: Const | Typed, name: str, arguments: Arguments, site: ast.AST) -> Values:
    if isinstance(one, Const) and one.type != "str":
        return NOTHING
    machine.note(frame, f"<**PyStr**>.{name}")
    if name == "join":
        machine.elements(frame, arguments.at(0), site)
    if name in LISTS_OF_TEXT:
        return frozenset({container(machine, frame, site, "list", TEXT)})
    return NOTHING if name in NOT_TEXT or name.startswith("is") or name.endswith("with") else TEXT


def _call_dict(machine: "Machine", frame: Body, one: Container, name: str, arguments: Arguments, site: ast.AST) -> Values:
    match name:
        case "get" | "pop" | "__getitem__":
            return take(machine, one, arguments.at(0)) | arguments.at(1)
        case "setdefault":
            values = take(machine, one, arguments.at(0)) | arguments.at(1)
            put(machine, one, arguments.at(0), values, is_certain=True)
            return values
        case "update":
            for source in arguments.positional:
                merge(machine, one, source)
            for key, values in arguments.keywords:
                machine.heap.write(one, ("str", key), values)
            machine.heap.write(one, ANY, arguments.others | arguments.spread, is_certain=False)
        case "values":
            return frozenset({container(machine, frame, site, "generator", everything(machine, one))})
        case "keys":
            return frozenset({container(machine, frame, site, "generator", keys(machine, one))})
        case "items":
            row = machine.make(frame, (site, "row"), lambda serial: Container(serial, kind="tuple"))
            fill(machine, row, [keys(machine, one), everything(machine, one)])
            return frozenset({container(machine, frame, site, "generator", frozenset({row}))})
        case "popitem":
            return frozenset({container(machine, frame, site, "tuple", everything(machine, one))})
        case "copy":
            copied = machine.make(frame, (site, "copy"), lambda serial: Container(serial, kind="dict"))
            merge(machine, copied, frozenset({one}))
            return frozenset({copied})
        case "clear":
            for slot in list(one.slots):
                machine.heap.forget(one, slot)
    return NOTHING


def _call_list(machine: "Machine", frame: Body, one: Container, name: str, arguments: Arguments, site: ast.AST) -> Values:
    match name:
        case "append":
            _append(machine, one, arguments.at(0))
        case "extend":
            _extend(machine, frame, one, arguments.at(0), site)
        case "add" | "appendleft":
            machine.heap.write(one, ANY, arguments.at(0), is_certain=False)
        case "update":
            machine.heap.write(one, ANY, joined(machine.elements(frame, part, site) for part in arguments.positional), is_certain=False)
        case "insert":
            _shuffle(machine, one, arguments.at(1))
        case "sort":
            called_back(machine, frame, arguments.named("key"), Arguments((everything(machine, one),)), site)
            _shuffle(machine, one, NOTHING)
        case "reverse":
            parts = sliced(machine, one, slice(None, None, -1))
            fill(machine, one, parts) if parts is not None else _shuffle(machine, one, NOTHING)
        case "pop" | "popleft":
            return _pop(machine, one, arguments)
        case "remove" | "discard":
            _shuffle(machine, one, NOTHING)
        case "clear":
            for slot in list(one.slots):
                machine.heap.forget(one, slot)
            machine.heap.write(one, LENGTH, frozenset({Const("int", 0)}))
        case "copy":
            copied = machine.make(frame, (site, "copy"), lambda serial: Container(serial, kind=one.kind))
            fill(machine, copied, sliced(machine, one, slice(None)), everything(machine, one))
            return frozenset({copied})
        case "union" | "difference" | "intersection" | "symmetric_difference":
            others = joined(machine.elements(frame, part, site) for part in arguments.positional)
            return frozenset({container(machine, frame, site, one.kind, everything(machine, one) | others)})
    return NOTHING


def _append(machine: "Machine", one: Container, values: Values) -> None:
    size = length(machine, one)
    if size is None:
        machine.heap.write(one, ANY, values, is_certain=False)
        return
    machine.heap.write(one, ("int", size), values)
    machine.heap.write(one, LENGTH, frozenset({Const("int", size + 1)}))


def _extend(machine: "Machine", frame: Body, one: Container, values: Values, site: ast.AST) -> None:
    sources = in_order(values)
    parts = sliced(machine, sources[0], slice(None)) if len(sources) == 1 else None
    if parts is None or length(machine, one) is None:
        machine.heap.write(one, ANY, machine.elements(frame, values, site), is_certain=False)
        return
    for part in parts:
        _append(machine, one, part)


def _pop(machine: "Machine", one: Container, arguments: Arguments) -> Values:
    parts = sliced(machine, one, slice(None))
    if parts and not arguments.positional:
        machine.heap.forget(one, ("int", len(parts) - 1))
        machine.heap.write(one, LENGTH, frozenset({Const("int", len(parts) - 1)}))
        return parts[-1]
    found = take(machine, one, arguments.at(0)) if arguments.positional else everything(machine, one)
    _shuffle(machine, one, NOTHING)
    return found


def _shuffle(machine: "Machine", one: Container, more: Values) -> None:
    """Forget where in a list its elements are."""
    values = everything(machine, one) | more
    for slot in list(one.slots):
        machine.heap.forget(one, slot)
    machine.heap.write(one, ANY, values, is_certain=False)

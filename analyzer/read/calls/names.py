"""What a variable stands for, and which scope a name is written to."""

import builtins
from typing import TYPE_CHECKING

from analyzer.read.calls.values import NOTHING, Body, Builtin, ClassValue, Const, Scope, Values

if TYPE_CHECKING:
    from analyzer.read.calls.machine import Machine

BUILTINS = frozenset(dir(builtins))


def read_name(machine: "Machine", frame: Body, name: str) -> Values:
    """What a name stands for, looked up from the inside out, built-in names last."""
    scope: Body | None = frame
    while scope is not None:
        if scope is frame or isinstance(scope, Scope):
            is_module = scope.code.kind == "module"
            if name in scope.code.globals:
                scope = home_of(scope)
                is_module = True
            if is_module or name in scope.code.locals:
                found = machine.heap.read(scope, name)
                if found is not None:
                    return found
                if scope.code.kind == "function":
                    return NOTHING
        scope = scope.parent
    if name == "__name__":
        return frozenset({Const("str", home_of(frame).caller)})
    return frozenset({Builtin(name)}) if name in BUILTINS else NOTHING


def write_name(machine: "Machine", frame: Body, name: str, values: Values) -> None:
    """Bind a name where Python binds it."""
    machine.heap.write(scope_of(frame, name), name, values)


def scope_of(frame: Body, name: str) -> Body:
    """The scope that an assignment to a name writes to."""
    code = frame.code
    if name in code.globals:
        return home_of(frame)
    if code.kind == "comprehension" and name not in code.locals and frame.parent is not None:
        return scope_of(frame.parent, name)
    if name in code.nonlocals:
        scope = frame.parent
        while scope is not None:
            if isinstance(scope, Scope) and name in scope.code.locals and scope.code.kind == "function":
                return scope
            scope = scope.parent
    return frame


def home_of(frame: Body) -> Scope:
    """The scope of the module that a frame is in."""
    if isinstance(frame, ClassValue):
        return frame.home
    return frame.home or frame


def function_frame(frame: Body) -> Scope | None:
    """The frame of the function that runs, through comprehensions; None in a class body or module."""
    scope: Body | None = frame
    while isinstance(scope, Scope) and scope.code.kind == "comprehension":
        scope = scope.parent
    return scope if isinstance(scope, Scope) and scope.code.kind == "function" else None

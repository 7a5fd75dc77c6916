"""Functions: made by running their ``def``, decorated, and given their arguments."""

import ast
from typing import TYPE_CHECKING

from analyzer.read.calls.annotations import instances_of
from analyzer.read.calls.code import Definition, parameters
from analyzer.read.calls.containers import fill
from analyzer.read.calls.names import home_of
from analyzer.read.calls.values import (
    ANY,
    NOTHING,
    Arguments,
    Body,
    Builtin,
    ClassValue,
    Container,
    External,
    FunctionValue,
    Scope,
    Value,
    Values,
    Wrapped,
    in_order,
)

if TYPE_CHECKING:
    from analyzer.read.calls.machine import Machine

WRAPPERS = ("staticmethod", "classmethod", "property")


def make_function(machine: "Machine", frame: Body, node: Definition) -> FunctionValue:
    """The function that a ``def`` or lambda makes; its defaults are evaluated."""
    name = node.name if not isinstance(node, ast.Lambda) else _lambda_name(frame, node)
    code = machine.codes.of(node)
    caller = f"{frame.caller}.{name}"
    owner = frame if isinstance(frame, ClassValue) else None

    def create(serial: int) -> FunctionValue:
        return FunctionValue(serial, code=code, caller=caller, scope=frame, home=home_of(frame), owner=owner)

    made = machine.make(frame, node, create)
    machine.calls.setdefault(caller, set())
    positional = (*node.args.posonlyargs, *node.args.args)
    defaults = zip(positional[len(positional) - len(node.args.defaults) :], node.args.defaults, strict=True)
    for parameter, default in (*defaults, *zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)):
        if default is not None:
            machine.heap.write(made, ("default", parameter.arg), machine.evaluate(frame, default))
    return made


def _lambda_name(frame: Body, node: ast.Lambda) -> str:
    scope: Body | None = frame
    while scope is not None:
        if node in scope.code.lambdas:
            return scope.code.lambdas[node]
        scope = scope.parent
    return "<lambda1>"


def decorated(machine: "Machine", frame: Body, made: Value, decorators: list[ast.expr]) -> Values:
    """What is left under the name of a function or class once its decorators were called."""
    values: Values = frozenset({made})
    chosen = [(node, machine.evaluate(frame, node)) for node in decorators]
    for node, callees in reversed(chosen):
        result: Values = NOTHING
        for one in in_order(callees):
            result |= _decorate(machine, frame, one, values, node)
        values = result or values
    return values


def _decorate(machine: "Machine", frame: Body, decorator: Value, values: Values, node: ast.expr) -> Values:
    if isinstance(decorator, Builtin) and decorator.name in WRAPPERS:
        return frozenset(Wrapped(decorator.name, one) for one in values)
    if isinstance(decorator, Wrapped) and isinstance(decorator.inner, Wrapped):
        setters = in_order(values) if decorator.how == "setter" else []
        return frozenset({Wrapped("property", decorator.inner.inner, setters[0] if setters else decorator.inner.setter)})
    if isinstance(decorator, External):
        machine.note(frame, decorator.name)
        if decorator.name.rpartition(".")[2] in ("cached_property", "hybrid_property"):
            return frozenset(Wrapped("property", one) for one in values)
        return values
    return machine.call(frame, frozenset({decorator}), Arguments((values,)), node)


def bind(machine: "Machine", frame: Scope, function: FunctionValue, arguments: Arguments, is_certain: bool) -> None:
    """Write the arguments of a call to the parameters of a frame; defaults and annotations stand in for what is missing."""
    args = function.code.arguments
    if args is None:
        return
    positional = (*args.posonlyargs, *args.args)
    keywords = dict(arguments.keywords)
    for position, parameter in enumerate((*positional, *args.kwonlyargs)):
        values = arguments.positional[position] if position < min(len(arguments.positional), len(positional)) else None
        if values is None:
            values = keywords.pop(parameter.arg, None)
        if values is None:
            spread = arguments.spread if position < len(positional) else NOTHING
            values = spread | arguments.others | (machine.heap.read(function, ("default", parameter.arg)) or NOTHING)
        if not values and parameter.annotation is not None:
            values = instances_of(machine, function.scope, parameter.annotation)
        machine.heap.write(frame, parameter.arg, values, is_certain=is_certain)
    if args.vararg is not None:
        _bind_rest(machine, frame, args.vararg, arguments, len(positional), is_certain)
    if args.kwarg is not None:
        rest = machine.make(frame, args.kwarg, lambda serial: Container(serial, kind="dict"))
        for name, values in keywords.items():
            machine.heap.write(rest, ("str", name), values, is_certain=is_certain)
        machine.heap.write(rest, ANY, arguments.others, is_certain=False)
        machine.heap.write(frame, args.kwarg.arg, frozenset({rest}), is_certain=is_certain)


def _bind_rest(machine: "Machine", frame: Scope, parameter: ast.arg, arguments: Arguments, taken: int, is_certain: bool) -> None:
    rest = machine.make(frame, parameter, lambda serial: Container(serial, kind="tuple"))
    fill(machine, rest, None if arguments.spread else list(arguments.positional[taken:]), arguments.spread)
    if arguments.spread:
        for values in arguments.positional[taken:]:
            machine.heap.write(rest, ANY, values, is_certain=False)
    machine.heap.write(frame, parameter.arg, frozenset({rest}), is_certain=is_certain)


def names_of_parameters(function: FunctionValue) -> tuple[str, ...]:
    """The names of all parameters, in order."""
    args = function.code.arguments
    return tuple(one.arg for one in parameters(args)) if args is not None else ()

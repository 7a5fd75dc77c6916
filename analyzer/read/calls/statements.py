"""What statements do, in order; branches are joined where they meet."""

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from analyzer.read.calls.annotations import instances_of
from analyzer.read.calls.assigning import assign
from analyzer.read.calls.attributes import special
from analyzer.read.calls.classes import define_class
from analyzer.read.calls.containers import everything
from analyzer.read.calls.functions import decorated, make_function
from analyzer.read.calls.importing import import_from, import_modules
from analyzer.read.calls.matching import match_cases
from analyzer.read.calls.names import function_frame, scope_of, write_name
from analyzer.read.calls.values import NOTHING, RETURNED, Arguments, Body, ClassValue, Container, External, Instance, Values, in_order

if TYPE_CHECKING:
    from analyzer.read.calls.machine import Machine


def execute(machine: "Machine", frame: Body, body: list[ast.stmt]) -> bool:
    """Follow statements; whether the end of them is reached. What stands behind a ``return`` is followed all the same."""
    goes_on = True
    for statement in body:
        machine.step()
        handler = HANDLERS.get(type(statement))
        if handler is not None:
            goes_on = handler(machine, frame, statement) and goes_on
    return goes_on


def _expression(machine: "Machine", frame: Body, node: ast.Expr) -> bool:
    machine.evaluate(frame, node.value)
    return True


def _assign(machine: "Machine", frame: Body, node: ast.Assign) -> bool:
    values = machine.evaluate(frame, node.value)
    for target in node.targets:
        assign(machine, frame, target, values)
    return True


def _annotated(machine: "Machine", frame: Body, node: ast.AnnAssign) -> bool:
    values = machine.evaluate(frame, node.value)
    if not values:
        values = instances_of(machine, frame, node.annotation)
    if node.value is not None or (values and not isinstance(node.target, ast.Name)):
        assign(machine, frame, node.target, values)
    elif values and isinstance(node.target, ast.Name) and isinstance(frame, ClassValue):
        machine.heap.write(frame, node.target.id, values, is_certain=False)
    return True


def _augmented(machine: "Machine", frame: Body, node: ast.AugAssign) -> bool:
    binary = ast.BinOp(_loaded(node.target), node.op, node.value)
    known = machine.made_once(node, ast.copy_location(binary, node))
    assign(machine, frame, node.target, machine.evaluate(frame, known))
    return True


def _loaded(target: ast.Name | ast.Attribute | ast.Subscript) -> ast.expr:
    match target:
        case ast.Name():
            return ast.copy_location(ast.Name(target.id, ast.Load()), target)
        case ast.Attribute():
            return ast.copy_location(ast.Attribute(target.value, target.attr, ast.Load()), target)
        case _:
            return ast.copy_location(ast.Subscript(target.value, target.slice, ast.Load()), target)


def _return(machine: "Machine", frame: Body, node: ast.Return) -> bool:
    values = machine.evaluate(frame, node.value)
    target = function_frame(frame)
    if target is not None:
        machine.heap.write(target, RETURNED, values, is_certain=False)
    return False


def _raise(machine: "Machine", frame: Body, node: ast.Raise) -> bool:
    raised = machine.evaluate(frame, node.exc)
    machine.evaluate(frame, node.cause)
    for one in in_order(raised):
        if isinstance(one, ClassValue) and node.exc is not None:
            machine.call(frame, frozenset({one}), Arguments(), node.exc)
        elif isinstance(one, External) and not isinstance(node.exc, ast.Call):
            machine.note(frame, one.name)
    return False


def _function(machine: "Machine", frame: Body, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    made = make_function(machine, frame, node)
    write_name(machine, frame, node.name, decorated(machine, frame, made, node.decorator_list))
    return True


def _class(machine: "Machine", frame: Body, node: ast.ClassDef) -> bool:
    define_class(machine, frame, node)
    return True


def _if(machine: "Machine", frame: Body, node: ast.If) -> bool:
    special(machine, frame, machine.evaluate(frame, node.test), "__bool__", (), node)
    return machine.heap.branches(frame, [lambda: machine.execute(frame, node.body), lambda: machine.execute(frame, node.orelse)])


def _while(machine: "Machine", frame: Body, node: ast.While) -> bool:
    def body() -> bool:
        machine.evaluate(frame, node.test)
        return machine.execute(frame, node.body)

    machine.evaluate(frame, node.test)
    return _loop(machine, frame, body, node.orelse)


def _for(machine: "Machine", frame: Body, node: ast.For | ast.AsyncFor) -> bool:
    source = machine.evaluate(frame, node.iter)

    def body() -> bool:
        assign(machine, frame, node.target, machine.elements(frame, source, node.iter))
        return machine.execute(frame, node.body)

    return _loop(machine, frame, body, node.orelse)


def _loop(machine: "Machine", frame: Body, body: Callable[[], bool], otherwise: list[ast.stmt]) -> bool:
    """No round, or several: the body is followed twice, inner loops once each time.

    An ``else`` is passed by where the body may leave the loop, which is not looked into.
    """
    runs: list[Callable[[], bool]] = [lambda: True, body]
    machine.loops += 1
    if machine.loops == 1:
        machine.heap.branches(frame, runs)
    if otherwise:
        runs[0] = lambda: machine.execute(frame, otherwise)
    machine.heap.branches(frame, runs)
    machine.loops -= 1
    return True


def _with(machine: "Machine", frame: Body, node: ast.With | ast.AsyncWith) -> bool:
    enter, leave = ("__aenter__", "__aexit__") if isinstance(node, ast.AsyncWith) else ("__enter__", "__exit__")
    opened: list[Values] = []
    for item in node.items:
        values = machine.evaluate(frame, item.context_expr)
        given = special(machine, frame, values, enter, (), item.context_expr) or NOTHING
        for one in in_order(values):
            if isinstance(one, Container):
                given |= everything(machine, one)
            elif isinstance(one, External):
                given |= {one}
        opened.append(values)
        if item.optional_vars is not None:
            assign(machine, frame, item.optional_vars, given)
    goes_on = machine.execute(frame, node.body)
    for values in reversed(opened):
        special(machine, frame, values, leave, (NOTHING, NOTHING, NOTHING), node)
    return goes_on


def _try(machine: "Machine", frame: Body, node: ast.Try | ast.TryStar) -> bool:
    def handled(handler: ast.ExceptHandler) -> Callable[[], bool]:
        def run() -> bool:
            caught = machine.evaluate(frame, handler.type)
            if handler.name is not None:
                write_name(machine, frame, handler.name, _caught(machine, frame, caught))
            return machine.execute(frame, handler.body)

        return run

    goes_on = machine.execute(frame, node.body)
    outcome: list[Callable[[], bool]] = [lambda: machine.execute(frame, node.orelse) and goes_on]
    goes_on = machine.heap.branches(frame, [*outcome, *(handled(one) for one in node.handlers)])
    return machine.execute(frame, node.finalbody) and goes_on


def _caught(machine: "Machine", frame: Body, classes: Values) -> Values:
    found: Values = NOTHING
    for one in in_order(classes):
        if isinstance(one, ClassValue):
            found |= frozenset(machine.assumed(one))
        elif isinstance(one, Container):
            found |= _caught(machine, frame, everything(machine, one))
    return frozenset(one for one in found if isinstance(one, Instance))


def _delete(machine: "Machine", frame: Body, node: ast.Delete) -> bool:
    for target in node.targets:
        if isinstance(target, ast.Name):
            machine.heap.forget(scope_of(frame, target.id), target.id)
        elif isinstance(target, ast.Subscript):
            objects = machine.evaluate(frame, target.value)
            special(machine, frame, objects, "__delitem__", (machine.evaluate(frame, target.slice),), target)
    return True


def _assert(machine: "Machine", frame: Body, node: ast.Assert) -> bool:
    machine.evaluate(frame, node.test)
    machine.evaluate(frame, node.msg)
    return True


def _import(machine: "Machine", frame: Body, node: ast.Import) -> bool:
    import_modules(machine, frame, node)
    return True


def _import_from(machine: "Machine", frame: Body, node: ast.ImportFrom) -> bool:
    import_from(machine, frame, node)
    return True


HANDLERS: dict[type, Callable[["Machine", Body, Any], bool]] = {
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Return: _return,
    ast.Raise: _raise,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
    ast.If: _if,
    ast.While: _while,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.Match: match_cases,
    ast.Delete: _delete,
    ast.Assert: _assert,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
}

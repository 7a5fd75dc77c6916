"""The one statement that a remote function's body becomes: a call of the owner with the function's own arguments."""

import ast
import json
from dataclasses import dataclass

from analyzer.extract.nodes import Function

CLIENT = "unbraid_seams"
"""The generated module that calls other services; it lies at the top of each service."""


@dataclass(frozen=True, slots=True)
class RemoteCall:
    """How a function is called over HTTP: its dotted name, whether its first argument is given by its class or its queue, and whether
    its decorators stay (they register it) or are left to the owner."""

    target: str
    is_bound: bool
    keeps_decorators: bool


def calling(node: Function, call: RemoteCall) -> str:
    """The statement for a function of this signature: positional where it has to be, else by name."""
    arguments = node.args
    first = [argument.arg for argument in arguments.posonlyargs]
    named = [argument.arg for argument in arguments.args]
    if call.is_bound:
        (first or named or [""]).pop(0)
    if arguments.vararg is not None:
        first, named = [*first, *named, f"*{arguments.vararg.arg}"], []
    named += [argument.arg for argument in arguments.kwonlyargs]
    parts = [json.dumps(call.target, ensure_ascii=False), *first, *(f"{name}={name}" for name in named)]
    if arguments.kwarg is not None:
        parts.append(f"**{arguments.kwarg.arg}")
    awaited = isinstance(node, ast.AsyncFunctionDef)
    return f"return {f'await {CLIENT}.call_async' if awaited else f'{CLIENT}.call'}({', '.join(parts)})\n"


def is_calling(statement: ast.stmt) -> bool:
    """Whether a statement is one that ``calling`` writes."""
    value = statement.value if isinstance(statement, ast.Return) else None
    value = value.value if isinstance(value, ast.Await) else value
    function = value.func if isinstance(value, ast.Call) else None
    return isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == CLIENT

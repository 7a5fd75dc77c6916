"""Patterns that a function makes: ``*export_urls("orders/")`` in a list of patterns."""

from collections.abc import Mapping

from analyzer.frameworks.arguments import RECEIVERS, given, put
from analyzer.frameworks.constants import all_texts
from analyzer.frameworks.displays import Displays
from analyzer.frameworks.django.route_calls import is_route
from analyzer.model.syntax import Call, Expr, FunctionSyntax, Items, Text
from analyzer.read.program import Program

STRIPS = {"strip": str.strip, "lstrip": str.lstrip, "rstrip": str.rstrip}


def made_patterns(program: Program, displays: Displays, module: str, scope: str, call: Call) -> tuple[tuple[str, str, Expr], ...] | None:
    """What a call of a function gives as patterns, each with the module and scope in which it is to be read; none where the function is
    a method or gives nothing that can be read, None where no function of the program is called."""
    full = program.resolve(module, call.func, scope) if "(" not in call.func and "[" not in call.func else ""
    function = program.function_syntax(full) if full else None
    if function is None:
        return None
    if function.parameters and function.parameters[0].name in RECEIVERS:
        return ()
    owner = program.defined_in(full)
    values = {name: _text(program, module, scope, value) for name, value in given(function, call).items()}
    values = _stripped(program, full, values)
    # Lists that are returned as they stand; what a comprehension or a loop makes is found by the calls inside.
    returned = tuple(put(one, values) for one in function.returned if isinstance(one, Items))
    if returned:
        return tuple((owner, function.name, one) for one in returned)
    calls = [site.call for site in program.modules[owner].calls if site.scope == function.name and is_route(program, owner, "", site.call)]
    return tuple(found for one in calls for found in _rows(displays, owner, function, one, values))


def _rows(displays: Displays, owner: str, function: FunctionSyntax, call: Call, values: Mapping[str, Expr]) -> list[tuple[str, str, Expr]]:
    return [(row.module, row.scope, put(row.call, values)) for row in displays.unrolled(owner, function.name, call)]


def _text(program: Program, module: str, scope: str, value: Expr) -> Expr:
    texts = all_texts(program, module, scope, value)
    return Text(texts[0], False, ()) if len(texts) == 1 else value


def _stripped(program: Program, function: str, values: dict[str, Expr]) -> dict[str, Expr]:
    """Texts after the function has taken off what stands at their ends: ``prefix = prefix.rstrip("/")``."""
    found = dict(values)
    for one in program.body(function):
        before = found.get(one.target)
        target, _, last = one.value.func.rpartition(".") if isinstance(one.value, Call) else ("", "", "")
        if isinstance(before, Text) and not before.is_pattern and target == one.target and last in STRIPS and isinstance(one.value, Call):
            what = one.value.argument(0)
            found[one.target] = Text(STRIPS[last](before.value, what.value if isinstance(what, Text) else None), False, ())
    return found

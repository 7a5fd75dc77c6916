"""What a call gives to the parameters of a function, and expressions of the function with that put in their place."""

from collections.abc import Mapping

from msgspec.structs import replace

from analyzer.model.syntax import Call, Expr, FunctionSyntax, Items, Name, Subscript, Text

RECEIVERS = ("self", "cls")


def given(function: FunctionSyntax, call: Call) -> dict[str, Expr]:
    """The argument of each parameter that gets one; the receiver of a method and starred parameters get none."""
    names = [one.name for one in function.parameters if not one.star]
    if names and names[0] in RECEIVERS:
        names = names[1:]
    found: dict[str, Expr] = dict(zip(names, _before_star(call), strict=False))
    found.update((name, value) for name, value in call.keywords if name in names)
    return found


def further(function: FunctionSyntax, call: Call) -> tuple[Expr, ...]:
    """The positional arguments that a starred parameter collects."""
    count = sum(not one.star and one.name not in RECEIVERS for one in function.parameters[: _star(function)])
    return call.args[count:]


def put(value: Expr, values: Mapping[str, Expr]) -> Expr:
    """An expression with names replaced by what they stand for."""
    if isinstance(value, Name):
        return values.get(value.dotted, value)
    if isinstance(value, Text):
        return replace(value, parts=tuple(put(one, values) for one in value.parts)) if value.parts else value
    if isinstance(value, Items):
        return replace(value, items=tuple(put(one, values) for one in value.items))
    if isinstance(value, Subscript):
        return replace(value, value=put(value.value, values), key=put(value.key, values))
    if isinstance(value, Call):
        keywords = tuple((name, put(one, values)) for name, one in value.keywords)
        return replace(value, args=tuple(put(one, values) for one in value.args), keywords=keywords)
    return value


def _before_star(call: Call) -> tuple[Expr, ...]:
    for position, one in enumerate(call.args):
        if isinstance(one, Call) and one.func == "*":
            return call.args[:position]
    return call.args


def _star(function: FunctionSyntax) -> int:
    return next((at for at, one in enumerate(function.parameters) if one.star == "*"), len(function.parameters))

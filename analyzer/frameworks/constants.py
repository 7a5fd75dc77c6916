"""Texts that stand in the source: literals, module constants, class constants, and what is joined of them."""

from collections.abc import Iterable
from itertools import product

from analyzer.frameworks.arguments import given, put
from analyzer.frameworks.instances import attribute_values
from analyzer.model.syntax import Call, Expr, Items, Name, Subscript, Text
from analyzer.read.program import Program

MAX_HOPS = 6
MAX_TEXTS = 16


def text_of(program: Program, module: str, scope: str, expr: Expr | None) -> str | None:
    """The one string that an expression is known to hold, constants of other modules followed; None where it is computed."""
    found = all_texts(program, module, scope, expr)
    return found[0] if len(found) == 1 else None


def texts_of(program: Program, module: str, scope: str, expr: Expr | None) -> tuple[str, ...] | None:
    """The strings of a literal list, tuple or set (or of a constant that holds one), in order; None where it is computed."""
    if isinstance(expr, Name):
        found = constants(program, module, scope, expr.dotted)
        if not found:
            return None
        module, expr = found[0]
    if not isinstance(expr, Items):
        return None
    texts = [text_of(program, module, scope, item) for item in expr.items]
    return tuple(text for text in texts if text is not None)


def united_texts(program: Program, module: str, scope: str, expr: Expr | None, hops: int = 0) -> frozenset[str] | None:
    """The strings of a set that displays, constants and ``|`` make up; None where any of it is computed."""
    if expr is None or hops > MAX_HOPS:
        return None
    if isinstance(expr, Text):
        return None if expr.is_pattern else frozenset({expr.value})
    if isinstance(expr, Call) and expr.func in ("set", "frozenset"):
        return united_texts(program, module, scope, expr.args[0], hops + 1) if expr.args else frozenset()
    if isinstance(expr, Name):
        within = program.resolve(module, expr.dotted, scope).rpartition(".")[0]
        found = [(owner, within[len(owner) + 1 :], value) for owner, value in constants(program, module, scope, expr.dotted)]
        parts = [united_texts(program, *one, hops + 1) for one in found]
        return parts[0] if len(parts) == 1 else None
    if isinstance(expr, Subscript) and expr.value in (Name("|"), Name("+")) and isinstance(expr.key, Items):
        sets = [united_texts(program, module, scope, one, hops + 1) for one in expr.key.items]
        return None if None in sets else frozenset[str]().union(*(one for one in sets if one is not None))
    if not isinstance(expr, Items):
        return None
    beside = [Name(f"{scope}.{one.dotted}") if scope and isinstance(one, Name) else one for one in expr.items]
    texts = [
        text_of(program, module, scope, one) or text_of(program, module, "", other) for one, other in zip(expr.items, beside, strict=True)
    ]
    return None if None in texts else frozenset(text for text in texts if text is not None)


def all_texts(program: Program, module: str, scope: str, expr: Expr | None, hops: int = 0) -> tuple[str, ...]:
    """Every string that an expression may hold, each once: a constant with several assignments has several; at most 16."""
    if hops > MAX_HOPS:
        return ()
    if isinstance(expr, Text):
        return _joined(program, module, scope, expr, hops) if expr.is_pattern else (expr.value,)
    if isinstance(expr, Subscript) and expr.value == Name("or") and isinstance(expr.key, Items):
        return _distinct(text for one in expr.key.items for text in all_texts(program, module, scope, one, hops + 1))
    if isinstance(expr, Subscript) and expr.value == Name("+") and isinstance(expr.key, Items):
        return _joined(program, module, scope, Text("{}" * len(expr.key.items), True, expr.key.items), hops)
    if isinstance(expr, Call) and expr.func == "str" and len(expr.args) == 1:
        return all_texts(program, module, scope, expr.args[0], hops + 1)
    if isinstance(expr, Call) and expr.func != "*":
        return _returned(program, module, scope, expr, hops)
    if not isinstance(expr, Name):
        return ()
    if expr.dotted == "__name__":
        return (module,)
    found = constants(program, module, scope, expr.dotted) or attribute_values(program, module, scope, expr.dotted)
    return _distinct(text for owner, value in found for text in all_texts(program, owner, "", value, hops + 1))


def constants(program: Program, module: str, scope: str, chain: str) -> tuple[tuple[str, Expr], ...]:
    """The module and the value of each assignment to the module or class constant that a chain means."""
    full = program.resolve(module, chain, scope)
    owner = program.defined_in(full) if full else ""
    if not owner or full == owner:
        return ()
    holder, _, target = full[len(owner) + 1 :].rpartition(".")
    within = f"{owner}.{holder}" if holder else owner
    return tuple((owner, one.value) for one in program.names.assigned(within, target))


def _returned(program: Program, module: str, scope: str, call: Call, hops: int) -> tuple[str, ...]:
    """The texts that a function of the program gives for the texts that it is given; what it is given, where it may give that back."""
    full = program.resolve(module, call.func, scope) if "(" not in call.func and "[" not in call.func else ""
    function = program.function_syntax(full) if full else None
    if function is None or not function.returned or not function.parameters:
        return ()
    texts = {name: all_texts(program, module, scope, value, hops + 1) for name, value in given(function, call).items()}
    if len(texts) < len(function.parameters) or any(len(found) != 1 for found in texts.values()):
        return ()
    values: dict[str, Expr] = {name: Text(found[0], False, ()) for name, found in texts.items()}
    owner = program.defined_in(full)
    found = [all_texts(program, owner, function.name, put(one, values), hops + 1) for one in function.returned]
    same = [put(one, values) for one in function.returned if isinstance(one, Name) and one.dotted in values]
    if not all(found):
        return ()
    return _distinct(one.value for one in same if isinstance(one, Text)) or _distinct(text for texts in found for text in texts)


def _joined(program: Program, module: str, scope: str, text: Text, hops: int) -> tuple[str, ...]:
    pieces = text.value.split("{}")
    if len(pieces) != len(text.parts) + 1 or not text.parts:
        return ()
    options = [all_texts(program, module, scope, part, hops + 1) for part in text.parts]
    rows = product(*options) if all(options) else ()
    return _distinct("".join(map(str.__add__, pieces, (*row, ""))) for row in rows)


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for text in texts:
        found[text] = None
        if len(found) == MAX_TEXTS:
            break
    return tuple(found)

"""Displays and the loops over them: which items a variable runs over, and a call once for each of them."""

from collections.abc import Mapping
from typing import NamedTuple

from msgspec.structs import replace

from analyzer.frameworks.scopes import Bindings
from analyzer.model.syntax import Call, Constant, Expr, FunctionSyntax, Items, Name, Other, Pairs, Subscript, Text
from analyzer.read.program import Program

MAX_HOPS = 12
MAX_ROWS = 500
MAPPINGS = (".items", ".values", ".keys")
WRAPPERS = frozenset({"list", "tuple", "sorted", "set", "reversed"})


class Item(NamedTuple):
    """An expression and the place where it is to be read."""

    module: str
    scope: str
    expr: Expr


class Row(NamedTuple):
    """A call with loop variables or parameters replaced, and the place where its arguments are to be read."""

    module: str
    scope: str
    call: Call


class Displays:
    """Answers for one program; answers are cached."""

    def __init__(self, program: Program, bindings: Bindings) -> None:
        self.program = program
        self.bindings = bindings
        self._known: dict[Item, tuple[Item, ...]] = {}

    def unrolled(self, module: str, scope: str, call: Call) -> tuple[Row, ...]:
        """The call once for each row of the displays that the loop variables among its arguments run over; at most 500."""
        rows = self._loops(module, scope, call)
        if not rows:
            return (Row(module, scope, call),)
        return tuple(_filled(row, call) for row in rows[:MAX_ROWS])

    def items(self, module: str, scope: str, expr: Expr, hops: int = 0) -> tuple[Item, ...]:
        """The items of a display, or of the variable or function that gives one, each with the place where it is to be read."""
        key = Item(module, scope, expr)
        if hops <= MAX_HOPS and key not in self._known:
            self._known[key] = ()
            self._known[key] = self._find_items(module, scope, expr, hops)[:MAX_ROWS]
        return self._known.get(key, ())

    def _find_items(self, module: str, scope: str, expr: Expr, hops: int) -> tuple[Item, ...]:
        if isinstance(expr, Items):
            return tuple(found for item in expr.items for found in self._item(module, scope, item, hops))
        if isinstance(expr, Name):
            bound = self.bindings.find(module, scope, expr.dotted)
            return tuple(found for one in bound for found in self.items(one.module, one.scope, one.value, hops + 1))
        if isinstance(expr, Subscript) and expr.value == Name("+") and isinstance(expr.key, Items):
            return tuple(found for one in expr.key.items for found in self.items(module, scope, one, hops + 1))
        if isinstance(expr, Subscript):
            return tuple(found for one in self._column(module, scope, expr, hops + 1) for found in self.items(*one, hops + 1))
        if isinstance(expr, Call) and expr.func in WRAPPERS and expr.args:
            return self.items(module, scope, expr.args[0], hops + 1)
        if isinstance(expr, Call) and expr.func.endswith(MAPPINGS) and not expr.args:
            return self._pairs(module, scope, expr)
        function = self.called_function(module, scope, expr)
        if function is None:
            return ()
        owner, syntax = function
        return tuple(found for value in syntax.returned for found in self.items(owner, syntax.name, value, hops + 1))

    def called_function(self, module: str, scope: str, expr: Expr) -> tuple[str, FunctionSyntax] | None:
        """The function of the code base that a call calls, and its module; None for anything else."""
        if not isinstance(expr, Call):
            return None
        full = self.resolved(module, scope, expr.func)
        syntax = self.program.function_syntax(full) if full else None
        return None if syntax is None else (self.program.defined_in(full), syntax)

    def resolved(self, module: str, scope: str, chain: str) -> str:
        """The full dotted name of a plain chain, or ``""``."""
        return self.program.resolve(module, chain, scope) if chain and "(" not in chain and "[" not in chain else ""

    def _item(self, module: str, scope: str, item: Expr, hops: int) -> tuple[Item, ...]:
        if isinstance(item, Call) and item.func == "*":
            return self.items(module, scope, item.args[0], hops + 1)
        return (Item(module, scope, item),)

    def _pairs(self, module: str, scope: str, call: Call) -> tuple[Item, ...]:
        """The rows of ``x.items()``, ``x.keys()`` or ``x.values()`` where ``x`` holds a dict display."""
        chain, _, last = call.func.rpartition(".")
        rows = [
            (one.module, one.scope, pair)
            for one in self.bindings.find(module, scope, chain)
            if isinstance(one.value, Pairs)
            for pair in one.value.items
        ]
        return tuple(Item(owner, place, {"keys": pair[0], "values": pair[1]}.get(last, Items(pair))) for owner, place, pair in rows)

    def _loops(self, module: str, scope: str, call: Call) -> list[dict[str, Item]]:
        """One dict of loop variable to item for each row; empty where no argument is a loop variable over a display."""
        values = (*call.args, *(value for _, value in call.keywords))
        rows: list[dict[str, Item]] = []
        for name in sorted({name for value in values for name in _names(value)}):
            bound = self.bindings.find(module, scope, name)
            loops = [(one.module, one.scope, one.value) for one in bound if isinstance(one.value, Subscript)]
            # A loop variable that is also assigned otherwise has values that no row of the loop has.
            column = [item for one in loops if len(loops) == len(bound) for item in self._column(*one)]
            if not rows:
                rows = [{name: item} for item in column]
            elif len(rows) == len(column):
                rows = [{**row, name: item} for row, item in zip(rows, column, strict=True)]
        return rows

    def _column(self, module: str, scope: str, value: Subscript, hops: int = 0) -> list[Item]:
        """The items that a loop variable takes: items, or the parts at one position of items that are displays."""
        if isinstance(value.key, Other) and value.key.what == "item":
            return list(self.items(module, scope, value.value, hops))
        if isinstance(value.key, Constant) and isinstance(value.key.value, int) and isinstance(value.value, Subscript):
            return [_part(row, value.key.value) for row in self._column(module, scope, value.value, hops)]
        return []


def _part(row: Item, at: int) -> Item:
    inside = row.expr.items if isinstance(row.expr, Items) else ()
    return row._replace(expr=inside[at] if 0 <= at < len(inside) else Other("item"))


def _filled(row: Mapping[str, Item], call: Call) -> Row:
    place = next(iter(row.values()))
    args = tuple(part for value in call.args for part in _spread(_put(value, row)))
    return Row(place.module, place.scope, replace(call, args=args, keywords=tuple((key, _put(value, row)) for key, value in call.keywords)))


def _names(value: Expr) -> tuple[str, ...]:
    if isinstance(value, Name):
        return (value.dotted,)
    if isinstance(value, Call) and value.func == "*":
        return _names(value.args[0])
    if isinstance(value, Text):
        return tuple(name for part in value.parts for name in _names(part))
    return ()


def _put(value: Expr, row: Mapping[str, Item]) -> Expr:
    if isinstance(value, Name):
        return row[value.dotted].expr if value.dotted in row else value
    if isinstance(value, Text):
        return replace(value, parts=tuple(_put(part, row) for part in value.parts))
    if isinstance(value, Call) and value.func == "*":
        return replace(value, args=(_put(value.args[0], row),))
    return value


def _spread(value: Expr) -> tuple[Expr, ...]:
    if isinstance(value, Call) and value.func == "*" and isinstance(value.args[0], Items):
        return value.args[0].items
    return (value,)

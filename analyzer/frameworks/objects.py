"""Which object a variable holds, as far as its construction tells: applications, blueprints, routers, queues, signals.

An object has an id, the dotted name of the variable that it was first bound to: ``shop.web.bp``, ``shop.app.create_app.app``
for a local variable, ``shop.app.Server.app`` for ``self.app``. Assignments, factories, loops over displays, and arguments of the
calls that frameworks keep are followed; the means is a bounded walk, not a fixpoint (after the assignment graphs of PyCG).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from analyzer.frameworks.scopes import Bindings, outward
from analyzer.model.place import Location
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
    """A call whose loop variables are replaced, and the place where its arguments are to be read."""

    module: str
    scope: str
    call: Call


@dataclass(frozen=True, slots=True)
class Held:
    """An object: its id, its kind, the call that built it and the place of that call."""

    id: str
    kind: str
    call: Call
    module: str
    scope: str
    at: Location


class Objects:
    """The objects of a program whose class is one of some kinds (kind to full dotted class names; subclasses count).

    ``makers`` has methods that make an object: (kind of the receiver, name of the method) to the kind of what it returns.
    """

    def __init__(self, program: Program, kinds: Mapping[str, frozenset[str]], makers: Mapping[tuple[str, str], str] | None = None) -> None:
        self.program = program
        self.bindings = Bindings(program)
        self._kind_of_name = {name: kind for kind, names in kinds.items() for name in names}
        self._kinds: dict[str, str] = {}
        self._arguments: dict[str, list[tuple[str, str, Call]]] = {}
        self._known: dict[Item, tuple[Held, ...]] = {}
        self._makers = makers or {}
        self._maker_names = frozenset(name for _, name in self._makers)
        self.held: dict[str, Held] = {}
        self.held.update({held.id: held for held in self._constructions(self._construction)})
        if makers:
            self._known = {}
            self.held.update({held.id: held for held in self._constructions(self._making)})
        self._arguments = self._calls_by_function()
        self._known = {}

    def kind_of(self, class_name: str) -> str:
        """The kind of a class by full dotted name, or ``""``."""
        known = self._kinds.get(class_name)
        if known is None:
            names = (class_name, *self.program.ancestors(class_name)) if class_name else ()
            known = next((self._kind_of_name[name] for name in names if name in self._kind_of_name), "")
            self._kinds[class_name] = known
        return known

    def of(self, module: str, scope: str, expr: Expr | None, hops: int = 0) -> tuple[Held, ...]:
        """The objects that an expression may mean, in the order found, each once."""
        if expr is None or hops > MAX_HOPS:
            return ()
        key = Item(module, scope, expr)
        known = self._known.get(key)
        if known is None:
            # Asked again on its own way (assignments in a circle), a question adds nothing to its answer.
            self._known[key] = ()
            known = tuple({held.id: held for held in self._meanings(module, scope, expr, hops)}.values())
            self._known[key] = known
        return known

    def chain(self, module: str, scope: str, chain: str) -> tuple[Held, ...]:
        """The objects that a chain may mean."""
        return self.of(module, scope, Name(chain)) if chain else ()

    def unrolled(self, module: str, scope: str, call: Call) -> tuple[Row, ...]:
        """The call once for each row of the displays that the loop variables among its arguments run over; at most 500."""
        rows = self._loops(module, scope, call)
        if not rows:
            return (Row(module, scope, call),)
        return tuple(_filled(row, call) for row in rows[:MAX_ROWS])

    def items(self, module: str, scope: str, expr: Expr, hops: int = 0) -> tuple[Item, ...]:
        """The items of a display, or of the variable or function that gives one, each with the place where it is to be read."""
        if hops > MAX_HOPS:
            return ()
        if isinstance(expr, Items):
            return tuple(found for item in expr.items for found in self._item(module, scope, item, hops))
        if isinstance(expr, Name):
            bound = self.bindings.find(module, scope, expr.dotted)
            return tuple(found for one in bound for found in self.items(one.module, one.scope, one.value, hops + 1))
        if isinstance(expr, Subscript):
            return tuple(found for one in self._column(module, scope, expr) for found in self.items(*one, hops + 1))
        if isinstance(expr, Call) and expr.func in WRAPPERS and expr.args:
            return self.items(module, scope, expr.args[0], hops + 1)
        if isinstance(expr, Call) and expr.func.endswith(MAPPINGS) and not expr.args:
            return self._pairs(module, scope, expr)
        function = self._called_function(module, scope, expr)
        if function is None:
            return ()
        owner, syntax = function
        return tuple(found for value in syntax.returned for found in self.items(owner, syntax.name, value, hops + 1))

    # -- building ---------------------------------------------------------------------------------------------------

    def _constructions(self, kind_of: Callable[[str, str, Call], str]) -> Iterator[Held]:
        for module in sorted(self.program.modules):
            syntax = self.program.modules[module]
            for one in syntax.assignments:
                if isinstance(one.value, Call) and "[]" not in one.target:
                    kind = kind_of(module, one.scope, one.value)
                    if kind:
                        place = self.bindings.home(module, one.scope, one.target)
                        yield Held(place.id, kind, one.value, module, one.scope, Location(syntax.path, one.line))
            for function in syntax.functions:
                for value in function.returned:
                    kind = kind_of(module, function.name, value) if isinstance(value, Call) else ""
                    if kind and isinstance(value, Call):
                        at = Location(syntax.path, value.line)
                        yield Held(f"{module}:{value.line}", kind, value, module, function.name, at)

    def _construction(self, module: str, scope: str, call: Call) -> str:
        if not call.func or "(" in call.func or "[" in call.func:
            return ""
        full = self.program.resolve(module, call.func, scope)
        return self.kind_of(full) if full else ""

    def _making(self, module: str, scope: str, call: Call) -> str:
        receiver, _, last = call.func.rpartition(".")
        if last not in self._maker_names or not receiver:
            return ""
        if receiver.endswith("()"):
            base = self._construction(module, scope, call._replace(func=receiver[:-2]))
            return self._makers.get((base, last), "")
        kinds = (self._makers.get((held.kind, last), "") for held in self.chain(module, scope, receiver))
        return next((kind for kind in kinds if kind), "")

    def _calls_by_function(self) -> dict[str, list[tuple[str, str, Call]]]:
        found: dict[str, list[tuple[str, str, Call]]] = {}
        for module in sorted(self.program.modules):
            for site in self.program.modules[module].calls:
                if site.call.args or site.call.keywords:
                    full = self._resolved(module, site.scope, site.call.func)
                    if full and self.program.function_syntax(full) is not None:
                        found.setdefault(full, []).append((module, site.scope, site.call))
        return found

    # -- reading ----------------------------------------------------------------------------------------------------

    def _meanings(self, module: str, scope: str, expr: Expr, hops: int) -> Iterator[Held]:
        if isinstance(expr, Name):
            yield from self._name(module, scope, expr.dotted, hops)
        elif isinstance(expr, Call) and expr.func == "*":
            yield from self.of(module, scope, expr.args[0], hops + 1)
        elif isinstance(expr, Call):
            yield from self._call(module, scope, expr, hops)
        elif isinstance(expr, Items):
            for part in expr.items:
                yield from self.of(module, scope, part, hops + 1)
        elif isinstance(expr, Subscript) and isinstance(expr.key, Other):
            for item in self.items(module, scope, expr.value):
                yield from self.of(*item, hops + 1)

    def _name(self, module: str, scope: str, chain: str, hops: int) -> Iterator[Held]:
        home = self.bindings.place(module, scope, chain)
        if home is not None and home.id in self.held:
            yield self.held[home.id]
            return
        bound = self.bindings.find(module, scope, chain)
        for one in bound:
            yield from self.of(one.module, one.scope, one.value, hops + 1)
        if not bound:
            yield from self._parameter(module, scope, chain, hops)

    def _call(self, module: str, scope: str, call: Call, hops: int) -> Iterator[Held]:
        kind = self._construction(module, scope, call)
        if kind:
            at = Location(self.program.modules[module].path, call.line)
            yield Held(f"{module}:{call.line}", kind, call, module, scope, at)
            return
        function = self._called_function(module, scope, call)
        if function is not None:
            owner, syntax = function
            for value in syntax.returned:
                yield from self.of(owner, syntax.name, value, hops + 1)

    def _parameter(self, module: str, scope: str, chain: str, hops: int) -> Iterator[Held]:
        for name in outward(scope):
            full = f"{module}.{name}"
            syntax = self.program.function_syntax(full)
            position = _position(syntax, chain) if syntax is not None else None
            if position is not None:
                for caller, caller_scope, call in self._arguments.get(full, ())[:50]:
                    yield from self.of(caller, caller_scope, call.argument(position, chain), hops + 1)
                return

    def _called_function(self, module: str, scope: str, expr: Expr) -> tuple[str, FunctionSyntax] | None:
        if not isinstance(expr, Call):
            return None
        full = self._resolved(module, scope, expr.func)
        syntax = self.program.function_syntax(full) if full else None
        return None if syntax is None else (self.program.defined_in(full), syntax)

    def _resolved(self, module: str, scope: str, chain: str) -> str:
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

    def _column(self, module: str, scope: str, value: Subscript) -> list[Item]:
        """The items that a loop variable takes: items, or the parts at one position of items that are displays."""
        if isinstance(value.key, Other) and value.key.what == "item":
            return list(self.items(module, scope, value.value))
        if isinstance(value.key, Constant) and isinstance(value.key.value, int) and isinstance(value.value, Subscript):
            return [_part(row, value.key.value) for row in self._column(module, scope, value.value)]
        return []


def _part(row: Item, at: int) -> Item:
    inside = row.expr.items if isinstance(row.expr, Items) else ()
    return row._replace(expr=inside[at] if 0 <= at < len(inside) else Other("item"))


def _filled(row: Mapping[str, Item], call: Call) -> Row:
    place = next(iter(row.values()))
    args = tuple(part for value in call.args for part in _spread(_put(value, row)))
    return Row(place.module, place.scope, call._replace(args=args, keywords=tuple((key, _put(value, row)) for key, value in call.keywords)))


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
        return value._replace(parts=tuple(_put(part, row) for part in value.parts))
    if isinstance(value, Call) and value.func == "*":
        return value._replace(args=(_put(value.args[0], row),))
    return value


def _spread(value: Expr) -> tuple[Expr, ...]:
    if isinstance(value, Call) and value.func == "*" and isinstance(value.args[0], Items):
        return value.args[0].items
    return (value,)


def _position(syntax: FunctionSyntax, name: str) -> int | None:
    names = [parameter.name for parameter in syntax.parameters if not parameter.star]
    if name not in names:
        return None
    return names.index(name) - (1 if names[0] in ("self", "cls") else 0)

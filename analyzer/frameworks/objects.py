"""Which object a variable holds, as far as its construction tells: applications, blueprints, routers, queues, signals.

An object has an id, the dotted name of the variable that it was first bound to: ``shop.web.bp``, ``shop.app.create_app.app``
for a local variable, ``shop.app.Server.app`` for ``self.app``. Assignments, factories, loops over displays, and arguments of the
calls that frameworks keep are followed; the means is a bounded walk, not a fixpoint (after the assignment graphs of PyCG).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from analyzer.frameworks.bound_values import bound_values
from analyzer.frameworks.displays import MAX_HOPS, Displays, Item
from analyzer.frameworks.imported import imports_any, names_for, words_for
from analyzer.frameworks.kept_sites import sites_named
from analyzer.frameworks.scopes import Bindings, outward
from analyzer.frameworks.usage import usage
from analyzer.model.place import Location
from analyzer.model.syntax import Call, Expr, FunctionSyntax, Items, Name, Other, Subscript
from analyzer.read.program import Program

MAX_CALLERS = 50


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
        self.displays = Displays(program, self.bindings)
        self._kind_of_name = {name: kind for kind, names in kinds.items() for name in names}
        self._kinds: dict[str, str] = {}
        self._arguments: dict[str, list[tuple[str, str, Call]]] = {}
        self._is_built = False
        self._known: dict[Item, tuple[Held, ...]] = {}
        self._makers = makers or {}
        self._maker_names = frozenset(name for _, name in self._makers)
        self.held: dict[str, Held] = {}
        self._is_used = imports_any(program, *(name.partition(".")[0] for name in self._kind_of_name))
        self.words = words_for(program, self._kind_of_name) if self._is_used else frozenset()
        if self._is_used:
            self.held.update({held.id: held for held in self._constructions(self.words, self._construction)})
        if makers and self._is_used:
            self._known = {}
            self.held.update({held.id: held for held in self._constructions(self._maker_names, self._making)})
        self._known = {}
        self._is_built = True

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
        if expr is None or hops > MAX_HOPS or not self._is_used:
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

    # -- building ---------------------------------------------------------------------------------------------------

    def _constructions(self, words: frozenset[str], kind_of: Callable[[str, str, Call], str]) -> Iterator[Held]:
        known = bound_values(self.program)
        for module in sorted({module for word in words for module, _ in known.get(word, ())}):
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
        if call.func.rpartition(".")[2] not in self.words or "(" in call.func or "[" in call.func:
            return ""
        full = self.program.resolve(module, call.func, scope)
        return self.kind_of(full) if full else ""

    def _making(self, module: str, scope: str, call: Call) -> str:
        receiver, _, last = call.func.rpartition(".")
        if last not in self._maker_names or not receiver:
            return ""
        if receiver.endswith("()"):
            base = self._construction(module, scope, replace(call, func=receiver[:-2]))
            return self._makers.get((base, last), "")
        kinds = (self._makers.get((held.kind, last), "") for held in self.chain(module, scope, receiver))
        return next((kind for kind in kinds if kind), "")

    def _calls_of(self, function: str) -> list[tuple[str, str, Call]]:
        """The kept calls of a function that give it arguments; none while objects are still being found."""
        known = self._arguments.get(function) if self._is_built else []
        if known is None:
            known = self._arguments[function] = [
                (syntax.module, site.scope, site.call)
                for syntax, site in sites_named(self.program, names_for(self.program, (function,)))
                if (site.call.args or site.call.keywords) and self.displays.resolved(syntax.module, site.scope, site.call.func) == function
            ]
        return known

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
            for item in self.displays.items(module, scope, expr.value, hops + 1):
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
        function = self.displays.called_function(module, scope, call)
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
                known = self._calls_of(full)[:MAX_CALLERS]
                for caller, caller_scope, call in known:
                    yield from self.of(caller, caller_scope, call.argument(position, chain), hops + 1)
                if not known:
                    yield from self._handed_over(full, chain, hops)
                return

    def _handed_over(self, function: str, name: str, hops: int) -> Iterator[Held]:
        """What callers of whose calls no arguments are kept hold under a parameter's name: mostly they hand over just that."""
        for source, module in usage(self.program).callers.get(function, ())[:MAX_CALLERS]:
            if source != function:
                yield from self.of(module, source[len(module) + 1 :], Name(name), hops + 1)


def _position(syntax: FunctionSyntax, name: str) -> int | None:
    names = [parameter.name for parameter in syntax.parameters if not parameter.star]
    if name not in names:
        return None
    return names.index(name) - (1 if names[0] in ("self", "cls") else 0)

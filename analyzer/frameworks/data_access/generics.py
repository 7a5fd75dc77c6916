"""Code that works on whatever class, query or row it is given: what it is given, and what it then reads and writes.

Each function is looked at once for each entity that it is given (call-site sensitivity of depth one, bounded).
"""

from collections.abc import Iterator

from analyzer.frameworks.data_access.effects import Effect, Effects
from analyzer.frameworks.data_access.values import Place, Value
from analyzer.frameworks.orm.dialect import Shape
from analyzer.frameworks.orm.expressions import inside
from analyzer.model.syntax import Assignment, Call, Expr, FunctionSyntax, ModuleSyntax

MAX_VALUES = 60
MAX_ROUNDS = 4


class Generics:
    """The effects of functions and inherited methods for what callers give them."""

    def __init__(self, effects: Effects) -> None:
        self.effects = effects
        self.catalogue = effects.catalogue
        self.program = effects.program
        self.inference = effects.inference

    def effects_by_module(self) -> dict[str, list[Effect]]:
        """Effects by the module of the function or method that works on what it is given; to be asked after all other effects."""
        for module in self.catalogue.reach.modules:
            self._given_in(self.program.modules[module])
        found: dict[str, list[Effect]] = {}
        done: set[tuple[str, str, Value]] = set()
        for _ in range(MAX_ROUNDS):
            fresh = [key for key in sorted(self.effects.given) if key not in done]
            for name, parameter, value in fresh:
                module = self.program.defined_in(name)
                found.setdefault(module, []).extend(self._of(module, name, parameter, value))
            done.update(fresh)
            if not fresh:
                break
        return found

    def _of(self, module: str, name: str, parameter: str, value: Value) -> Iterator[Effect]:
        function = self.program.function_syntax(name)
        assert function is not None
        place = Place(module, function.name, function.end_line, None if parameter else value, (parameter, value) if parameter else None)
        given = parameter or (function.parameters[0].name if function.parameters else "")
        yield from self.effects.of_scope(place, given, value)

    # -- what is given ----------------------------------------------------------------------------------------------

    def _given_in(self, syntax: ModuleSyntax) -> None:
        for one in syntax.assignments:
            self._given(syntax.module, one.scope, one.line, one)
        for function in syntax.functions:
            for value in function.returned:
                self._given(syntax.module, function.name, function.end_line, value)
        for site in syntax.calls:
            self._given(syntax.module, site.scope, site.call.line, site.call)

    def _given(self, module: str, scope: str, line: int, within: Expr | Assignment) -> None:
        expr = within.value if isinstance(within, Assignment) else within
        if not isinstance(expr, Call) and not isinstance(within, Assignment):
            return
        if not self.catalogue.reach.holds(module, scope):
            return
        for call in inside(expr):
            if isinstance(call, Call) and (call.args or call.keywords) and "(" not in call.func:
                name = self.program.resolve(module, call.func, scope)
                function = self.program.function_syntax(name) if name else None
                if function is not None and self.program.class_syntax(name.rpartition(".")[0]) is None:
                    self._bind(Place(module, scope, line), call, name, function)

    def _bind(self, place: Place, call: Call, name: str, function: FunctionSyntax) -> None:
        for position, parameter in enumerate(function.parameters):
            if parameter.star or len(self.effects.given) > MAX_VALUES * 100:
                continue
            value = self.inference.value(place, call.argument(position, parameter.name))
            if value is not None and value.shape in (Shape.CLASS, Shape.QUERY) and parameter.annotation is None:
                self.effects.give(name, parameter.name, value)

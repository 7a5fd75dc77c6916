"""What local variables, parameters and receivers hold."""

from analyzer.frameworks.data_access.annotations import annotated
from analyzer.frameworks.data_access.bound import Bound
from analyzer.frameworks.data_access.catalogue import Catalogue
from analyzer.frameworks.data_access.namesakes import Namesakes
from analyzer.frameworks.data_access.scope_index import ScopeIndex
from analyzer.frameworks.data_access.values import Evaluator, Place, Value
from analyzer.frameworks.orm.dialect import Shape
from analyzer.frameworks.orm.expressions import last_name, spelled
from analyzer.model.syntax import Assignment, Call, FunctionSyntax, Name, Subscript

END = 10**9


class Variables:
    """Variables of every scope of a program, remembered."""

    def __init__(self, catalogue: Catalogue, evaluator: Evaluator, index: ScopeIndex) -> None:
        self.catalogue = catalogue
        self.program = catalogue.program
        self.evaluator = evaluator
        self.index = index
        self.namesakes = Namesakes(catalogue)
        self.bound = Bound(catalogue)
        self._guesses: dict[tuple[str, str, str], Value | None] = {}
        self._targets: dict[tuple[str, str], dict[str, list[Assignment]]] = {}
        self._values: dict[tuple[Place, str, int], Value | None] = {}

    def local(self, place: Place, target: str) -> Value | None:
        """What a local variable, parameter or ``self.x`` of a scope (or of one around it) holds at a line."""
        scope = place.scope
        if place.given is not None and target == place.given[0]:
            return self.assigned(place, target) or place.given[1]
        while scope:
            here = place if scope == place.scope else Place(place.module, scope, END)
            found = self.assigned(here, target)
            if found is not None:
                return found
            function = self.program.function_syntax(f"{place.module}.{scope}")
            if function is not None and "." not in target:
                known, value = self._parameter(here, function, target)
                if known:
                    return value
                if self._is_opaque(place.module, scope, target):
                    return self._named(place.module, scope, target)
            scope = scope.rpartition(".")[0]
            while scope and self.program.class_syntax(f"{place.module}.{scope}") is not None:
                scope = scope.rpartition(".")[0]
        return None

    def assigned(self, place: Place, target: str) -> Value | None:
        """What the last assignment before a line gives a target of exactly this scope, else the next one that tells."""
        known = self._assignments(place.module, place.scope).get(target)
        if not known:
            return None
        before = [one for one in known if one.line <= place.line]
        for one in (*reversed(before), *known[len(before) :]):
            found = self._assignment(place, one)
            if found is not None:
                return found
        return None

    def _assignment(self, place: Place, one: Assignment) -> Value | None:
        key = (place._replace(line=0), one.target, one.line)
        if key not in self._values:
            self._values[key] = None
            found = annotated(self.catalogue, place.module, place.scope, one.annotation) if one.annotation is not None else None
            here = place._replace(line=one.line - 1 if _mentions(one) else one.line)
            self._values[key] = found or self.evaluator.value(here, one.value)
        return self._values[key]

    def _assignments(self, module: str, scope: str) -> dict[str, list[Assignment]]:
        key = (module, scope)
        if key not in self._targets:
            found: dict[str, list[Assignment]] = {}
            for one in self.program.body(f"{module}.{scope}" if scope else module):
                found.setdefault(one.target, []).append(one)
            self._targets[key] = found
        return self._targets[key]

    def _parameter(self, place: Place, function: FunctionSyntax, name: str) -> tuple[bool, Value | None]:
        for position, parameter in enumerate(function.parameters):
            if parameter.name == name:
                if parameter.annotation is not None:
                    found = annotated(self.catalogue, place.module, place.scope, parameter.annotation)
                    return True, found._replace(shape=Shape.ROWS) if found is not None and parameter.star else found
                found = self._receiver(place, function) if position == 0 and not parameter.star else None
                found = found or self.bound.parameter(f"{place.module}.{place.scope.rpartition('.')[0]}", name)
                return True, found or (None if parameter.star else self._named(place.module, place.scope, name))
        return False, None

    def _named(self, module: str, scope: str, name: str) -> Value | None:
        """What a variable of a scope holds by its name alone."""
        key = (module, scope, name)
        if key not in self._guesses:
            self._guesses[key] = self.namesakes.guess(module, name, self.index.uses(module, scope))
        return self._guesses[key]

    def _is_opaque(self, module: str, scope: str, target: str) -> bool:
        """Whether a variable is assigned in a scope, and by calls and names only, so that it may hold anything."""
        known = self._assignments(module, scope).get(target, ())
        return bool(known) and all(isinstance(one.value, Call | Name | Subscript) and one.annotation is None for one in known)

    def _receiver(self, place: Place, function: FunctionSyntax) -> Value | None:
        """What ``self`` or ``cls`` holds in a method."""
        if place.receiver is not None:
            return place.receiver
        owner = f"{place.module}.{place.scope.rpartition('.')[0]}"
        if self.program.class_syntax(owner) is None or any(last_name(spelled(one)) == "staticmethod" for one in function.decorators):
            return None
        is_class = any(last_name(spelled(one)) == "classmethod" for one in function.decorators)
        if owner in self.catalogue.dialect:
            return Value(owner, Shape.CLASS if is_class else Shape.ROW)
        return None if is_class or not self.catalogue.reach.may_hold(owner) else Value(owner, Shape.OBJECT)


def _mentions(one: Assignment) -> bool:
    """Whether an assignment reads its own target (``order = order.parent``)."""
    value = one.value
    chain = value.func if isinstance(value, Call) else value.dotted if isinstance(value, Name) else ""
    return chain.partition(".")[0].rstrip("()[]") == one.target

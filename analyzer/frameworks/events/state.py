"""What functions share: the variables that a function and those it calls use, and whether it calls what it finds there."""

import builtins

from analyzer.frameworks.events.callees import Callees
from analyzer.model.syntax import Use, UseKind
from analyzer.read.program import Program

MAX_DEPTH = 3
BUILTINS = frozenset(dir(builtins))


class State:
    """Answers for one program; answers are cached."""

    def __init__(self, program: Program, callees: Callees) -> None:
        self.program = program
        self.callees = callees
        self._stores: dict[tuple[str, int], frozenset[str]] = {}
        self._dispatches: dict[tuple[str, int], bool] = {}
        self._known: dict[str, list[Use]] = {}
        self._scopes: dict[str, dict[str, list[Use]]] = {}

    def stores(self, function: str, depth: int = 0) -> frozenset[str]:
        """The module variables and attributes of ``self`` that a function uses, functions that it calls in its module included."""
        key = (function, depth)
        if key not in self._stores:
            self._stores[key] = frozenset()
            self._stores[key] = self._find_stores(function, depth)
        return self._stores[key]

    def dispatches(self, function: str, depth: int = 0) -> bool:
        """Whether a function calls something that it has in a local variable or takes out of a container: a handler it found."""
        key = (function, depth)
        if key not in self._dispatches:
            self._dispatches[key] = False
            self._dispatches[key] = self._find_dispatch(function, depth)
        return self._dispatches[key]

    def uses(self, function: str) -> list[Use]:
        """The uses in a function and in what is defined inside it."""
        known = self._known.get(function)
        if known is None:
            module, local = self.program.names.local_name(function)
            inside = f"{local}."
            scopes = self._scopes_of(module).items()
            found = (uses for scope, uses in scopes if scope == local or scope.startswith(inside))
            known = self._known[function] = [use for uses in found for use in uses]
        return known

    def _scopes_of(self, module: str) -> dict[str, list[Use]]:
        known = self._scopes.get(module)
        if known is None:
            known = self._scopes[module] = {}
            for use in self.program.modules[module].uses:
                known.setdefault(use.scope, []).append(use)
        return known

    def _find_stores(self, function: str, depth: int) -> frozenset[str]:
        module, local = self.program.names.local_name(function)
        owner = self.callees.bindings.enclosing_class(module, local)
        found: set[str] = set()
        for use in self.uses(function):
            scope, chain, kind = use.scope, use.chain, use.kind
            head, _, rest = chain.replace("[]", "").replace("()", "").partition(".")
            if head in ("self", "cls") and rest and owner:
                if kind is not UseKind.CALL or "." in rest:
                    found.add(f"{module}.{owner}.{rest.partition('.')[0]}")
            elif kind is not UseKind.DECORATE:
                full = self.program.resolve(module, head, scope)
                if full and self._is_variable(full):
                    found.add(full)
        for called in self._called(function, depth):
            found |= self.stores(called, depth + 1)
        return frozenset(found)

    def _find_dispatch(self, function: str, depth: int) -> bool:
        module, local = self.program.names.local_name(function)
        inside = (one for one in self.program.modules[module].functions if one.name == local or one.name.startswith(f"{local}."))
        parameters = {parameter.name for one in inside for parameter in one.parameters}
        for use in self.uses(function):
            if use.kind is UseKind.CALL:
                head = use.chain.partition(".")[0].rstrip("()[]")
                if use.chain.endswith("[]"):
                    return True
                if head not in parameters and head not in BUILTINS and not self.program.resolve(module, head, use.scope):
                    return True
        return any(self.dispatches(called, depth + 1) for called in self._called(function, depth))

    def _called(self, function: str, depth: int) -> list[str]:
        if depth >= MAX_DEPTH:
            return []
        module, _ = self.program.names.local_name(function)
        names = {self.callees.of(module, use.scope, use.chain) for use in self.uses(function) if use.kind is UseKind.CALL}
        return sorted(name for name in names if name and name != function and self.program.defined_in(name) == module)

    def _is_variable(self, full: str) -> bool:
        module, local = self.program.names.local_name(full)
        return bool(module) and local in self.program.names.bindings[module].variables

"""Which function of the code base a call means, methods of module-level objects included."""

from analyzer.frameworks.scopes import Bindings
from analyzer.model.syntax import Call
from analyzer.read.program import Program
from analyzer.read.targets import Targets


class Callees:
    """Answers for one program; answers are cached."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.bindings = Bindings(program)
        self._targets = Targets(program.names)
        self._known: dict[tuple[str, str, str], str] = {}

    def of(self, module: str, scope: str, chain: str) -> str:
        """The full dotted name of the function or method that a chain calls, or ``""`` where it is not of the code base."""
        key = (module, scope, chain)
        if key not in self._known:
            self._known[key] = self._find(module, scope, chain) if chain and chain[-1] not in ")]" else ""
        return self._known[key]

    def _find(self, module: str, scope: str, chain: str) -> str:
        full = self.program.resolve(module, chain, scope)
        if full:
            return full if self.program.function_syntax(full) is not None else self._method(full)
        touched = self._targets.of(module, chain, scope)
        return touched[-1] if touched and self.program.function_syntax(touched[-1]) is not None else ""

    def _method(self, full: str) -> str:
        """The method that ``module.variable.name`` means, where the variable holds an instance of a class of the code base."""
        variable, _, name = full.rpartition(".")
        owner = self.program.defined_in(variable)
        if not owner or variable == owner:
            return ""
        for bound in self.bindings.find(owner, "", variable[len(owner) + 1 :]):
            if isinstance(bound.value, Call):
                made = self.program.resolve(bound.module, bound.value.func, bound.scope)
                member = self.program.names.attributes(made, name) if made else ""
                if member and self.program.function_syntax(member) is not None:
                    return member
        return ""

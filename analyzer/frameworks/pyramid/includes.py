"""What ``config.include`` includes, and the prefixes that it puts before the routes of what is included."""

from collections.abc import Iterator

from analyzer.frameworks.constants import text_of
from analyzer.frameworks.scopes import outward
from analyzer.frameworks.usage import usage
from analyzer.model.facts import StringReference
from analyzer.model.place import Location, ModuleName
from analyzer.model.syntax import Call, Name
from analyzer.read.program import Program

MAX_DEPTH = 12
MAX_PREFIXES = 16


class Includes:
    """The functions of a program that configure, and the prefixes under which each one does."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._places: dict[str, list[tuple[str, str]]] = {}
        self._references: list[StringReference] = []
        self._known: dict[str, tuple[str, ...]] = {}
        for module in sorted(program.modules):
            for site in program.modules[module].calls:
                if site.call.func.endswith(".include") and site.call.args:
                    self._include(module, site.scope, site.call)

    def references(self) -> Iterator[StringReference]:
        """A string reference for each module that is included by its name from its own package."""
        yield from self._references

    def prefixes(self, module: str, scope: str) -> tuple[str, ...]:
        """The prefixes before routes that a scope of a module adds."""
        names = [f"{module}.{name}" for name in outward(scope)]
        return self._of(next((name for name in names if self.program.function_syntax(name) is not None), module), 0)

    def _of(self, function: str, depth: int) -> tuple[str, ...]:
        if depth > MAX_DEPTH:
            return ()
        if function not in self._known:
            # Included in itself, a function adds nothing there.
            self._known[function] = ()
            places = self._places.get(function) or [
                (caller, "") for caller, _ in usage(self.program).callers.get(function, ()) if caller != function
            ]
            found = {f"{above.rstrip('/')}{own}": None for outer, own in places for above in self._of(outer, depth + 1)}
            self._known[function] = tuple(found)[:MAX_PREFIXES] or ("",)
        return self._known[function]

    def _include(self, module: str, scope: str, call: Call) -> None:
        target = self._target(module, scope, call)
        if target:
            prefix = text_of(self.program, module, scope, call.keyword("route_prefix")) or ""
            outer = next((f"{module}.{name}" for name in outward(scope)), module)
            self._places.setdefault(target, []).append((outer, f"/{prefix.strip('/')}" if prefix else ""))

    def _target(self, module: str, scope: str, call: Call) -> str:
        """The function of the code base that an include runs, or ``""``; a module stands for its ``includeme``."""
        given = call.args[0]
        if isinstance(given, Name):
            full = self.program.resolve(module, given.dotted, scope)
        else:
            written = text_of(self.program, module, scope, given) or ""
            full = absolute(self.program, module, written)
            home = self.program.defined_in(full) if full else ""
            if home and written.startswith("."):
                at = Location(self.program.modules[module].path, call.line)
                self._references.append(StringReference(ModuleName(module), ModuleName(home), written, "include", at))
        full = f"{full}.includeme" if full in self.program.modules else full
        return full if full and self.program.function_syntax(full) is not None else ""


def absolute(program: Program, module: str, dotted: str) -> str:
    """The full dotted name that a text means in a module; ``.views`` counts from the module's package."""
    dotted = dotted.replace(":", ".")
    if not dotted.startswith("."):
        return dotted
    syntax = program.modules[module]
    package = module if syntax.is_package else module.rpartition(".")[0]
    while dotted.startswith(".."):
        package, dotted = package.rpartition(".")[0], dotted[1:]
    return f"{package}{dotted}"

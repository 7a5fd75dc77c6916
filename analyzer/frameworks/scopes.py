"""Where a variable lives, and what was assigned to it."""

from collections.abc import Iterator
from typing import NamedTuple

from analyzer.model.syntax import Assignment, Expr
from analyzer.read.program import Program


class Place(NamedTuple):
    """A variable: module, scope (``""`` for module level) and name."""

    module: str
    scope: str
    name: str

    @property
    def id(self) -> str:
        """The dotted name of the variable, its function or class included."""
        return ".".join(part for part in self if part)


class Bound(NamedTuple):
    """A value that was assigned to a variable, and the scope in which the value is to be read."""

    variable: Place
    scope: str
    value: Expr

    @property
    def module(self) -> str:
        """The module of the variable, in which the value is to be read."""
        return self.variable.module


def outward(scope: str) -> Iterator[str]:
    """A scope and every scope around it, innermost first, module level left out."""
    while scope:
        yield scope
        scope = scope.rpartition(".")[0]


class Bindings:
    """The assignments of a program by variable; ``self.x = ...`` in a method binds ``x`` of the class."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._modules: dict[str, dict[tuple[str, str], list[Assignment]]] = {}
        self._classes: dict[str, frozenset[str]] = {}

    def home(self, module: str, scope: str, target: str) -> Place:
        """The variable that an assignment target in a scope means."""
        first, _, rest = target.partition(".")
        owner = self.enclosing_class(module, scope) if first in ("self", "cls") and rest else ""
        return Place(module, owner, rest) if owner else Place(module, scope, target)

    def place(self, module: str, scope: str, chain: str) -> Place | None:
        """The variable that a chain used in a scope means, if it is assigned anywhere."""
        bound = self.find(module, scope, chain)
        return bound[0].variable if bound else None

    def find(self, module: str, scope: str, chain: str) -> tuple[Bound, ...]:
        """What is assigned to the variable that a chain means, in source order."""
        for place in self._candidates(module, scope, chain):
            found = self._in(place.module).get((place.scope, place.name))
            if found:
                return tuple(Bound(place, one.scope, one.value) for one in found)
        return ()

    def enclosing_class(self, module: str, scope: str) -> str:
        """The innermost class around a scope, or ``""``."""
        self._in(module)
        classes = self._classes.get(module, frozenset())
        return next((name for name in outward(scope) if name in classes), "")

    def _candidates(self, module: str, scope: str, chain: str) -> Iterator[Place]:
        if "(" in chain or "[" in chain:
            return
        home = self.home(module, scope, chain)
        if home.name != chain:
            yield home
            for base in self.program.ancestors(f"{module}.{home.scope}"):
                owner = self.program.defined_in(base)
                if owner:
                    yield Place(owner, base[len(owner) + 1 :], home.name)
            return
        for name in outward(scope):
            if name == scope or name not in self._classes.get(module, frozenset()):
                yield Place(module, name, chain)
        yield from self._global(module, scope, chain)

    def _global(self, module: str, scope: str, chain: str) -> Iterator[Place]:
        full = self.program.resolve(module, chain, scope)
        owner = self.program.defined_in(full) if full else ""
        if owner and full != owner:
            rest = full[len(owner) + 1 :]
            holder, _, name = rest.rpartition(".")
            yield Place(owner, holder, name)
            if holder:
                yield Place(owner, "", rest)

    def _in(self, module: str) -> dict[tuple[str, str], list[Assignment]]:
        known = self._modules.get(module)
        if known is None:
            known = {}
            self._modules[module] = known
            syntax = self.program.modules.get(module)
            if syntax is not None:
                self._classes[module] = frozenset(one.name for one in syntax.classes)
                for one in syntax.assignments:
                    place = self.home(module, one.scope, one.target)
                    known.setdefault((place.scope, place.name), []).append(one)
        return known

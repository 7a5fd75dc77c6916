"""A whole program's syntax with the means to ask what a name means: what frameworks work on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from analyzer.model.codebase import Fact
from analyzer.model.facts import Reference
from analyzer.model.syntax import Assignment, ClassSyntax, FunctionSyntax, ModuleSyntax
from analyzer.read.entry_points import EntryPoint
from analyzer.read.late_facts import LateFacts
from analyzer.read.names import NameTable


@dataclass(frozen=True, slots=True)
class Program:
    """Every module's syntax by dotted name, the facts that need no framework by kind, the text of page templates (path relative to the
    root to text), the entry points that its distributions declare, and what frameworks have noted of its modules (by the name of the note,
    in parts, packed)."""

    modules: Mapping[str, ModuleSyntax]
    names: NameTable
    linked: Mapping[type[Fact], tuple[Fact, ...]] = field(default_factory=dict)
    templates: Mapping[str, str] | None = None
    entry_points: tuple[EntryPoint, ...] = ()
    noted: Mapping[str, Sequence[bytes]] = field(default_factory=dict)

    @property
    def references(self) -> tuple[Reference, ...]:
        """The resolved references between definitions, sorted."""
        return cast(tuple[Reference, ...], self.linked.get(Reference, ()))

    @property
    def known(self) -> Mapping[type[Fact], Sequence[Fact]]:
        """``linked``, as it is now."""
        return self.linked.packed() if isinstance(self.linked, LateFacts) else self.linked

    def resolve(self, module: str, chain: str, scope: str = "") -> str:
        """The full dotted name that a chain means in a scope (``""`` for module level) of a module.

        A definition of the code base is named where it is defined, re-exports followed, with the rest of the chain
        appended (``shop.orders.models.Order.query``); something outside is named as imported (``flask.Blueprint``,
        ``builtins`` are not resolved); a local variable, parameter or unknown name gives ``""``.
        """
        return self.names.resolve(module, chain, scope)

    def defined_in(self, dotted: str) -> str:
        """The module of the code base that defines a full dotted name (longest known prefix), or ``""``."""
        return self.names.defined_in(dotted)

    def ancestors(self, class_name: str) -> tuple[str, ...]:
        """Full dotted names of all direct and indirect bases of a class, those outside the code base included, nearest first."""
        return self.names.ancestors(class_name)

    def class_syntax(self, class_name: str) -> ClassSyntax | None:
        """The syntax of a class by full dotted name, or None where the code base does not define it."""
        return self.names.class_syntax(class_name)

    def function_syntax(self, name: str) -> FunctionSyntax | None:
        """The syntax of a function or method by full dotted name, or None."""
        return self.names.function_syntax(name)

    def body(self, name: str) -> tuple[Assignment, ...]:
        """The assignments directly inside a class or function by full dotted name, in order."""
        return self.names.body(name)

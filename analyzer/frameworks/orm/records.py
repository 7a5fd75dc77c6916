"""Mappers whose models are classes with fields in their bodies and options in a nested ``Meta``."""

from collections.abc import Callable, Iterator

from analyzer.frameworks.constants import text_of
from analyzer.frameworks.orm.declarations import Declarations, Declared
from analyzer.frameworks.orm.expressions import is_true
from analyzer.model.place import Location
from analyzer.model.syntax import Assignment, Call, Expr, Name


class Records:
    """The classes of a program that derive from a root, by full name; ``is_root`` judges a full name of a base."""

    def __init__(self, declarations: Declarations, is_root: Callable[[str], bool]) -> None:
        self.declarations = declarations
        self.program = declarations.program
        classes = declarations.classes
        self.models = {name: classes[name] for name in sorted(classes) if any(map(is_root, declarations.lineage(name)))}
        self.parents = frozenset(base for name in self.models for base in declarations.lineage(name) if base in self.models)

    def option(self, name: str, option: str) -> Expr | None:
        """What the class's own ``Meta`` says, or None."""
        member = self.declarations.member(f"{name}.Meta", option)
        return member.value if member is not None else None

    def inherited(self, name: str, option: str) -> tuple[str, Expr | None]:
        """What the nearest ``Meta`` among a class and its bases says, with the class; None where none says anything."""
        for owner in (name, *self.declarations.lineage(name)):
            found = self.option(owner, option) if owner in self.declarations.classes else None
            if found is not None:
                return owner, found
        return name, None

    def is_set(self, name: str, option: str) -> bool:
        """Whether the class's own ``Meta`` sets an option to True."""
        return is_true(self.option(name, option))

    def text(self, name: str, *options: str) -> str:
        """The string that the class's own ``Meta`` gives to the first of these options that it has, constants followed, or ``""``."""
        declared = self.models[name]
        values = (self.option(name, one) for one in options)
        found = (text_of(self.program, declared.module, f"{declared.local}.Meta", one) for one in values if one is not None)
        return next((one for one in found if one), "")

    def fields(self, name: str) -> Iterator[tuple[Declared, Assignment, Call]]:
        """The calls in the body of a model and of its bases, with the class that each stands in; nearer ones hide those of one name."""
        seen: set[str] = set()
        for owner in (name, *self.declarations.lineage(name)):
            declared = self.declarations.classes.get(owner)
            for one in reversed(self.declarations.members.get(owner, ())) if declared is not None else ():
                if one.target not in seen:
                    seen.add(one.target)
                    if declared is not None and isinstance(one.value, Call):
                        yield declared, one, one.value

    def named(self, holder: Declared, given: Expr | None) -> str:
        """The model that a name in a class body means, or ``""``."""
        found = self.program.resolve(holder.module, given.dotted, holder.local) if isinstance(given, Name) else ""
        return found if found in self.models else ""

    def made(self, holder: Declared, call: Call) -> tuple[str, ...]:
        """The last names of a field's class and of the bases of that class."""
        full = self.program.resolve(holder.module, call.func, holder.local) or call.func
        return tuple(one.rpartition(".")[2] for one in (full, *self.program.ancestors(full)))


def place(holder: Declared, assignment: Assignment) -> Location:
    """Where a field stands."""
    return Location(holder.path, assignment.line)

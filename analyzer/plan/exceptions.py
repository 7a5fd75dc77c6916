"""Which classes of a code base are exceptions."""

import builtins

from analyzer.model.data import Entity
from analyzer.model.facts import DefinitionKind
from analyzer.model.syntax import UseKind
from analyzer.plan.cut import Cut

BUILTIN = frozenset(name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException))


def exception_classes(cut: Cut) -> frozenset[str]:
    """The classes that are raised or caught, that inherit from a built-in exception, or from one of these; never an entity, whose own
    exceptions are caught by its name."""
    classes = {str(name): d for name, d in cut.definitions.items() if d.kind is DefinitionKind.CLASS}
    found = {str(r.target) for r in cut.references if r.kind in (UseKind.RAISE, UseKind.CATCH) and r.target in classes}
    found |= {name for name, d in classes.items() if any(_is_exception(base) for base in d.bases)}
    while more := {name for name, d in classes.items() if name not in found and not found.isdisjoint(d.bases)}:
        found |= more
    return frozenset(found - {str(entity.name) for entity in cut.codebase.of(Entity)})


def _is_exception(base: str) -> bool:
    return base.removeprefix("builtins.") in BUILTIN or base.endswith(("Error", "Exception"))

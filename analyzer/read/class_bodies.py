"""What stands in the bodies of classes: looked up once for each class, however many names are looked for in it."""

from collections.abc import Mapping, Sequence, Set
from typing import TYPE_CHECKING

from analyzer.model.syntax import Assignment

if TYPE_CHECKING:
    from analyzer.read.names import NameTable

Body = tuple[Set[str], Mapping[str, Sequence[Assignment]]]
"""The names that are defined directly inside a class, and those that are assigned there."""

SETTING_UP = ("__init__", "setUp", "__enter__")
"""Methods in which an object gets its attributes."""
NOTHING: Body = (frozenset(), {})


class ClassBodies:
    """Answers for one name table; answers are cached."""

    def __init__(self, names: "NameTable") -> None:
        self._names = names
        self._bodies: dict[str, Body] = {}
        self._attributes: dict[str, Mapping[str, Sequence[tuple[str, Assignment]]]] = {}

    def has(self, class_name: str, name: str) -> bool:
        """Whether a class of the code base itself defines or assigns a name."""
        defined, assigned = self._bodies.get(class_name) or self._body(class_name)
        return name in defined or name in assigned

    def attributes(self, class_name: str) -> Mapping[str, Sequence[tuple[str, Assignment]]]:
        """What is assigned to each attribute of a class of the code base: in its body, then to ``self`` where it is set up; with the
        scope, in order."""
        known = self._attributes.get(class_name)
        if known is None:
            known = self._attributes[class_name] = self._find_attributes(class_name)
        return known

    def _body(self, class_name: str) -> Body:
        module, local = self._names.local_name(class_name)
        bindings = self._names.bindings[module] if module else None
        found = (bindings.nested.get(local, frozenset()), self._names.bound_in(module, local)) if bindings is not None else NOTHING
        self._bodies[class_name] = found
        return found

    def _find_attributes(self, class_name: str) -> Mapping[str, Sequence[tuple[str, Assignment]]]:
        found: dict[str, list[tuple[str, Assignment]]] = {}
        module, local = self._names.local_name(class_name)
        for scope in (local, *(f"{local}.{name}" for name in SETTING_UP)) if module else ():
            for target, assigned in self._names.bound_in(module, scope).items():
                if scope == local or target.startswith("self."):
                    name = target if scope == local else target.removeprefix("self.")
                    found.setdefault(name, []).extend((scope, one) for one in assigned)
        return found

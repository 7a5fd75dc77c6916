"""Classes that are data (pydantic, dataclasses, enums, serializers of Django REST framework) as named schemas of a document."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from analyzer.extract.deploy.openapi.sources import Found, Sources
from analyzer.extract.nodes import last_name
from analyzer.model.place import ModuleName

MODELS = frozenset({"BaseModel", "GenericModel", "NamedTuple", "RootModel", "SQLModel", "Struct", "TypedDict"})
ENUMS = frozenset({"Enum", "IntEnum", "StrEnum", "TextChoices", "IntegerChoices", "Flag", "IntFlag"})
SERIALIZERS = frozenset({"BaseSerializer", "HyperlinkedModelSerializer", "ListSerializer", "ModelSerializer", "Serializer"})
_RECORDS = frozenset({"dataclass", "define", "frozen", "attrs", "s"})
_LONGEST_LINE = 40


@dataclass(slots=True)
class Schemas:
    """The schemas of a document, made when they are first referred to; ``fill`` writes the schema of a class."""

    sources: Sources
    fill: "Callable[[Found, str, Schemas], dict[str, object]]"
    names: dict[str, str] = field(default_factory=dict)
    made: dict[str, dict[str, object]] = field(default_factory=dict)

    def reference(self, module: ModuleName, chain: str) -> dict[str, object] | None:
        """A reference to the class that a chain of names means in a module; None where it is not data of the code base."""
        found = self.sources.find(self.sources.meaning(module, chain)) if chain else None
        kind = self.kind(found) if found is not None else ""
        return self.refer(found, kind) if found is not None and kind else None

    def refer(self, found: Found, kind: str) -> dict[str, object]:
        """A reference to a class, its schema made on first sight."""
        if found.name not in self.names:
            plain = re.sub(r"[^A-Za-z0-9._-]", "_", found.node.name)
            name = plain if plain not in self.names.values() else re.sub(r"[^A-Za-z0-9._-]", "_", found.name)
            self.names[found.name] = name
            self.made[name] = {}  # while it is being made: a class may refer to itself
            self.made[name] = self.fill(found, kind, self)
        return {"$ref": f"#/components/schemas/{self.names[found.name]}"}

    def kind(self, found: Found) -> str:
        """``model``, ``enum`` or ``serializer`` for a class that is data; nothing for any other."""
        if not isinstance(found.node, ast.ClassDef):
            return ""
        last = {base.rpartition(".")[2] for base in self.roots(found)}
        for kind, names in (("enum", ENUMS), ("serializer", SERIALIZERS), ("model", MODELS)):
            if last & names:
                return kind
        marks = [one.func if isinstance(one, ast.Call) else one for one in found.node.decorator_list]
        return "model" if any(last_name(mark) in _RECORDS for mark in marks) else ""

    def roots(self, found: Found) -> set[str]:
        """The dotted names of all bases, those of the bases within the code base included."""
        return {base for one in self.line(found) for base in self._bases(one)}

    def line(self, found: Found) -> list[Found]:
        """A class and its bases within the code base, the furthest first, each once."""
        order: list[Found] = []
        pending = [found]
        while pending and len(order) < _LONGEST_LINE:
            one = pending.pop()
            if one.name not in {known.name for known in order}:
                order.append(one)
                bases = (self.sources.find(name) for name in self._bases(one))
                pending += [base for base in bases if base is not None and isinstance(base.node, ast.ClassDef)]
        return order[::-1]

    def _bases(self, found: Found) -> Iterator[str]:
        if isinstance(found.node, ast.ClassDef):
            for base in found.node.bases:
                base = base.value if isinstance(base, ast.Subscript) else base
                if isinstance(base, ast.Name | ast.Attribute):
                    yield self.sources.meaning(found.module, ast.unparse(base))

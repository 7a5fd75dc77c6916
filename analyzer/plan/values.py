"""Which values can travel between processes, judged by annotations as they are written."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from analyzer.model.data import Entity
from analyzer.model.facts import Definition, DefinitionKind
from analyzer.plan.cut import Cut
from analyzer.plan.names import name_set

CLOSED = name_set(
    """
    bool bytes complex date datetime Decimal dict Dict float Fraction frozenset FrozenSet int list List Literal Mapping None
    NoneType Optional Sequence set Set str time timedelta tuple Tuple Union UUID
    """
)
"""Last names of the types that a tagged codec carries with equal value and equal type."""
VALUE_BASES = frozenset(
    "Enum IntEnum StrEnum Flag IntFlag NamedTuple TypedDict BaseModel Struct".split()  # noqa: SIM905  # reads better than a list
)
VALUE_DECORATORS = frozenset(
    "dataclass dataclasses.dataclass attr.s attrs.define attrs.frozen attr.define define frozen".split()  # noqa: SIM905  # reads better than a list
)

_NAME = re.compile(r"[A-Za-z_][\w.]*")
_TEXT = re.compile(r"""(["'])(?:(?!\1).)*\1""")


class Carriage(StrEnum):
    """How a value gets across."""

    PLAIN = "plain"
    ENTITY = "entity"
    UNKNOWN = "unknown"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Bare class names of the code base that mean one kind of thing everywhere: value classes and entities."""

    values: frozenset[str]
    entities: frozenset[str]


def vocabulary(cut: Cut) -> Vocabulary:
    """The value classes and entities of a code base by bare name; a name that means several things is left out."""
    entities = {entity.name for entity in cut.codebase.of(Entity)}
    values = value_classes(cut.definitions)
    meanings: dict[str, set[str]] = {}
    for name, definition in cut.definitions.items():
        if definition.kind is DefinitionKind.CLASS:
            meaning = "entity" if name in entities else "value" if name in values else "other"
            meanings.setdefault(name.rpartition(".")[2], set()).add(meaning)
    return Vocabulary(_meaning(meanings, "value"), _meaning(meanings, "entity"))


def _meaning(meanings: Mapping[str, set[str]], wanted: str) -> frozenset[str]:
    return frozenset(name for name, found in meanings.items() if found == {wanted})


def value_classes(definitions: Mapping[str, Definition]) -> frozenset[str]:
    """The classes of a code base that are made to hold plain values, themselves or by a base."""
    found = {str(name) for name, known in definitions.items() if known.kind is DefinitionKind.CLASS and is_value_class(known)}
    classes = {str(name): known for name, known in definitions.items() if known.kind is DefinitionKind.CLASS}
    while more := {name for name, known in classes.items() if name not in found and not found.isdisjoint(known.bases)}:
        found |= more
    return frozenset(found)


def is_value_class(definition: Definition) -> bool:
    """Whether a class is made to hold plain values: an enum, dataclass, named tuple or typed dict."""
    bases = {base.rpartition(".")[2] for base in definition.bases}
    return bool(bases & VALUE_BASES) or any(decorator.partition("(")[0] in VALUE_DECORATORS for decorator in definition.decorators)


def carriage(annotation: str, known: Vocabulary) -> Carriage:
    """How a value with this annotation gets across; ``unknown`` where there is no annotation or it is open (``Any``)."""
    text = annotation.strip().strip("\"'")
    if text.startswith(("Literal[", "typing.Literal[")):
        return Carriage.PLAIN
    names = [name.rpartition(".")[2] for name in _NAME.findall(_TEXT.sub(lambda found: found.group()[1:-1], text))]
    if not names or "Any" in names or "object" in names:
        return Carriage.UNKNOWN
    if any(name in known.entities for name in names):
        return Carriage.ENTITY if all(name in known.entities or name in CLOSED for name in names) else Carriage.BLOCKED
    return Carriage.PLAIN if all(name in CLOSED or name in known.values for name in names) else Carriage.BLOCKED


def worst(carriages: Iterable[Carriage]) -> Carriage:
    """What decides for several values together: blocked, then unknown, then entity, then plain."""
    found = set(carriages)
    return next((c for c in (Carriage.BLOCKED, Carriage.UNKNOWN, Carriage.ENTITY) if c in found), Carriage.PLAIN)


def argument_carriage(definition: Definition, known: Vocabulary) -> Carriage:
    """How all arguments of a function together get across; ``self`` and ``cls`` are left out."""
    pairs = list(zip(definition.parameters, definition.annotations or ("",) * len(definition.parameters), strict=True))
    if definition.kind is DefinitionKind.METHOD and pairs and pairs[0][0] in ("self", "cls"):
        del pairs[0]
    return worst(Carriage.BLOCKED if name.startswith("*") else carriage(annotation, known) for name, annotation in pairs)

"""Data: entities (tables, models), links between them, who uses them, and who commits them together."""

from enum import StrEnum

from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.record import Record


class Entity(Record, frozen=True):
    """A stored thing: the class (or variable) that declares it, and its table where that is known (else ``""``)."""

    name: QualName
    module: ModuleName
    table: str
    framework: str
    at: Location


class LinkKind(StrEnum):
    """How one entity points at another."""

    FOREIGN_KEY = "foreign_key"
    ONE_TO_ONE = "one_to_one"
    MANY_TO_MANY = "many_to_many"
    RELATIONSHIP = "relationship"
    GENERIC = "generic"


class EntityLink(Record, frozen=True):
    """``source`` points at ``target`` (both ``Entity.name``) through ``field``.

    ``on_delete`` is the rule that is declared for a deletion: ``cascade``, ``set-null``, ``protect``, ``restrict`` and the like, ``custom``
    for a rule of the program's own, ``""`` where none is. For a foreign key (one-to-one included) it says what becomes of the source's rows
    when the row of the target that they point at is deleted; for all other links what becomes of the target's when the source's is.
    """

    source: QualName
    target: QualName
    kind: LinkKind
    field: str
    at: Location
    on_delete: str = ""


class Mode(StrEnum):
    """What is done to an entity's rows."""

    READ = "read"
    WRITE = "write"


class EntityUse(Record, frozen=True):
    """A module reads or writes an entity, in the definition ``source`` first at ``at``, ``count`` times."""

    module: ModuleName
    entity: QualName
    mode: Mode
    source: QualName
    count: int
    at: Location


class GenericUse(Record, frozen=True):
    """Code that works on whatever class, query or row it is given reads or writes an entity, because callers give it that entity.

    The callers' own uses are ``EntityUse`` facts; such code is tied to none of the entities.
    """

    module: ModuleName
    entity: QualName
    mode: Mode
    source: QualName
    count: int
    at: Location


class TableUse(Record, frozen=True):
    """An SQL statement in a string reads or writes a table that no known entity has; the table's bare name in lower case."""

    module: ModuleName
    table: str
    mode: Mode
    source: QualName
    count: int
    at: Location


class Transaction(Record, frozen=True):
    """A definition that commits; ``entities`` are those written in it, its callees of the code base included."""

    source: QualName
    module: ModuleName
    entities: tuple[QualName, ...]
    at: Location

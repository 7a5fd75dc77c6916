"""The verbs of a mapper: which calls and attributes yield rows, and which ones write them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from analyzer.frameworks.orm.schema import Schema
from analyzer.read.program import Program


class Shape(StrEnum):
    """What a value is, seen from an entity: its class, one row, something to be iterated, or a plain value."""

    CLASS = "class"
    ROW = "row"
    QUERY = "query"
    ROWS = "rows"
    COLLECTION = "collection"
    ARGUMENT = "argument"
    NONE = "none"


class Receiver(StrEnum):
    """What a verb must be called on to count: a session, anything but code of the program, or nothing in particular."""

    SESSION = "session"
    LIBRARY = "library"


@dataclass(frozen=True, slots=True)
class Verb:
    """A call that takes an entity or rows as an argument: what it yields, and whether it writes.

    ``result`` ARGUMENT means the shape of the argument itself. ``plain_only`` restricts a write to arguments of these shapes.
    """

    result: Shape
    receiver: Receiver = Receiver.LIBRARY
    writes: bool = False
    shapes: frozenset[Shape] = frozenset(Shape)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a mapper's rows are reached. Every set holds last names of attributes or methods."""

    name: str
    schema: Callable[[Program], Schema]
    managers: frozenset[str]
    to_row: frozenset[str]
    to_value: frozenset[str]
    query_writes: frozenset[str]
    row_writes: frozenset[str]
    collection_writes: frozenset[str]
    query_prefixes: tuple[str, ...] = ()
    verbs: Mapping[str, Verb] = field(default_factory=dict)
    commits: frozenset[str] = frozenset()
    blocks: frozenset[str] = frozenset()
    transaction_modules: tuple[str, ...] = ()

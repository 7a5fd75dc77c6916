"""The verbs of a mapper: which calls and attributes yield rows, and which ones write them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from analyzer.frameworks.orm.schema import Schema
from analyzer.read.program import Program


class Shape(StrEnum):
    """What a value is, seen from an entity: its class, one row, a query, rows in memory, the rows behind an attribute of a row.

    OBJECT is an instance of a class of the program that is no entity; ARGUMENT and NONE are results of verbs only.
    """

    CLASS = "class"
    ROW = "row"
    QUERY = "query"
    ROWS = "rows"
    COLLECTION = "collection"
    OBJECT = "object"
    ARGUMENT = "argument"
    NONE = "none"


class Receiver(StrEnum):
    """What a verb must be called on to count: a session, or anything that is not code of the program."""

    SESSION = "session"
    LIBRARY = "library"


@dataclass(frozen=True, slots=True)
class Verb:
    """A call that takes a class, a query or rows as its first argument: what it yields, and whether it writes.

    ``result`` ARGUMENT means the shape of the argument itself. The verb counts for arguments of ``shapes`` only.
    """

    result: Shape
    receiver: Receiver = Receiver.LIBRARY
    writes: bool = False
    shapes: frozenset[Shape] = frozenset(Shape)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a mapper's rows are reached. Every set holds last names of attributes or methods.

    ``managers`` are class attributes that yield a query, ``class_queries`` methods of the class that do; ``to_row``, ``to_rows`` and
    ``to_value`` methods of a query that yield one row, rows in memory, or no rows at all; the ``*_writes`` write when called on a query,
    a row, or the rows behind an attribute; ``manager_prefixes`` begin the names of a manager's methods that write;
    ``manager_modules`` are where managers come from, ``manager_makers`` the methods that make one of a class of queries (called on it, or
    given it);
    ``lookups`` are calls that name an entity in strings; ``commits`` end a transaction when called on a session, ``blocks`` are
    context managers or decorators that are one, ``modules`` where those come from; ``implied`` names the definitions that
    configuration makes a transaction; ``cascades`` are methods of a query or a row after which the mapper itself changes the rows that
    point at what was deleted.
    """

    name: str
    schema: Callable[[Program], Schema]
    managers: frozenset[str]
    to_row: frozenset[str]
    to_rows: frozenset[str]
    to_value: frozenset[str]
    query_writes: frozenset[str]
    row_writes: frozenset[str]
    collection_writes: frozenset[str]
    class_queries: frozenset[str] = frozenset({"select"})
    manager_prefixes: tuple[str, ...] = ()
    manager_modules: tuple[str, ...] = ()
    manager_makers: frozenset[str] = frozenset()
    verbs: Mapping[str, tuple[Verb, ...]] = field(default_factory=dict)
    lookups: frozenset[str] = frozenset()
    commits: frozenset[str] = frozenset()
    blocks: frozenset[str] = frozenset()
    modules: tuple[str, ...] = ()
    implied: Callable[[Program], Iterable[str]] = lambda program: ()
    cascades: frozenset[str] = frozenset()

"""What expressions hold, and the questions that the parts of the inference ask of each other."""

from typing import NamedTuple, Protocol

from analyzer.frameworks.data_access.chains import Segment
from analyzer.frameworks.orm.dialect import Shape
from analyzer.model.syntax import Expr

INHERITED = "super"
GUESSED = "guessed"
MANY = frozenset({Shape.QUERY, Shape.ROWS, Shape.COLLECTION})


class Value(NamedTuple):
    """What an expression holds: an entity (or, for OBJECT, another class) and a shape.

    ``via`` is the entity that stores the pairs (COLLECTION), the class of the manager (QUERY), INHERITED for ``super()``, or
    GUESSED (ROW, ROWS) where only the name of a variable tells.
    """

    entity: str
    shape: Shape
    via: str = ""


class Touch(NamedTuple):
    """One step along a chain: the value before, the attribute taken (``""`` for a call of the value itself), the value after."""

    before: Value
    segment: Segment
    after: Value | None


class Place(NamedTuple):
    """Where an expression stands: module, scope, line, and what is known of the call: what the first parameter of the scope's method
    holds, and a parameter with what it is given."""

    module: str
    scope: str
    line: int
    receiver: Value | None = None
    given: tuple[str, Value] | None = None


class Evaluator(Protocol):
    """What the parts of the inference ask back."""

    def value(self, place: Place, expr: Expr | None) -> Value | None:
        """What an expression holds, or None where that is nothing of interest, or unknown."""

    def returned(self, name: str, receiver: Value | None = None) -> Value | None:
        """What a function or method of the program returns, for a receiver."""


def indexed(value: Value | None, is_indexed: bool) -> Value | None:
    """The value of ``value[...]``, or the value itself where it is not indexed."""
    if value is None or not is_indexed:
        return value
    return value._replace(shape=Shape.ROW) if value.shape in MANY else None

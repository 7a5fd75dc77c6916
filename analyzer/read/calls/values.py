"""What an expression may stand for: functions, classes, objects with attributes, constants, and things from outside."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, TypeAlias

from analyzer.read.calls.code import Code

Key: TypeAlias = str | tuple[str, Any]
"""The name of an attribute or variable; ``(type, value)`` for an element of a container, ``ANY`` for elements of unknown keys;
``("default", name)`` for the default of a parameter."""

ANY = "*"
LENGTH = "#length"
ALL = "#all"
RETURNED = "<return>"
YIELDED = "<yield>"
MANY = 1 << 40


@dataclass(eq=False, slots=True)
class Place:
    """Something with named slots. ``many`` tells that it stands for several objects, so that no slot of it is ever overwritten."""

    serial: int
    slots: "dict[Key, Values]" = field(default_factory=dict)
    many: bool = False


@dataclass(eq=False, slots=True)
class Scope(Place):
    """The variables of a module, of a function while it runs, or of a comprehension; ``caller`` is the name that its calls count for.

    ``home`` is the scope of the module (None for a module itself), ``function`` what runs in it, ``made`` what was made here by the
    node that makes it, ``package`` what relative imports count from.
    """

    code: Code = field(kw_only=True)
    caller: str = field(kw_only=True)
    parent: "Scope | ClassValue | None" = field(kw_only=True, default=None)
    home: "Scope | None" = field(kw_only=True, default=None)
    function: "FunctionValue | None" = field(kw_only=True, default=None)
    made: "dict[object, Place]" = field(kw_only=True, default_factory=dict)
    package: str = field(kw_only=True, default="")


@dataclass(eq=False, slots=True)
class FunctionValue(Place):
    """A function made by running its ``def``: its code and name, the scope around it, and its defaults by parameter."""

    code: Code = field(kw_only=True)
    caller: str = field(kw_only=True)
    scope: "Scope | ClassValue" = field(kw_only=True)
    home: Scope = field(kw_only=True)
    owner: "ClassValue | None" = field(kw_only=True, default=None)


@dataclass(eq=False, slots=True)
class ClassValue(Place):
    """A class: its attributes, its bases of the code base, and dotted names of bases from outside."""

    code: Code = field(kw_only=True)
    caller: str = field(kw_only=True)
    parent: "Scope | ClassValue | None" = field(kw_only=True)
    home: Scope = field(kw_only=True)
    made: "dict[object, Place]" = field(kw_only=True, default_factory=dict)
    bases: "tuple[ClassValue, ...]" = field(kw_only=True, default=())
    outside: "tuple[External | Builtin, ...]" = field(kw_only=True, default=())


@dataclass(eq=False, slots=True)
class Instance(Place):
    """An object of a class of the code base."""

    cls: ClassValue = field(kw_only=True)


@dataclass(eq=False, slots=True)
class Container(Place):
    """A list, tuple, dict, set or generator: elements by constant key, all others under ``ANY``."""

    kind: str = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Const:
    """A literal that may be the key of a container or the name of an attribute."""

    type: str
    value: str | int


@dataclass(frozen=True, slots=True)
class Typed:
    """Some value of a built-in type, such as ``PyStr``."""

    type: str


@dataclass(frozen=True, slots=True)
class Builtin:
    """A built-in function or class by name."""

    name: str


@dataclass(frozen=True, slots=True)
class External:
    """Something from outside of the code base, by dotted name; also what a call of it gives."""

    name: str


@dataclass(frozen=True, slots=True)
class Bound:
    """A method with the object that it was taken from."""

    function: FunctionValue
    receiver: "Value"


@dataclass(frozen=True, slots=True)
class Method:
    """A method of a built-in type, such as ``append`` of a list."""

    receiver: "Container | Const | Typed"
    name: str


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A function under ``staticmethod``, ``classmethod`` or ``property``."""

    how: str
    inner: "Value"
    setter: "Value | None" = None


@dataclass(frozen=True, slots=True)
class Super:
    """What ``super()`` gives: the attributes of the classes after ``after`` in the order of the receiver's class."""

    after: ClassValue
    receiver: "Value"


@dataclass(frozen=True, slots=True)
class Partial:
    """A callable with arguments already given."""

    inner: "Value"
    positional: "tuple[Values, ...]"
    keywords: "tuple[tuple[str, Values], ...]"


Value: TypeAlias = (
    Scope
    | FunctionValue
    | ClassValue
    | Instance
    | Container
    | Const
    | Typed
    | Builtin
    | External
    | Bound
    | Method
    | Wrapped
    | Super
    | Partial
)
Values: TypeAlias = frozenset[Value]
NOTHING: Values = frozenset()

Body: TypeAlias = Scope | ClassValue
"""What code runs in: its variables are looked up here first."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of a call; ``spread`` are those of unknown position (``*x``), ``others`` those of unknown name (``**x``)."""

    positional: tuple[Values, ...] = ()
    keywords: tuple[tuple[str, Values], ...] = ()
    spread: Values = NOTHING
    others: Values = NOTHING

    def named(self, name: str) -> Values:
        """The argument of that keyword."""
        return next((values for key, values in self.keywords if key == name), NOTHING)

    def at(self, position: int) -> Values:
        """The argument at that position."""
        return self.positional[position] if position < len(self.positional) else self.spread

    def after(self, first: Values) -> "Arguments":
        """The same arguments behind another one."""
        return Arguments((first, *self.positional), self.keywords, self.spread, self.others)

    def everything(self) -> Values:
        """All arguments in one."""
        return joined((*self.positional, *(values for _, values in self.keywords), self.spread, self.others))


def joined(sets: Iterable[Values]) -> Values:
    """The union of sets of values."""
    return NOTHING.union(*sets)


def in_order(values: Values) -> list[Value]:
    """The values in an order that does not depend on where they lie in memory."""
    if len(values) < 2:
        return list(values)
    places = [one for one in values if isinstance(one, Place)]
    places.sort(key=_serial)
    if len(places) == len(values):
        return [*places]
    return [*places, *sorted((one for one in values if not isinstance(one, Place)), key=_rank)]


_serial = attrgetter("serial")


def _rank(value: Value) -> tuple[str, str, int]:
    """A key that tells apart all values that are not places: kind, text, number of the place inside."""
    kind = type(value).__name__
    if isinstance(value, Bound | Super):
        inner = value.function if isinstance(value, Bound) else value.after
        receiver = value.receiver
        if isinstance(receiver, Place):
            return kind, "", inner.serial * MANY + receiver.serial
        _, text, number = _rank(receiver)
        return kind, text, inner.serial * MANY + number
    match value:
        case Const():
            return kind, f"{value.type}{value.value}", 0
        case Typed():
            return kind, value.type, 0
        case Builtin() | External():
            return kind, value.name, 0
        case Wrapped():
            return kind, value.how + _rank(value.inner)[1], _rank(value.inner)[2]
        case Partial():
            return kind, _rank(value.inner)[1], _rank(value.inner)[2]
        case Method():
            return kind, value.name + _rank(value.receiver)[1], _rank(value.receiver)[2]
    return kind, "", value.serial


def constant(node: ast.Constant) -> Values:
    """The value of a literal: strings, integers and booleans are known, others only by type."""
    literal = node.value
    if isinstance(literal, str):
        return frozenset({Const("str", literal)})
    if isinstance(literal, int):
        return frozenset({Const("int", int(literal))})
    return NOTHING

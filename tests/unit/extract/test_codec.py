"""Values that travel between services: equal value and equal type, or a loud refusal."""

import collections
import dataclasses
import datetime as dt
import decimal
import enum
import fractions
import ipaddress
import json
import math
import pathlib
import typing
import uuid
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.extract.runtime import load

codec: Any = load("unbraid_codec")


class Colour(enum.Enum):
    RED = "red"
    CRIMSON = "red"


class Level(enum.IntEnum):
    LOW = 1


class Right(enum.Flag):
    READ = 1
    WRITE = 2


class Point(typing.NamedTuple):
    x: int
    y: float


@dataclasses.dataclass
class Address:
    street: str
    tags: list[str] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(frozen=True)
class Invoice:
    number: str
    due: dt.date
    to: Address


@dataclasses.dataclass
class Special(Address):
    floor: int = 0


@dataclasses.dataclass(frozen=True)
class Small:
    __slots__ = ("x",)
    x: int


class Struct(msgspec.Struct):
    name: str
    size: int = 1


class DeclinedError(Exception):
    def __init__(self, why: str, retryable: bool) -> None:
        super().__init__(f"declined: {why}")
        self.why, self.retryable = why, retryable


class KeywordError(Exception):
    def __init__(self, *, code: int) -> None:
        self.code = code


class Hidden:
    pass


@dataclasses.dataclass
class NotListed:
    x: int


CLASSES = (Colour, Level, Right, Point, Address, Invoice, Special, Small, Struct, DeclinedError, KeywordError)
CODEC = codec.Codec(map(codec.class_name, CLASSES))
BERLIN = __import__("zoneinfo").ZoneInfo("Europe/Berlin")

VALUES = {
    "none": None,
    "bool": [True, False],
    "int": [0, -1, 2**53, 10**5000, -(10**30)],
    "float": [0.1, -0.0, math.nan, math.inf, -math.inf, 1e308],
    "str": ["", "é\u2028\ud800\x00", "list"],
    "bytes": [b"", b"\x00\xff", bytearray(b"x")],
    "list": [[], [1, [2]]],
    "tuple": [(), (1, (2,), [3])],
    "namedtuple": Point(1, 2.5),
    "set": [set(), {1, "a", (2,)}],
    "frozenset": frozenset({1, frozenset({2})}),
    "dict": [{}, {1: "a", (1, 2): "b", None: 3, dt.date(2020, 1, 1): [1], "list": 1}],
    "datetime": [dt.datetime(2020, 1, 2, 3, 4, 5, 6), dt.datetime(2020, 10, 25, 2, 30, fold=1)],
    "aware": [
        dt.datetime(2020, 1, 2, tzinfo=dt.UTC),
        dt.datetime(2020, 1, 2, tzinfo=dt.timezone(dt.timedelta(hours=2, microseconds=3), "X")),
        dt.datetime(2020, 10, 25, 2, 30, tzinfo=BERLIN, fold=1),
    ],
    "date": [dt.date(1, 1, 1), dt.date(9999, 12, 31)],
    "time": [dt.time(1, 2, 3, 4), dt.time(1, tzinfo=dt.UTC)],
    "timedelta": [dt.timedelta(days=-1, microseconds=1), dt.timedelta.max],
    "Decimal": [decimal.Decimal("1.10"), decimal.Decimal("-0"), decimal.Decimal("NaN"), decimal.Decimal("1E+400")],
    "UUID": uuid.UUID(int=5),
    "Enum": [Colour.RED, Colour.CRIMSON],
    "IntEnum": Level.LOW,
    "Flag": [Right.READ, Right.READ | Right.WRITE, Right(0)],
    "dataclass": [Address("a"), Invoice("n", dt.date(2020, 1, 1), Special("s", ["t"], 3)), Small(3)],
    "struct": Struct("a", 2),
    "Path": [pathlib.PurePosixPath("a/b"), pathlib.Path("/x"), pathlib.PureWindowsPath("c:/x")],
    "complex": [1 + 2j, complex(math.nan, -0.0)],
    "range": [range(3), range(10, 0, -2)],
    "slice": [slice(1, None, 2), slice("a")],
    "Fraction": fractions.Fraction(-1, 3),
    "OrderedDict": [collections.OrderedDict([("b", 1), ("a", 2)]), collections.OrderedDict()],
    "defaultdict": [collections.defaultdict(list, {"a": [1]}), collections.defaultdict(None)],
    "Counter": collections.Counter("aab"),
    "deque": [collections.deque([1, 2], maxlen=3), collections.deque()],
    "address": [ipaddress.ip_address("::1"), ipaddress.ip_network("10.0.0.0/8")],
    "ellipsis": ...,
}


@pytest.mark.parametrize("name", VALUES)
def test_a_value_comes_back_equal_and_of_equal_type(name: str) -> None:
    value = VALUES[name]
    sent = CODEC.dumps(value)
    assert json.loads(sent) is not ...
    assert codec.same(CODEC.loads(sent), value)


def test_the_comparison_that_these_tests_rest_on_tells_apart_what_differs() -> None:
    pairs = [(1, True), (1, 1.0), (0.0, -0.0), ([1], (1,)), ({1: 1}, {1: True}), ({1: 2, 3: 4}, {3: 4, 1: 2}), (Address("a"), Special("a"))]
    pairs += [(dt.datetime(2020, 1, 1), dt.datetime(2020, 1, 1, tzinfo=dt.UTC)), (decimal.Decimal("1.0"), decimal.Decimal("1.00"))]
    pairs += [({1}, {True}), (collections.deque([1]), collections.deque([1], 2)), (Point(1, 2), (1, 2)), (Level.LOW, 1), (b"", bytearray())]
    pairs += [(dt.datetime(2020, 1, 1, fold=0), dt.datetime(2020, 1, 1, fold=1)), (DeclinedError("a", True), DeclinedError("a", False))]
    assert not [pair for pair in pairs if codec.same(*pair) or not codec.same(pair[0], pair[0])]


class Text(str):
    pass


REFUSED = {
    "object": object(),
    "function": len,
    "class": Address,
    "generator": (x for x in ()),
    "module": json,
    "subclass of a text": Text("a"),
    "subclass of a dict": type("D", (dict,), {})(),
    "unlisted dataclass": NotListed(1),
    "other class": Hidden(),
    "inside": {"a": [1, {2: Hidden()}]},
    "defaultdict of a function": collections.defaultdict(lambda: 1),
    "file": pathlib.Path(__file__).open,
    "view": {}.items(),
    "memory": memoryview(b"x"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_travel_is_refused_where_it_is_sent(name: str) -> None:
    with pytest.raises(codec.NotTransportable):
        CODEC.encode(REFUSED[name])


def test_circles_and_instances_with_more_than_their_fields_are_refused() -> None:
    circle: list[Any] = []
    circle.append(circle)
    more = Address("a")
    more.note = "lost otherwise"  # type: ignore[attr-defined]
    for value in (circle, more):
        with pytest.raises(codec.NotTransportable):
            CODEC.encode(value)


def test_an_exception_travels_with_its_arguments_and_attributes() -> None:
    for error in (DeclinedError("no money", False), ValueError(1, "b"), KeywordError(code=3), KeyError("k")):
        again = CODEC.loads(CODEC.dumps(error))
        assert (type(again), again.args, vars(again), str(again)) == (type(error), error.args, vars(error), str(error))


def test_an_exception_that_would_come_back_changed_is_refused() -> None:
    for error in (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), DeclinedError(Hidden(), True)):  # type: ignore[arg-type]
        try:
            data = CODEC.encode(error)
        except codec.NotTransportable:
            continue
        assert str(CODEC.decode(data)) == str(error)
    with pytest.raises(codec.NotTransportable):
        CODEC.encode(DeclinedError(Hidden(), True))  # type: ignore[arg-type]


def test_pydantic_models_and_attrs_classes_travel() -> None:
    pydantic = pytest.importorskip("pydantic")
    attr = pytest.importorskip("attr")
    model = pydantic.create_model("Model", __module__=__name__, a=(int, ...), b=(list[int], []))
    record = attr.make_class("Record", ["x", "y"], frozen=True)
    record.__module__ = __name__
    globals().update(Model=model, Record=record)
    own = codec.Codec([codec.class_name(model), codec.class_name(record)])
    for value in (model(a=1), model(a=1, b=[2]), record(1, (2,))):
        again = own.loads(own.dumps(value))
        assert again == value
        assert type(again) is type(value)
        if isinstance(value, pydantic.BaseModel):
            assert again.model_fields_set == value.model_fields_set


def test_proxies_stand_for_what_they_hide() -> None:
    werkzeug = pytest.importorskip("werkzeug.local")
    address = Address("a")
    assert CODEC.loads(CODEC.dumps([werkzeug.LocalProxy(lambda: address)])) == [address]


NAMES = st.sampled_from([codec.class_name(cls) for cls in (*CLASSES, NotListed, Hidden)] + ["os:system", "builtins:eval", "", "json:"])
TAGS = st.sampled_from([*codec.READERS, "no such tag"])
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | NAMES
NESTED = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=4) | st.tuples(TAGS, inner, inner).map(list), max_leaves=12)
TAGGED = st.builds(lambda tag, items: [tag, *items], TAGS, st.lists(NESTED | TAGS, max_size=4))
RECORDS = st.builds(lambda tag, name, rest: [tag, name, *rest], TAGS, NAMES, st.lists(NESTED, max_size=3))


@settings(max_examples=1500, deadline=None)
@given(data=TAGGED | RECORDS | NESTED | st.dictionaries(st.text(max_size=3), NESTED))
def test_the_decoder_knows_no_error_but_its_own_and_no_class_but_the_allowed(data: object) -> None:
    try:
        found = CODEC.decode(data)
    except codec.DecodeError:
        return
    allowed = {int, str, float, bool, type(None), *codec.WRITERS, *codec.PATHS.values(), *codec.ADDRESSES.values(), *CLASSES}
    for value in inside(found):
        is_builtin_error = isinstance(value, Exception) and type(value).__module__ == "builtins"
        assert type(value) in allowed or is_builtin_error, type(value)


def inside(value: Any) -> list[Any]:
    """A value and all that its containers hold."""
    parts: list[Any] = []
    if isinstance(value, dict):
        parts = [*value.keys(), *value.values()]
    elif isinstance(value, list | tuple | set | frozenset | collections.deque):
        parts = list(value)
    elif dataclasses.is_dataclass(value) or isinstance(value, Exception):
        parts = list(getattr(value, "__dict__", {}).values())
    return [value, *(found for part in parts for found in inside(part))]


@settings(max_examples=300, deadline=None)
@given(
    data=st.binary(max_size=60)
    | st.builds(lambda name, end: CODEC.dumps(VALUES[name])[:end], st.sampled_from(list(VALUES)), st.integers(0, 60))
)
def test_bytes_that_are_no_message_are_refused(data: bytes) -> None:
    try:
        json.loads(data.decode())
    except ValueError:
        with pytest.raises(codec.DecodeError, match="no JSON"):
            CODEC.loads(data)
    else:
        try:
            found = CODEC.loads(data)
        except codec.DecodeError:
            return
        assert codec.same(CODEC.loads(CODEC.dumps(found)), found)


KEYS = st.none() | st.booleans() | st.integers() | st.text() | st.dates() | st.uuids() | st.tuples(st.integers(), st.text())
MOMENTS = st.datetimes(timezones=st.none() | st.just(dt.UTC) | st.just(BERLIN)) | st.times() | st.timedeltas()
NUMBERS = st.floats() | st.decimals() | st.fractions() | st.complex_numbers()
LEAVES = KEYS | NUMBERS | MOMENTS | st.binary() | st.sampled_from([*Colour, *Level, Right(3)]) | st.builds(Address, st.text())
TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=4)
        | st.frozensets(KEYS, max_size=4)
    ),
    max_leaves=15,
)


@settings(max_examples=500, deadline=None)
@given(value=TREES)
def test_whatever_is_accepted_comes_back_the_same(value: object) -> None:
    assert codec.same(CODEC.loads(CODEC.dumps(value)), value)


def test_deeply_nested_data_is_refused() -> None:
    data: list[Any] = ["list"]
    for _ in range(2000):
        data = ["list", data]
    with pytest.raises(codec.DecodeError):
        CODEC.decode(data)
    with pytest.raises(codec.DecodeError):
        CODEC.loads(b"[" * 100_000)

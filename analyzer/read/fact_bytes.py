"""Facts as bytes and back: between processes, and between runs."""

import marshal
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, get_args

import msgspec

from analyzer.model.codebase import Fact
from analyzer.model.place import Location
from analyzer.read.collector import collector_paused

KINDS: dict[str, type[Fact]] = {kind.__name__: kind for kind in get_args(Fact)}
T = TypeVar("T")
R = TypeVar("R", bound=msgspec.Struct)

Packed = dict[str, list[bytes]]
"""Facts by the name of their kind, in parts, each as bytes."""


def pack_value(value: object) -> bytes:
    """Records, problems and plain values as bytes; equal strings are written once (``marshal``, as in Python's ``.pyc`` files)."""
    return marshal.dumps(msgspec.to_builtins(value, builtin_types=(bytes,)))


def unpack_value(packed: bytes, kind: type[T]) -> T:
    """What ``pack_value`` wrote, as a value of a type; raises ``msgspec.ValidationError`` where it is none."""
    return msgspec.convert(marshal.loads(packed), kind, builtin_types=(bytes,))


def pack_facts(facts: Iterable[Fact]) -> bytes:
    """Facts of any kinds as bytes, in any order: see ``PackedFacts``."""
    grouped: dict[type[Fact], list[Fact]] = defaultdict(list)
    for fact in facts:
        grouped[type(fact)].append(fact)
    return marshal.dumps({kind.__name__: _packed(group, kind) for kind, group in grouped.items()})


def in_bytes_of(before: bytes, facts: bytes) -> bytes:
    """Facts of ``pack_facts``; those of each kind that are what they were before keep their bytes, for the bytes of equal facts differ with
    what is one object: so equal bytes tell what nobody has to look at again."""
    old, new = marshal.loads(before), marshal.loads(facts)
    return marshal.dumps({kind: old[kind] if _is_same(old.get(kind), group) else group for kind, group in new.items()})


def _is_same(before: bytes | None, group: bytes) -> bool:
    # version 2 does not tell which values are one object
    return before is not None and marshal.dumps(marshal.loads(before), 2) == marshal.dumps(marshal.loads(group), 2)


def pack_rows(rows: Sequence[msgspec.Struct], kind: type[msgspec.Struct]) -> bytes:
    """Records of one kind as bytes, field by field, in their order."""
    return _packed(rows, kind) if rows else b""


def unpack_rows(packed: bytes, kind: type[R]) -> list[R]:
    """What ``pack_rows`` wrote."""
    return _read(packed, kind) if packed else []


class PackedFacts(Mapping[type[Fact], tuple[Fact, ...]]):
    """Facts by kind, sorted, each once; a kind is unpacked when it is first asked for."""

    def __init__(self, packed: Packed) -> None:
        self.packed = packed
        self._known: dict[type[Fact], tuple[Fact, ...]] = {}

    @classmethod
    def joined(cls, parts: Iterable[bytes]) -> "PackedFacts":
        """The facts of several ``pack_facts``."""
        joined: Packed = {}
        for part in parts:
            for name, group in marshal.loads(part).items():
                joined.setdefault(name, []).append(group)
        return cls({name: joined[name] for name in sorted(joined)})

    def __getitem__(self, kind: type[Fact]) -> tuple[Fact, ...]:
        if kind not in self._known:
            parts = self.packed[kind.__name__]
            with collector_paused():
                self._known[kind] = _unpacked(parts, kind)
        return self._known[kind]

    def __iter__(self) -> Iterator[type[Fact]]:
        return (KINDS[name] for name in self.packed)

    def __len__(self) -> int:
        return len(self.packed)


def _unpacked(parts: list[bytes], kind: type[Fact]) -> tuple[Fact, ...]:
    found: list[Fact] = []
    for part in parts:
        found += _read(part, kind)
    found.sort()
    return tuple([one for at, one in enumerate(found) if not at or one != found[at - 1]])


# -- columns ------------------------------------------------------------------------------------------------------------
# The facts of one kind are kept field by field: no names of fields, a text that many facts share stands there once, and facts are made
# without a look at each value (a third of the bytes and of the time of a list of records).


class _Column:
    """How the values of one field are written and read."""

    def __init__(self, name: str, kind: object) -> None:
        self.paths = (f"{name}.path", f"{name}.line") if kind is Location else (f"{name}._value_",) if _is_enum(kind) else (name,)
        self._members: dict[str, Any] | None = {one.value: one for one in kind} if _is_enum(kind) else None  # type: ignore[attr-defined]
        self._is_place = kind is Location

    def read(self, columns: Iterator[list[Any]]) -> Iterable[Any]:
        """The values of the field, from the next columns."""
        if self._is_place:
            return map(Location, next(columns), next(columns))
        return next(columns) if self._members is None else map(self._members.__getitem__, next(columns))


def _is_enum(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


@cache
def _columns(kind: type[msgspec.Struct]) -> tuple[_Column, ...]:
    return tuple(_Column(one.name, one.type) for one in msgspec.structs.fields(kind))


def columns(facts: Mapping[type[Fact], Sequence[Fact]], kind: type[Fact], *names: str) -> Iterator[tuple[list[Any], ...]]:
    """The values of some fields (places left out; members of enumerations as texts) of all facts of a kind, in parts; packed facts are not
    made values for it."""
    paths = [path for column in _columns(kind) for path in column.paths]
    chosen = [paths.index(name if name in paths else f"{name}._value_") for name in names]
    if not isinstance(facts, PackedFacts):
        yield tuple(list(map(attrgetter(paths[at]), facts.get(kind, ()))) for at in chosen)
        return
    for part in facts.packed.get(kind.__name__, ()):
        values = marshal.loads(part)
        yield tuple([values[at] for at in chosen])


def _packed(facts: Sequence[msgspec.Struct], kind: type[msgspec.Struct]) -> bytes:
    same: dict[Any, Any] = {}
    once: Callable[[Any, Any], Any] = same.setdefault
    columns: list[list[Any]] = []
    for path in (path for column in _columns(kind) for path in column.paths):
        values = list(map(attrgetter(path), facts))
        # Equal values become one object, which is written once. Numbers stay: 1 and True are equal.
        columns.append(list(map(once, values, values)) if type(values[0]) in (str, tuple) else values)
    return _dumped(columns)


def _dumped(columns: list[list[Any]]) -> bytes:
    try:
        return marshal.dumps(columns)
    except ValueError:  # a reader has put a member of an enumeration where a plain text belongs
        return marshal.dumps(msgspec.to_builtins(columns, builtin_types=(bytes,)))


def _read(packed: bytes, kind: type[R]) -> list[R]:
    columns = iter(marshal.loads(packed))
    return list(map(kind, *[column.read(columns) for column in _columns(kind)]))

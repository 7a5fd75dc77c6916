"""Facts as bytes and back: between processes, and between runs."""

import marshal
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar, get_args

import msgspec

from analyzer.model.codebase import Fact
from analyzer.read.collector import collector_paused

KINDS: dict[str, type[Fact]] = {kind.__name__: kind for kind in get_args(Fact)}
T = TypeVar("T")

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
    grouped: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        grouped[type(fact).__name__].append(fact)
    return marshal.dumps({name: pack_value(group) for name, group in grouped.items()})


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
        found += unpack_value(part, list[kind])  # type: ignore[valid-type]  # the kind is a value here
    found.sort()
    return tuple([one for at, one in enumerate(found) if not at or one != found[at - 1]])

"""Values that are made when they are first asked for: most are not, where little has changed."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeVar

T = TypeVar("T")


class Lazily(Mapping[str, T]):
    """A mapping of which the keys are known, in order; each value is made once, by a function of its key."""

    __slots__ = ("_keys", "_known", "_make")

    def __init__(self, keys: Collection[str], make: Callable[[str], T]) -> None:
        self._keys = keys
        self._make = make
        self._known: dict[str, T] = {}

    def __getitem__(self, key: str) -> T:
        try:
            return self._known[key]
        except KeyError:
            if key not in self._keys:
                raise
            made = self._known[key] = self._make(key)
            return made

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

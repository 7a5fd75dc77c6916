"""Values that are made when they are first asked for: most are not, where little has changed."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeVar

T = TypeVar("T")


class Lazily(dict[str, T]):
    """A mapping of which the keys are known, in order; each value is made once, by a function of its key.

    It is a ``dict`` of what was made, because values are asked for by the million and a ``dict`` answers for itself; whatever is asked
    about all keys is answered for those of which nothing was made yet, too. Not to be changed from outside.
    """

    __slots__ = ("_keys", "_make")

    def __init__(self, keys: Collection[str], make: Callable[[str], T]) -> None:
        super().__init__()
        self._keys = keys
        self._make = make

    def __missing__(self, key: str) -> T:
        if key not in self._keys:
            raise KeyError(key)
        made = self[key] = self._make(key)
        return made

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __bool__(self) -> bool:
        return bool(self._keys)

    get = Mapping.get  # type: ignore[assignment]  # those of ``dict`` see only what was made
    keys = Mapping.keys  # type: ignore[assignment]  # as above
    values = Mapping.values  # type: ignore[assignment]  # as above
    items = Mapping.items  # type: ignore[assignment]  # as above
    __eq__ = Mapping.__eq__  # as above

"""A heap for summaries: slots only grow, and those who read a slot are told; a frame's own names are still followed in order."""

from collections import defaultdict
from collections.abc import Callable

from analyzer.read.calls.heap import Heap, Slot
from analyzer.read.calls.lookups import Lookup
from analyzer.read.calls.values import (
    ALL,
    ANY,
    LENGTH,
    NOTHING,
    RETURNED,
    YIELDED,
    Body,
    ClassValue,
    Const,
    Container,
    External,
    Key,
    Place,
    Scope,
    Typed,
    Values,
)

MAX_VALUES = 16
MAX_CONSTANTS = 6
MAX_OUTSIDE = 3
MAX_KEYS = 256
TEXT: Values = frozenset({Typed("PyStr")})


class SharedHeap(Heap):
    """``tell`` is called with each frame that read a slot which grew since.

    ``full`` are the slots that values were kept out of.
    ``is_passing`` is set while arguments are passed: a function that calls itself then writes as another one would.
    """

    def __init__(self, tell: Callable[[Place], None]) -> None:
        super().__init__()
        self._tell = tell
        self._readers: defaultdict[Slot, set[Scope]] = defaultdict(set)
        self._own: dict[Place, Place] = {}
        self._frame: Scope | None = None
        self._foreign: set[Slot] = set()
        self.is_passing = False
        self._wide: set[Slot] = set()
        self._lookups: defaultdict[Slot, set[Lookup]] = defaultdict(set)
        self.full: set[Slot] = set()
        self._sets: dict[Values, Values] = {}

    def follow(self, frame: Scope) -> None:
        """From now on it is the code of this frame that reads and writes."""
        self._frame = frame
        self._own = {frame: Place(0)}

    def rest(self) -> None:
        """The code of the frame was followed to its end."""
        self._frame = None
        self._own = {}
        self._journals.clear()

    def enter(self, cls: ClassValue) -> None:
        """The body of a class is followed inside of the frame."""
        self._own[cls] = Place(0)

    def leave(self, cls: ClassValue) -> None:
        """The end of the body of a class."""
        self._own.pop(cls, None)

    def read(self, place: Place, key: Key) -> Values | None:
        """What a slot holds: by what the running code wrote itself, else by all that anybody wrote."""
        own = self._own.get(place)
        found = own.slots.get(key) if own is not None else None
        if found is not None and (place, key) not in self._foreign:
            return found
        if self._frame is not None:
            self._readers[place, key].add(self._frame)
        shared = place.slots.get(key)
        return shared if found is None or shared is None else found | shared

    def member(self, lookup: Lookup, name: str) -> Values:
        """The answer of a lookup; the running code is told when it grows."""
        if self._frame is not None:
            lookup.readers.add(self._frame)
        return lookup.outside if lookup.holder is None else lookup.holder.slots[name]

    def look(self, lookup: Lookup, cls: ClassValue, name: str) -> bool:
        """Have a lookup follow a member of a class; whether the class has it."""
        self._lookups[cls, name].add(lookup)
        if name in cls.slots:
            lookup.holder = cls
        return name in cls.slots

    def is_inside_class(self) -> bool:
        """Whether the body of a class is being followed, whose names change in order."""
        return len(self._own) > 1

    def write(self, place: Place, key: Key, values: Values, is_certain: bool = True) -> None:
        """Add to a slot; a running code's own name is overwritten as far as itself is concerned."""
        if isinstance(place, Container) and key not in place.slots and len(place.slots) >= MAX_KEYS and key != LENGTH:
            key = ANY
        own = self._own.get(place)
        if self.is_passing or key in (RETURNED, YIELDED):
            pass
        elif own is not None:
            super().write(own, key, values, is_certain)
        elif isinstance(place, Scope) and place.code.kind != "comprehension" and (place, key) not in self._foreign:
            self._foreign.add((place, key))
            self._tell(place)
        self._grow(place, key, values)
        if isinstance(place, Container) and key != LENGTH:
            self._grow(place, ALL, values)

    def elements(self, container: Container) -> Values:
        """All elements of a list, all values of a dict: kept in one slot."""
        return self.read(container, ALL) or NOTHING

    def forget(self, place: Place, key: Key) -> None:
        """Empty a slot as far as the running code itself is concerned."""
        own = self._own.get(place)
        if own is not None:
            super().forget(own, key)

    def _grow(self, place: Place, key: Key, values: Values) -> None:
        old = place.slots.get(key)
        if old is not None and values <= old:
            return
        if old is not None and len(old) >= MAX_VALUES:
            self.full.add((place, key))
            return
        grown = self._widened((place, key), values if old is None else old | values)
        if grown == old:
            return
        place.slots[key] = self._sets.setdefault(grown, grown)
        readers = set(self._readers.get((place, key), ()))
        if old is None and isinstance(place, Container | Scope):
            readers |= self._readers.get((place, ANY), set())
        if isinstance(place, ClassValue):
            for lookup in self._lookups.get((place, key), ()):
                lookup.shape = -1 if old is None else lookup.shape
                readers |= lookup.readers
        for reader in sorted(readers, key=lambda one: one.serial):
            if reader is not self._frame or place not in self._own or self.is_passing:
                self._tell(reader)

    def _private(self, frame: Body) -> Place | None:
        found = super()._private(frame)
        return self._own.get(found) if found is not None else None

    def _widened(self, slot: Slot, values: Values) -> Values:
        """Many constants, or many things from outside, are as good as none: which of them it is cannot be told any more."""
        if len(values) <= MAX_OUTSIDE and slot not in self._wide:
            return values
        constants = [one for one in values if isinstance(one, Const)]
        outside = [one for one in values if isinstance(one, External)]
        if len(constants) > MAX_CONSTANTS or (constants and slot in self._wide):
            self._wide.add(slot)
            values = values.difference(constants) | (TEXT if any(one.type == "str" for one in constants) else NOTHING)
        if len(outside) > MAX_OUTSIDE or (outside and slot in self._wide):
            self._wide.add(slot)
            values = values.difference(outside)
        return values

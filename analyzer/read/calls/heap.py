"""What every slot holds while a program is followed: overwritten where that is certain, joined where paths meet."""

from collections.abc import Callable, Sequence

from analyzer.read.calls.values import ALL, LENGTH, NOTHING, RETURNED, YIELDED, Body, Container, Key, Place, Scope, Values

Slot = tuple[Place, Key]
Run = Callable[[], bool]
LEFT_BEHIND = (RETURNED, YIELDED)


class Heap:
    """Slots of places. What a branch changes is taken back before the next one runs, then all are joined."""

    def __init__(self) -> None:
        self._journals: list[dict[Slot, Values | None]] = []

    def read(self, place: Place, key: Key) -> Values | None:
        """What a slot holds; None where nothing was ever written to it."""
        return place.slots.get(key)

    def write(self, place: Place, key: Key, values: Values, is_certain: bool = True) -> None:
        """Write to a slot: what was there goes, if it is certain that it is this slot of this one object that is written to."""
        old = place.slots.get(key)
        if old is not None and (place.many or not is_certain):
            values = values | old
        self._set(place, key, values)

    def elements(self, container: Container) -> Values:
        """All elements of a list, all values of a dict."""
        return NOTHING.union(*(self.read(container, key) or NOTHING for key in list(container.slots) if key not in (LENGTH, ALL)))

    def forget(self, place: Place, key: Key) -> None:
        """Empty a slot."""
        if key in place.slots:
            self._set(place, key, None)

    def branches(self, frame: Body, runs: Sequence[Run]) -> bool:
        """Follow alternatives from the same state and join what they leave; whether any of them goes on to the next statement.

        What an alternative that does not go on did to the variables of the frame is dropped, unless an inner function sees them.
        """
        outcomes = [self._attempt(run) for run in runs]
        goes_on = any(ends for ends, _ in outcomes)
        private = self._private(frame)
        slots = dict.fromkeys(slot for _, changes in outcomes for slot in changes)
        for place, key in slots:
            now = place.slots.get(key)
            joined: set[Values | None] = set()
            for ends, changes in outcomes:
                if ends or not goes_on or place is not private or key in LEFT_BEHIND:
                    joined.add(changes.get((place, key), now))
            known = [one for one in joined if one is not None]
            self._set(place, key, NOTHING.union(*known) if known else None)
        return goes_on

    def _private(self, frame: Body) -> Place | None:
        """The place of the variables that nobody but the code of the frame sees."""
        return frame if isinstance(frame, Scope) and not frame.code.is_captured else None

    def _attempt(self, run: Run) -> tuple[bool, dict[Slot, Values | None]]:
        journal: dict[Slot, Values | None] = {}
        self._journals.append(journal)
        goes_on = run()
        self._journals.pop()
        changes = {(place, key): place.slots.get(key) for place, key in journal}
        for (place, key), old in journal.items():
            _put(place, key, old)
        return goes_on, changes

    def _set(self, place: Place, key: Key, values: Values | None) -> None:
        old = place.slots.get(key)
        if old == values:
            return
        if self._journals:
            self._journals[-1].setdefault((place, key), old)
        _put(place, key, values)


def _put(place: Place, key: Key, values: Values | None) -> None:
    if values is None:
        place.slots.pop(key, None)
    else:
        place.slots[key] = values

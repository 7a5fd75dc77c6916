"""Work that may be done beside other work: two processors need half of the time."""

from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Beside(Protocol):
    """Begins work and goes on; what it gives back waits for the result. The work is a pure function of what is in memory when it
    begins, so it makes no difference where it is done."""

    def __call__(self, work: Callable[[], T], /) -> Callable[[], T]:
        """The result of the work, to be asked for once."""
        ...


def one_by_one(work: Callable[[], T], /) -> Callable[[], T]:
    """The same without a second processor: the work is done when its result is asked for."""
    return work

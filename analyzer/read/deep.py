"""Room for deep recursion: sums of thousands of terms are trees of that depth."""

import sys
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

DEPTH = 30_000
STACK = 256 * 1024 * 1024


def with_room(call: Callable[[], T]) -> T:
    """What a call returns that has failed for its depth, tried again with thirty times the usual depth, on a stack of its own; raises
    RecursionError where that is not enough."""
    found: list[T] = []
    before, size = sys.getrecursionlimit(), threading.stack_size(STACK)
    thread = threading.Thread(target=lambda: _attempt(call, found))
    sys.setrecursionlimit(DEPTH)
    try:
        thread.start()
        thread.join()
    finally:
        sys.setrecursionlimit(before)
        threading.stack_size(size)
    if not found:
        raise RecursionError
    return found[0]


def _attempt(call: Callable[[], T], found: list[T]) -> None:
    try:
        found.append(call())
    except RecursionError:
        return

"""What can be reached in a directed graph."""

from collections.abc import Callable, Iterable


def closure(start: Iterable[str], following: Callable[[str], Iterable[str]]) -> frozenset[str]:
    """The nodes of ``start`` and every node that ``following`` leads to from one of them, each asked once."""
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += following(node)
    return frozenset(found)

"""Puts what uses before what is used: an order in which few ties run backwards.

The heuristic of Eades, Lin and Smyth (1993) for the feedback arc set: sinks go to the end, sources to the front, and where circles
leave neither, the node that uses most beyond being used goes to the front.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping


def users_first(nodes: Iterable[int], ties: Mapping[tuple[int, int], int]) -> list[int]:
    """The nodes in such an order; ``ties`` maps (user, used) to how often. Ties between equals go by number."""
    rest = sorted(set(nodes))
    out: dict[int, dict[int, int]] = defaultdict(dict)
    into: dict[int, dict[int, int]] = defaultdict(dict)
    known = set(rest)
    for (user, used), count in ties.items():
        if user != used and user in known and used in known:
            out[user][used] = count
            into[used][user] = count
    front: list[int] = []
    back: list[int] = []
    while rest:
        sinks = [node for node in rest if not out[node]]
        sources = [node for node in rest if out[node] and not into[node]]
        if not sinks and not sources:
            sources = [max(rest, key=lambda node: (sum(out[node].values()) - sum(into[node].values()), -node))]
        front += sources
        back += reversed(sinks)
        gone = {*sinks, *sources}
        for node in gone:
            for used in out.pop(node, {}):
                into[used].pop(node, None)
            for user in into.pop(node, {}):
                out[user].pop(node, None)
        rest = [node for node in rest if node not in gone]
    return front + back[::-1]

"""Services that need each other in circles, and the cheapest uses to turn round."""

from collections import defaultdict
from collections.abc import Iterable

from analyzer.graphs.cycles import components
from analyzer.model.partition import SHARED
from analyzer.model.plan import Seam, SeamClass
from analyzer.model.roadmap import Circle, CircleEdge
from analyzer.plan.effects import Effect, Effects
from analyzer.plan.effort import SEAM_DAYS
from analyzer.plan.feedback_arcs import cheapest_cut
from analyzer.plan.ownership import Ownership
from analyzer.plan.wording import last, listed

BINDING = (SeamClass.DATA_FUNCTION, SeamClass.ENTITY_BY_IDENTITY, SeamClass.CONTEXT_FUNCTION, SeamClass.BLOCKER)
"""Classes that make one running service need another; what is copied, and what is sent without waiting, does not."""

MOST_PLACES = 10


def find_circles(seams: Iterable[Seam], effects: Effects, ownership: Ownership) -> tuple[Circle, ...]:
    """One circle per strongly connected part of the graph of services, sorted; the cost of an edge is the work on its uses."""
    uses: dict[tuple[str, str], list[Seam]] = defaultdict(list)
    for seam in seams:
        if seam.seam_class in BINDING and SHARED not in (seam.caller, seam.callee):
            uses[seam.caller, seam.callee].append(seam)
    found = []
    for services in components(uses):
        members = set(services)
        inside = {edge: _cost(uses[edge]) for edge in sorted(uses) if members.issuperset(edge)}
        edges, is_exact = cheapest_cut(services, inside)
        cut = tuple(
            sorted((_edge(edge, uses[edge], effects, ownership) for edge in edges), key=lambda one: (one.cost, one.caller, one.callee))
        )
        total = sum(seam.count for edge in inside for seam in uses[edge])
        found.append(Circle(services, cut, round(sum(edge.cost for edge in cut), 2), total, is_exact))
    return tuple(sorted(found))


def _cost(seams: Iterable[Seam]) -> float:
    return sum(SEAM_DAYS[seam.seam_class] for seam in seams)


def _edge(edge: tuple[str, str], seams: list[Seam], effects: Effects, ownership: Ownership) -> CircleEdge:
    caller, callee = edge
    count = sum(seam.count for seam in seams)
    places = sorted({site for seam in seams for site in seam.sites})[:MOST_PLACES]
    return CircleEdge(
        caller, callee, len(seams), count, round(_cost(seams), 2), _remedy(caller, callee, seams, effects, ownership), tuple(places)
    )


def _remedy(caller: str, callee: str, seams: list[Seam], effects: Effects, ownership: Ownership) -> str:
    """How the dependency is turned round: what is read is copied, what only asks is moved, what changes something waits for an event."""
    reads: list[str] = []
    asks: list[str] = []
    changes: list[str] = []
    for seam in sorted(seams, key=lambda seam: (-seam.count, seam.target)):
        kind = changes if _changes(seam, effects) else reads if seam.target in ownership else asks
        kind.append(last(seam.target))
    ways = []
    if reads:
        ways.append(f"keep in {caller} a copy of what it reads of {listed(reads)}, brought up to date by events of {callee}")
    if asks:
        ways.append(f"move {listed(asks)} to {caller}, or hand in the answer from whoever calls both")
    if changes:
        ways.append(f"let {caller} publish an event instead of using {listed(changes)}, and {callee} listen")
    text = "; ".join(ways)
    return text[:1].upper() + text[1:]


def _changes(seam: Seam, effects: Effects) -> bool:
    return bool(effects.of(seam.target) & Effect.WRITES_DATA) or "writes" in seam.why.split()

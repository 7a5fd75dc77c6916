"""The graph of services as values: what a picture shows, before any format draws it."""

from collections import Counter
from dataclasses import dataclass

from analyzer.report.document import Report
from analyzer.report.document_services import Service
from analyzer.report.layout import arrange

SMALLEST, LARGEST = 30.0, 62.0
"""Radius of the discs of the smallest and the largest service, in picture units."""

SHOWN = 48
"""Services in one picture, those with most code and most uses: more cannot be told apart. Tables have all."""

STRONG_EDGES_PER_NODE = 2
"""So many edges per service are always drawn (the most used); the others appear when one of their ends is looked at."""


@dataclass(frozen=True, slots=True)
class Node:
    """A service as a disc: id, title, position in the report (``colour``), size of what it owns, centre and radius in picture units."""

    id: str
    title: str
    colour: int
    modules: int
    lines: int
    wave: int
    blockers: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Arrow:
    """``source`` uses ``target`` so often; ``strong`` when it is always drawn; ``both`` when there is an arrow back."""

    source: str
    target: str
    count: int
    blockers: int
    strong: bool
    both: bool


@dataclass(frozen=True, slots=True)
class ServiceGraph:
    """Nodes in the order of the report, arrows sorted by ends, the extent of the picture, and how many services it leaves out."""

    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    width: float
    height: float
    left_out: int = 0


def service_graph(report: Report) -> ServiceGraph:
    """The services and the calls between them, placed; the shared kernel is left out, since everything may use it."""
    shown = _shown(report)
    ids = [service.id for _, service in shown]
    largest = max((service.lines for _, service in shown), default=1) or 1
    radii = [round(SMALLEST + (LARGEST - SMALLEST) * (service.lines / largest) ** 0.5, 1) for _, service in shown]
    arrows = _arrows(report, set(ids))
    index = {service: position for position, service in enumerate(ids)}
    ties = Counter[tuple[int, int]]()
    for arrow in arrows:
        low, high = sorted((index[arrow.source], index[arrow.target]))
        ties[low, high] += arrow.count
    discs, width, height = arrange(radii, dict(ties))
    nodes = tuple(
        Node(s.id, s.title, position, len(s.modules), s.lines, s.wave, s.blockers, disc.x, disc.y, disc.radius)
        for (position, s), disc in zip(shown, discs, strict=True)
    )
    return ServiceGraph(nodes, arrows, width, height, len(report.services) - len(nodes))


def _shown(report: Report) -> list[tuple[int, Service]]:
    """The services of the picture with their positions in the report, in that order."""
    uses: Counter[str] = Counter()
    for call in report.calls:
        uses.update({call.caller: call.count, call.callee: call.count})
    numbered = list(enumerate(report.services))
    lines, used = sum(s.lines for s in report.services) or 1, sum(uses.values()) or 1
    ranked = sorted(numbered, key=lambda pair: (-(pair[1].lines / lines + uses[pair[1].id] / used), pair[0]))
    return sorted(ranked[:SHOWN], key=lambda pair: pair[0])


def _arrows(report: Report, ids: set[str]) -> tuple[Arrow, ...]:
    calls = [call for call in report.calls if call.caller in ids and call.callee in ids and call.caller != call.callee]
    pairs = {(call.caller, call.callee) for call in calls}
    ranked = sorted(calls, key=lambda call: (-call.count, call.caller, call.callee))
    strong = {(call.caller, call.callee) for call in ranked[: STRONG_EDGES_PER_NODE * len(ids)]}
    return tuple(
        Arrow(c.caller, c.callee, c.count, c.blockers, (c.caller, c.callee) in strong, (c.callee, c.caller) in pairs) for c in calls
    )

"""The map of the page: services, packages and modules as boxes inside boxes with fixed places, and the uses between modules.

Everything that the page needs to open the map step by step is worked out here: it adds up, and moves boxes aside by the room that an
opened one takes, but it never lays out anything itself, so the same code base gets the same map everywhere.
"""

import math
from collections import defaultdict
from dataclasses import dataclass

from analyzer.model.source import FileKind
from analyzer.report.document import Report
from analyzer.report.graph_model import ServiceGraph
from analyzer.report.module_tree import Branch, tree
from analyzer.report.ordering import users_first
from analyzer.report.visible import visible

CHARACTER, PADDING = 7.0, 30
"""Width of a character of a label and of what surrounds it, in picture units."""

NARROWEST, WIDEST, HIGH = 84, 190, 34
"""Extent of the box of a module or closed package."""

BESIDE, BELOW, GAP = 30, 26, 14
"""Room between two boxes beside and below each other, where arrows run, and between discs that stand in rows."""

FRAME, HEADING = 16, 34
"""Room inside an opened box: on every side, and above for its name."""

ASPECT = 1.7
"""Opened boxes are so much wider than high."""

SMALL = 22.0
"""Radius of the discs of services that have no room in the picture of services: they stand in rows below it."""


NAME, LONGEST = 9.0, 22
"""Width of a character of a name below a disc, and how many characters of it are shown."""


@dataclass(slots=True)
class Box:
    """One node of the map: place of the parent in the list (-1: the map), label, module (empty: a package or service), size; centre and
    extent inside the parent while closed, and extent of the room for the members (0 where there are none)."""

    parent: int
    label: str
    module: str
    lines: int
    modules: int
    x: float
    y: float
    width: float
    height: float
    room_width: float = 0.0
    room_height: float = 0.0


@dataclass(frozen=True, slots=True)
class Map:
    """Boxes, parents before members: first one for each service in the order of the report, then the shared kernel where there is one.
    ``uses`` are between boxes of modules, by place: from, to, count, first line, whether in a loop. ``order`` is the places of the
    modules in the order of the matrix: by service, users first."""

    boxes: tuple[Box, ...]
    uses: tuple[tuple[int, int, int, int, bool], ...]
    order: tuple[int, ...]
    width: float
    height: float


def module_map(report: Report, graph: ServiceGraph) -> Map:
    """The map of a report; services stand where the picture of services has them. Test modules are left out of services that hold
    more than tests: they follow what they test, and would stand in its way."""
    lines = {module.name: module.lines for module in report.modules}
    tests = {module.name for module in report.modules if module.kind == FileKind.TEST.value}
    homes = [(service.title, service.modules) for service in report.services]
    if report.shared.modules:
        homes.append(("shared kernel", report.shared.modules))
    tops = [tree(title, [module for module in modules if module not in tests] or modules, lines) for title, modules in homes]
    boxes, members = _boxes(tops)
    place = {box.module: position for position, box in enumerate(boxes) if box.module}
    between = [
        (place[u.source], place[u.target], u.count, u.line, u.in_loop) for u in report.uses if u.source in place and u.target in place
    ]
    ties = _ties_by_parent(boxes, between)
    for parent, inside in members.items():
        _arranged(boxes, parent, users_first(inside, ties.get(parent, {})))
    width, height = _services(boxes, report, graph, len(tops))
    return Map(tuple(boxes), tuple(between), tuple(_order(boxes, members, ties, range(len(tops)))), width, height)


def _boxes(tops: list[Branch]) -> tuple[list[Box], dict[int, list[int]]]:
    """A box for every branch, and the places of the members of each that has some."""
    boxes: list[Box] = []
    members: dict[int, list[int]] = defaultdict(list)
    level = [(-1, branch) for branch in tops]
    while level:
        below: list[tuple[int, Branch]] = []
        for parent, branch in level:
            here = len(boxes)
            modules = sum(1 for one in branch.below() if one.module) if branch.members else 1
            boxes.append(Box(parent, branch.label, branch.module, branch.lines, modules, 0, 0, 0, 0))
            if parent >= 0:
                members[parent].append(here)
            below += [(here, member) for member in branch.members]
        level = below
    return boxes, members


def _ties_by_parent(boxes: list[Box], uses: list[tuple[int, int, int, int, bool]]) -> dict[int, dict[tuple[int, int], int]]:
    """Per parent, how often the modules below one of its members use those below another; -1 stands for the whole map."""
    ways: dict[int, list[int]] = {}

    def way(box: int) -> list[int]:
        """From the map down to a box."""
        if box not in ways:
            parent = boxes[box].parent
            ways[box] = [*(way(parent) if parent >= 0 else []), box]
        return ways[box]

    ties: dict[int, dict[tuple[int, int], int]] = defaultdict(lambda: defaultdict(int))
    for source, target, count, _, _ in uses:
        for above, (here, there) in zip((-1, *way(source)), zip(way(source), way(target), strict=False), strict=False):
            if here != there:
                ties[above][here, there] += count
                break
    return ties


def _arranged(boxes: list[Box], parent: int, order: list[int]) -> None:
    """Members in rows of boxes of one size, around the middle of the room of their parent."""
    longest = max(len(visible(boxes[member].label)) + (4 if not boxes[member].module else 0) for member in order)
    width = min(WIDEST, max(NARROWEST, round(CHARACTER * longest + PADDING)))
    columns = max(1, round(math.sqrt(len(order) * (HIGH + BELOW) * ASPECT / (width + BESIDE))))
    rows = -(-len(order) // columns)
    for number, member in enumerate(order):
        row, column = divmod(number, columns)
        across = min(columns, len(order) - row * columns)
        boxes[member].x = (column - (across - 1) / 2) * (width + BESIDE)
        boxes[member].y = (row - (rows - 1) / 2) * (HIGH + BELOW)
        boxes[member].width, boxes[member].height = width, HIGH
    boxes[parent].room_width = min(columns, len(order)) * (width + BESIDE) - BESIDE
    boxes[parent].room_height = rows * (HIGH + BELOW) - BELOW


def _services(boxes: list[Box], report: Report, graph: ServiceGraph, count: int) -> tuple[float, float]:
    """Places the discs of services; those that the picture leaves out, and the shared kernel, stand in rows below. The extent of all."""
    known = {node.id: node for node in graph.nodes}
    wide = max(6 * SMALL, *(NAME * min(LONGEST, len(visible(boxes[one].label))) + GAP for one in range(count)), 0)
    room = max(graph.width, 700.0, 1.25 * graph.height)
    left = (max(graph.width, 700.0) - room) / 2
    x, y, height = left + wide / 2, graph.height + SMALL, graph.height
    for position in range(count):
        box = boxes[position]
        node = known.get(report.services[position].id) if position < len(report.services) else None
        if node is not None:
            box.x, box.y, box.width, box.height = node.x, node.y, 2 * node.radius, 2 * node.radius
            continue
        box.x, box.y, box.width, box.height = x, y, 2 * SMALL, 2 * SMALL
        height = y + SMALL + 3 * GAP
        x += wide
        if x > left + room - wide / 2:
            x, y = left + wide / 2, y + 4 * SMALL
    return max(graph.width, 700.0), height


def _order(boxes: list[Box], members: dict[int, list[int]], ties: dict[int, dict[tuple[int, int], int]], tops: range) -> list[int]:
    """All modules: services as they are ordered, inside each package users first."""
    found: list[int] = []
    stack = list(reversed(tops))
    while stack:
        box = stack.pop()
        if boxes[box].module:
            found.append(box)
        stack += reversed(users_first(members.get(box, []), ties.get(box, {})))
    return found

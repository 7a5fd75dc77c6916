"""Draws the graph of services as SVG of our own: in the page, and wherever graphviz is not installed."""

import math
from html import escape

from analyzer.model.text import counted
from analyzer.report.graph_model import Arrow, Node, ServiceGraph
from analyzer.report.palette import DARK, LIGHT, colour_class
from analyzer.report.visible import shortened, visible

Point = tuple[float, float]

ROOMY = 44.0
"""Radius above which a disc has room for a word."""

TITLE_SIZE = 20
"""Characters of a service's name below its disc."""


def drawing(graph: ServiceGraph) -> str:
    """An ``<svg>`` element styled by classes alone, for a page that brings its style; every name is escaped.

    ``data-service``, ``data-source`` and ``data-target`` are positions in ``Report.services``."""
    nodes = {node.id: node for node in graph.nodes}
    size = _type(graph)
    arrows = "".join(_arrow(arrow, nodes, _heaviest(graph), size) for arrow in _back_to_front(graph))
    discs = "".join(_disc(node, size) for node in graph.nodes)
    extent = f'viewBox="0 0 {graph.width:g} {graph.height:g}" width="{graph.width:g}" height="{graph.height:g}" font-size="{size:g}"'
    return (
        f'<svg class="graph" xmlns="http://www.w3.org/2000/svg" {extent} role="group" aria-label="Services and the calls between them">'
        '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="11" markerHeight="11" '
        'markerUnits="userSpaceOnUse" orient="auto"><path class="head" d="M0 0.6 8 4 0 7.4z"/></marker></defs>'
        f'<g class="arrows">{arrows}</g><g class="discs">{discs}</g></svg>'
    )


def picture(graph: ServiceGraph) -> str:
    """A complete SVG document with its own style, for light and dark backgrounds."""
    return drawing(graph).replace("<defs>", f"<style>{_style()}</style><defs>", 1) + "\n"


def _type(graph: ServiceGraph) -> float:
    """Size of type in picture units: larger in larger pictures, which are shown smaller."""
    return round(min(21.0, max(14.0, graph.width / 62)), 1)


def _heaviest(graph: ServiceGraph) -> int:
    return max((arrow.count for arrow in graph.arrows), default=1) or 1


def _back_to_front(graph: ServiceGraph) -> list[Arrow]:
    return sorted(graph.arrows, key=lambda arrow: (arrow.count, arrow.source, arrow.target))


def _arrow(arrow: Arrow, nodes: dict[str, Node], heaviest: int, size: float) -> str:
    """A curve from edge to edge of two discs with its count in the middle."""
    source, target = nodes[arrow.source], nodes[arrow.target]
    start, middle, end = _curve(source, target, arrow.both, [node for node in nodes.values() if node not in (source, target)])
    curve = f"M{start[0]:.1f} {start[1]:.1f}Q{middle[0]:.1f} {middle[1]:.1f} {end[0]:.1f} {end[1]:.1f}"
    x, y = _point(start, middle, end, 0.5)
    width = 1.2 + 5 * math.sqrt(arrow.count / heaviest)
    classes = "arrow" + ("" if arrow.strong else " weak") + (" blocked" if arrow.blockers else "")
    note = f"{visible(source.title)} uses {visible(target.title)}: {_times(arrow.count)}"
    return (
        f'<g class="{classes}" data-source="{source.colour}" data-target="{target.colour}"><title>{escape(note)}</title>'
        f'<path class="reach" d="{curve}"/><path class="line" stroke-width="{width:.1f}" marker-end="url(#head)" d="{curve}"/>'
        f"{_pill(x, y, str(arrow.count), size)}</g>"
    )


def _pill(x: float, y: float, label: str, size: float) -> str:
    """A count on a ground that lifts it off the lines."""
    width, height = size * (0.6 + 0.52 * len(label)), size * 1.28
    corner = f'x="{x - width / 2:.1f}" y="{y - height / 2:.1f}" rx="{height / 2:.1f}"'
    return (
        f'<rect class="pill" {corner} width="{width:.1f}" height="{height:.1f}"/>'
        f'<text class="count" x="{x:.1f}" y="{y + size * 0.29:.1f}">{label}</text>'
    )


def _curve(source: Node, target: Node, both: bool, others: list[Node]) -> tuple[Point, Point, Point]:
    """Start, control point and end of a curve, bent to the right of its direction so that the arrow back does not cover it,
    and bent further (or the other way) where it would run through another disc."""
    dx, dy = target.x - source.x, target.y - source.y
    distance = math.sqrt(dx * dx + dy * dy) or 1.0
    gentle = min(40.0, distance * 0.12) if both else min(22.0, distance * 0.05)
    best: tuple[float, tuple[Point, Point, Point]] | None = None
    for bend in (gentle, gentle + 0.2 * distance, -gentle - 0.15 * distance, gentle + 0.45 * distance, -gentle - 0.4 * distance):
        middle = (source.x + target.x) / 2 - dy / distance * bend, (source.y + target.y) / 2 + dx / distance * bend
        start = _towards((source.x, source.y), middle, source.radius + 2)
        end = _towards((target.x, target.y), middle, target.radius + 4)
        hit = _covered((start, middle, end), others)
        if best is None or hit < best[0]:
            best = hit, (start, middle, end)
        if not hit:
            break
    assert best is not None
    return best[1]


def _covered(curve: tuple[Point, Point, Point], others: list[Node]) -> float:
    """How deep a curve runs into discs, summed over points of it; 0 where it runs clear."""
    depth = 0.0
    for step in range(1, 16):
        x, y = _point(*curve, step / 16)
        for node in others:
            reach = node.radius + 7
            square = (x - node.x) ** 2 + (y - node.y) ** 2
            if square < reach * reach:
                depth += reach - math.sqrt(square)
    return depth


def _point(start: Point, middle: Point, end: Point, share: float) -> Point:
    """The point of a quadratic curve at a share (0 to 1) of its way."""
    a, b, c = (1 - share) * (1 - share), 2 * share * (1 - share), share * share
    return a * start[0] + b * middle[0] + c * end[0], a * start[1] + b * middle[1] + c * end[1]


def _towards(point: Point, goal: Point, length: float) -> Point:
    dx, dy = goal[0] - point[0], goal[1] - point[1]
    distance = math.sqrt(dx * dx + dy * dy) or 1.0
    return point[0] + dx / distance * length, point[1] + dy / distance * length


def _disc(node: Node, size: float) -> str:
    below = node.y + node.radius + 1.35 * size
    sizes = counted(node.modules, "module")
    label = f"{visible(node.title)}, {sizes}, {node.lines} lines, wave {node.wave}"
    middle = node.y + 1 if node.radius > ROOMY else node.y + 0.4 * size
    unit = f'<text class="unit" x="{node.x:g}" y="{node.y + 0.95 * size:.1f}">{"module" if node.modules == 1 else "modules"}</text>'
    return (
        f'<g class="disc {colour_class(node.colour)}" tabindex="0" role="button" data-service="{node.colour}" '
        f'aria-label="{escape(label)}"><title>{escape(label)}</title><circle cx="{node.x:g}" cy="{node.y:g}" r="{node.radius:g}"/>'
        f'<text class="size" x="{node.x:g}" y="{middle:.1f}">{node.modules}</text>{unit if node.radius > ROOMY else ""}'
        f'<text class="name" x="{node.x:g}" y="{below:.1f}">{escape(shortened(node.title, TITLE_SIZE))}</text></g>'
    )


def _times(count: int) -> str:
    return counted(count, "use")


def _style() -> str:
    """The style of the picture on its own."""
    light = _rules(LIGHT, ink="#1f2933", ground="#ffffff", line="#7b8794")
    dark = _rules(DARK, ink="#e6eaee", ground="#14191f", line="#8b98a5")
    return (
        "svg{font-family:system-ui,sans-serif}text{text-anchor:middle}.name{font-weight:600}"
        ".size{font-size:1.2em;font-weight:650}.unit,.count{font-size:.8em}.line{fill:none;stroke-opacity:.45}"
        f".reach{{fill:none;stroke:none}}.weak{{display:none}}{light}@media(prefers-color-scheme:dark){{{dark}}}"
    )


def _rules(colours: tuple[str, ...], ink: str, ground: str, line: str) -> str:
    fills = "".join(
        f".{colour_class(number)} circle{{fill:{colour};fill-opacity:.22;stroke:{colour};stroke-width:2}}"
        for number, colour in enumerate(colours)
    )
    return (
        f"svg{{background:{ground}}}text{{fill:{ink}}}.line{{stroke:{line}}}.head{{fill:{line}}}"
        f".pill{{fill:{ground};fill-opacity:.9}}{fills}"
    )

"""Draws the graph of services as SVG of our own: in the page, and wherever graphviz is not installed."""

import math
from html import escape

from analyzer.report.graph_model import Arrow, Node, ServiceGraph
from analyzer.report.palette import DARK, LIGHT, colour_class
from analyzer.report.visible import shortened, visible

TITLE_SIZE = 22
"""Characters of a service's name below its disc."""


def drawing(graph: ServiceGraph) -> str:
    """An ``<svg>`` element styled by classes alone, for a page that brings its style; every name is escaped.

    ``data-service``, ``data-source`` and ``data-target`` are positions in ``Report.services``."""
    nodes = {node.id: node for node in graph.nodes}
    arrows = "".join(_arrow(arrow, nodes[arrow.source], nodes[arrow.target], _heaviest(graph)) for arrow in _back_to_front(graph))
    discs = "".join(_disc(node) for node in graph.nodes)
    return (
        f'<svg class="graph" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {graph.width:g} {graph.height:g}" '
        f'width="{graph.width:g}" height="{graph.height:g}" role="group" aria-label="Services and the calls between them">'
        f'<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" '
        f'markerUnits="userSpaceOnUse" orient="auto"><path class="head" d="M0 0.6 8 4 0 7.4z"/></marker></defs>'
        f'<g class="arrows">{arrows}</g><g class="discs">{discs}</g></svg>'
    )


def picture(graph: ServiceGraph) -> str:
    """A complete SVG document with its own style, for light and dark backgrounds."""
    return drawing(graph).replace("<defs>", f"<style>{_style()}</style><defs>", 1) + "\n"


def _heaviest(graph: ServiceGraph) -> int:
    return max((arrow.count for arrow in graph.arrows), default=1) or 1


def _back_to_front(graph: ServiceGraph) -> list[Arrow]:
    return sorted(graph.arrows, key=lambda arrow: (arrow.count, arrow.source, arrow.target))


def _arrow(arrow: Arrow, source: Node, target: Node, heaviest: int) -> str:
    """A curve from edge to edge of two discs, bent to the right of its direction so that the arrow back does not cover it."""
    dx, dy = target.x - source.x, target.y - source.y
    distance = math.sqrt(dx * dx + dy * dy) or 1.0
    ux, uy = dx / distance, dy / distance
    bend = min(40.0, distance * 0.12) if arrow.both else min(22.0, distance * 0.05)
    mx, my = (source.x + target.x) / 2 - uy * bend, (source.y + target.y) / 2 + ux * bend
    x1, y1 = _towards(source.x, source.y, mx, my, source.radius + 2)
    x2, y2 = _towards(target.x, target.y, mx, my, target.radius + 4)
    lx, ly = (x1 + 2 * mx + x2) / 4, (y1 + 2 * my + y2) / 4
    width = 1.2 + 5 * math.sqrt(arrow.count / heaviest)
    label = str(arrow.count)
    pill = 8 + 7 * len(label)
    classes = "arrow" + ("" if arrow.strong else " weak") + (" blocked" if arrow.blockers else "")
    curve = f"M{x1:.1f} {y1:.1f}Q{mx:.1f} {my:.1f} {x2:.1f} {y2:.1f}"
    note = f"{visible(source.title)} uses {visible(target.title)}: {_times(arrow.count)}"
    return (
        f'<g class="{classes}" data-source="{source.colour}" data-target="{target.colour}">'
        f"<title>{escape(note)}</title>"
        f'<path class="reach" d="{curve}"/><path class="line" stroke-width="{width:.1f}" marker-end="url(#head)" d="{curve}"/>'
        f'<rect class="pill" x="{lx - pill / 2:.1f}" y="{ly - 9:.1f}" width="{pill}" height="18" rx="9"/>'
        f'<text class="count" x="{lx:.1f}" y="{ly + 4:.1f}">{label}</text></g>'
    )


def _towards(x: float, y: float, to_x: float, to_y: float, length: float) -> tuple[float, float]:
    distance = math.sqrt((to_x - x) ** 2 + (to_y - y) ** 2) or 1.0
    return x + (to_x - x) / distance * length, y + (to_y - y) / distance * length


def _disc(node: Node) -> str:
    below = node.y + node.radius + 20
    sizes = f"{node.modules} module" + ("" if node.modules == 1 else "s")
    label = f"{visible(node.title)}, {sizes}, {node.lines} lines, wave {node.wave}"
    return (
        f'<g class="disc {colour_class(node.colour)}" tabindex="0" role="button" data-service="{node.colour}" '
        f'aria-label="{escape(label)}"><title>{escape(label)}</title>'
        f'<circle cx="{node.x:g}" cy="{node.y:g}" r="{node.radius:g}"/>'
        f'<text class="size" x="{node.x:g}" y="{node.y + 1:g}">{node.modules}</text>'
        f'<text class="unit" x="{node.x:g}" y="{node.y + 14:g}">{"module" if node.modules == 1 else "modules"}</text>'
        f'<text class="name" x="{node.x:g}" y="{below:g}">{escape(shortened(node.title, TITLE_SIZE))}</text></g>'
    )


def _times(count: int) -> str:
    return "1 use" if count == 1 else f"{count} uses"


def _style() -> str:
    """The style of the picture on its own."""
    light = _rules(LIGHT, ink="#1f2933", ground="#ffffff", line="#7b8794")
    dark = _rules(DARK, ink="#e6eaee", ground="#14191f", line="#8b98a5")
    return (
        "svg{font-family:system-ui,sans-serif}text{text-anchor:middle}.name{font-size:13px;font-weight:600}"
        ".size{font-size:17px;font-weight:650}.unit,.count{font-size:11px}.line{fill:none;stroke-opacity:.45}"
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

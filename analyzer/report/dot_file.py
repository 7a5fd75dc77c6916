"""``graph.dot``: services as clusters of their packages, in the DOT language, written by hand so that its bytes are ours."""

import math

from analyzer.model.files import TextFile
from analyzer.report.material import Format, Material, Rendered
from analyzer.report.package_graph import PackageGraph, PackageNode
from analyzer.report.palette import LIGHT
from analyzer.report.visible import shortened

NAME_SIZE = 44
"""Characters of a name in a picture."""


def dot_text(graph: PackageGraph, titles: dict[int, str], services_left_out: int = 0) -> str:
    """The graph in the DOT language; ``titles`` are the names of the services to show, by position in the report."""
    lines = [
        "digraph services {",
        "  graph [rankdir=LR, fontname=Helvetica, fontsize=14, nodesep=0.25, ranksep=1.1, compound=true, splines=true];",
        '  node [shape=box, style="rounded,filled", fillcolor=white, color="#9aa5b1", fontname=Helvetica, fontsize=11];',
        '  edge [color="#7b879480", fontname=Helvetica, fontsize=9, arrowsize=0.6];',
    ]
    for service, title in titles.items():
        lines += _cluster(graph, service, title)
    heaviest = max((arrow.count for arrow in graph.arrows), default=1) or 1
    for arrow in graph.arrows:
        width = 0.8 + 3.2 * math.sqrt(arrow.count / heaviest)
        lines.append(f"  n{arrow.source} -> n{arrow.target} [label={quoted(str(arrow.count))}, penwidth={width:.2f}];")
    left_out = [f"{count} {what}" for count, what in ((services_left_out, "smaller services"), (graph.left_out, "lighter arrows")) if count]
    if left_out:
        lines.append(f"  label={quoted('not drawn: ' + ' and '.join(left_out))};")
    return "\n".join([*lines, "}", ""])


def quoted(text: str) -> str:
    """A DOT string: quotes and backslashes escaped, nothing invisible."""
    text = shortened(text, NAME_SIZE).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def _cluster(graph: PackageGraph, service: int, title: str) -> list[str]:
    colour = LIGHT[service % len(LIGHT)]
    nodes = [(position, node) for position, node in enumerate(graph.nodes) if node.service == service]
    return [
        f"  subgraph cluster_{service} {{",
        f'    label={quoted(title)}; style="rounded,filled"; color="{colour}"; fillcolor="{colour}18"; penwidth=1.5;',
        *(f"    n{position} [label={quoted(_label(node))}];" for position, node in nodes),
        "  }",
    ]


def _label(node: PackageNode) -> str:
    return f"{shortened(node.package, NAME_SIZE - 10) or 'others'} ({node.modules})"


def dot_of(material: Material) -> str:
    """The text of ``graph.dot``: of the services that the picture in the page shows."""
    titles = {node.colour: node.title for node in material.graph.nodes}
    return dot_text(material.packages, titles, material.graph.left_out)


def _render(material: Material) -> Rendered:
    return Rendered((TextFile("graph.dot", dot_of(material)),))


DOT_FILE = Format("graph.dot", _render)

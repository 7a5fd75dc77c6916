"""``graph.svg``: the graph of packages drawn by graphviz; without graphviz, the graph of services drawn by us."""

import re

from analyzer.model.files import TextFile
from analyzer.model.place import Location, Problem, Severity
from analyzer.report.dot_file import dot_of
from analyzer.report.drawing import picture
from analyzer.report.material import DotError, Format, Material, Rendered

PATH = "graph.svg"
COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)


def _render(material: Material) -> Rendered:
    if material.dot is None:
        return _own(material, "graphviz (the `dot` program) is not installed", "install graphviz for the graph of packages")
    try:
        drawn = material.dot(dot_of(material))
    except DotError as error:
        return _own(material, str(error), "draw graph.dot with other settings, or look at the graph in report.html")
    return Rendered((TextFile(PATH, without_comments(drawn)),))


def without_comments(svg: str) -> str:
    """The picture without comments: graphviz writes its version there, and bytes must depend on the graph only."""
    return COMMENT.sub("", svg).rstrip() + "\n"


def _own(material: Material, message: str, hint: str) -> Rendered:
    problem = Problem(Location(PATH), "no-dot", f"{message}; {PATH} shows services without their packages", Severity.INFO, hint)
    return Rendered((TextFile(PATH, picture(material.graph)),), (problem,))


GRAPH_PICTURE = Format(PATH, _render)

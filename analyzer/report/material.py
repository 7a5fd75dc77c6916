"""What formats are made from, and what a format is."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from analyzer.disk import Templates
from analyzer.model.analysis import Analysis
from analyzer.model.files import TextFile
from analyzer.model.place import Problem
from analyzer.report.document import Report
from analyzer.report.graph_model import ServiceGraph
from analyzer.report.package_graph import PackageGraph, package_graph

Dot = Callable[[str], str]
"""Turns graph text in the DOT language into an SVG document; raises ``DotError`` where it cannot."""


class DotError(Exception):
    """The graphviz binary could not draw a graph: it is missing, failed, or ran out of time."""


@dataclass(frozen=True)
class Material:
    """One analysis, described once for every format; the templates of the page; the means to draw, if there is one; and the
    template of links to places in the code (empty: no links)."""

    # no slots: what two formats show is worked out once, when it is first asked for

    analysis: Analysis
    report: Report
    graph: ServiceGraph
    templates: Templates
    dot: Dot | None = None
    source_url: str = ""

    @cached_property
    def packages(self) -> PackageGraph:
        """The packages inside the services that the picture in the page shows."""
        return package_graph(self.analysis, frozenset(node.id for node in self.graph.nodes))


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a format makes: files, and what could not be done."""

    files: tuple[TextFile, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """A report format: its name and how it is made. ``render`` depends on its argument only."""

    name: str
    render: Callable[[Material], Rendered]

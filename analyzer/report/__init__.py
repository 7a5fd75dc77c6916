"""Writes an analysis down: pages, documents and pictures."""

from dataclasses import replace
from functools import partial

from analyzer.disk import Templates
from analyzer.model.analysis import Analysis
from analyzer.model.beside import Beside, one_by_one
from analyzer.model.files import FileSet
from analyzer.model.place import Problem
from analyzer.report.comparison import Side, changed_since
from analyzer.report.data_file import DATA_FILE
from analyzer.report.describe import describe
from analyzer.report.dot_file import DOT_FILE
from analyzer.report.graph_model import service_graph
from analyzer.report.graph_picture import GRAPH_PICTURE
from analyzer.report.graphviz_dot import find_dot
from analyzer.report.markdown_page import MARKDOWN_PAGE
from analyzer.report.material import Dot, DotError, Format, Material, Rendered
from analyzer.report.partition_file import PARTITION_FILE
from analyzer.report.web_page import WEB_PAGE

REPORTS: tuple[Format, ...] = (WEB_PAGE, MARKDOWN_PAGE, DATA_FILE, PARTITION_FILE, DOT_FILE, GRAPH_PICTURE)
"""Every format, in the order in which a reader meets them."""


def make_reports(
    analysis: Analysis,
    templates: Templates,
    dot: Dot | None = None,
    source_url: str = "",
    since: Side | None = None,
    beside: Beside = one_by_one,
) -> tuple[FileSet, tuple[Problem, ...]]:
    """All report files of an analysis, and what could not be made.

    ``templates`` holds ``report/report.html.j2`` and its parts; ``dot`` draws DOT text as SVG (see ``find_dot``), None where
    graphviz is not installed; ``source_url`` is the template of links to places (see ``source_links``); ``since`` is an earlier
    report, what changed since then is told. The files depend on the arguments only: not on the clock, the machine or the hash seed.
    """
    return files_of(described(analysis, templates, dot, source_url, since), beside)


def files_of(material: Material, beside: Beside = one_by_one) -> tuple[FileSet, tuple[Problem, ...]]:
    """Every format of what is described, and what could not be made."""
    page = beside(partial(WEB_PAGE.render, material))  # takes longest
    others = [report_format.render(material) for report_format in REPORTS if report_format is not WEB_PAGE]
    rendered = [page(), *others]
    files = FileSet.of(file for one in rendered for file in one.files)
    return files, tuple(sorted(problem for one in rendered for problem in one.problems))


def make_format(
    key: str, analysis: Analysis, templates: Templates, dot: Dot | None = None, source_url: str = "", since: Side | None = None
) -> Rendered:
    """One format by its key: the extension of its file, or ``partition``."""
    chosen = next(one for one in REPORTS if one.name in (f"report.{key}", f"graph.{key}", f"{key}.json"))
    return chosen.render(described(analysis, templates, dot, source_url, since))


def described(
    analysis: Analysis, templates: Templates, dot: Dot | None = None, source_url: str = "", since: Side | None = None
) -> Material:
    """An analysis, described once for all formats, beside the earlier report where one is given."""
    report = describe(analysis)
    if since is not None:
        report = replace(report, since=changed_since(since, report))
    return Material(analysis, report, service_graph(report), templates, dot, source_url)


__all__ = [
    "REPORTS",
    "Dot",
    "DotError",
    "Format",
    "Material",
    "Rendered",
    "described",
    "files_of",
    "find_dot",
    "make_format",
    "make_reports",
]

"""Exports: the proposal in the words of other tools. A new one is a new file, a line in ``EXPORTS`` and a docs section."""

from analyzer.model.analysis import Analysis
from analyzer.model.files import TextFile
from analyzer.report.describe import describe
from analyzer.report.exports.backlog_table import BACKLOG
from analyzer.report.exports.backstage import BACKSTAGE
from analyzer.report.exports.codeowners import CODEOWNERS
from analyzer.report.exports.decisions import ADR
from analyzer.report.exports.export import Export, Order, Wishes
from analyzer.report.exports.findings_table import FINDINGS_TABLE
from analyzer.report.exports.import_linter import IMPORT_LINTER
from analyzer.report.exports.mermaid import MERMAID
from analyzer.report.exports.plantuml import PLANTUML
from analyzer.report.exports.structurizr import STRUCTURIZR
from analyzer.report.exports.tach import TACH

EXPORTS: tuple[Export, ...] = (
    IMPORT_LINTER, TACH, BACKLOG, FINDINGS_TABLE, ADR, STRUCTURIZR, PLANTUML, MERMAID, BACKSTAGE, CODEOWNERS,
)  # fmt: skip
"""Every export, in the order in which a team needs them."""


def make_export(export: Export, analysis: Analysis, wishes: Wishes) -> tuple[TextFile, ...]:
    """The files of an export; raises UsageError where the code base cannot be said in the words of that tool."""
    return export.render(Order(analysis, describe(analysis), wishes))


__all__ = ["EXPORTS", "Export", "Wishes", "make_export"]

"""Answers as a user wants to read them: text, Markdown, or a page."""

from typing import TYPE_CHECKING

from analyzer.disk import templates_folder

if TYPE_CHECKING:
    from analyzer.report.sheet import Sheet


def sheet_as(sheet: "Sheet", format_: str, source_url: str = "", width: int = 0) -> str:
    """A sheet as ``text`` (for a terminal of that width, 0: lines of any length), ``markdown`` or ``html``; places of the latter two
    are links where ``source_url`` is their template."""
    from analyzer.report.sheet import as_markdown, as_text

    if format_ == "html":
        from analyzer import __version__
        from analyzer.report.sheet_page import as_page

        return as_page(sheet, templates_folder(), __version__, source_url)
    return as_markdown(sheet, source_url) if format_ == "markdown" else as_text(sheet, width)

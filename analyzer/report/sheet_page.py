"""A sheet as a page of its own: one file that opens anywhere, loads nothing, and runs no script at all."""

from typing import Final

from analyzer.disk import Templates
from analyzer.report.page_parts import content_security_policy, environment, style_of
from analyzer.report.sheet import Sheet

TEMPLATE: Final = "report/answer.html.j2"


def as_page(sheet: Sheet, templates: Templates, version: str, source_url: str = "") -> str:
    """The sheet as HTML, every name escaped; ``source_url`` is the template of links to places. Raises jinja2.TemplateError where a
    template is wrong, OSError where one is missing."""
    from markupsafe import Markup

    style = style_of(templates)
    template = environment(templates, source_url).get_template(TEMPLATE)
    return template.render(sheet=sheet, style=Markup(style), policy=content_security_policy(style), version=version)

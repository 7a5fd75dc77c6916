"""``report.html``: one file that opens anywhere, loads nothing, and runs no script but its own."""

import base64
import gzip
import hashlib
from collections import Counter
from dataclasses import replace
from typing import Any

from analyzer.disk import Templates
from analyzer.model.files import TextFile
from analyzer.model.place import Location, Problem, Severity
from analyzer.report.document import Report
from analyzer.report.drawing import drawing
from analyzer.report.encoding import compact
from analyzer.report.graph_model import ServiceGraph
from analyzer.report.material import Format, Material, Rendered
from analyzer.report.palette import colour_class
from analyzer.report.visible import visible
from analyzer.report.wording import BLIND_SPOTS, EXTREMES, FINDING_KINDS, SEAM_CLASSES, verdict_title

PATH = "report.html"
TEMPLATE, STYLE, SCRIPT = "report/report.html.j2", "report/page.css", "report/page.js"

PLAIN_SIZE = 600_000
"""Data up to this many characters is embedded as it is, readable and the same on every machine; above, it is compressed."""

SITES = 5
"""Places of one crossing that the page carries; ``report.json`` has them all."""

IN_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""Characters that could end a script element or a line in it; JSON can say each of them otherwise."""


def page_data(report: Report) -> str:
    """The data of the page as JSON that is safe inside a script element: the report without its list of files, with fewer places."""
    seams = tuple(replace(seam, sites=seam.sites[:SITES]) for seam in report.seams)
    text = compact(replace(report, files=(), seams=seams))
    for character, escaped in IN_SCRIPT.items():
        text = text.replace(character, escaped)
    return text


def packed(text: str) -> str:
    """Text compressed (gzip without name and time) and written in base64."""
    return base64.b64encode(gzip.compress(text.encode(), compresslevel=9, mtime=0)).decode()


def content_security_policy(style: str, script: str) -> str:
    """A policy that allows this one style and this one script by their digests, and nothing else, from anywhere."""
    return (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def web_page(report: Report, graph: ServiceGraph, templates: Templates) -> str:
    """The page. Raises jinja2.TemplateError where a template is wrong, OSError where one is missing."""
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(templates.text),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        thousands=lambda number: f"{number:,}", percent=_percent, verdict=verdict_title, visible=visible, colour=colour_class
    )
    style, script = (_part(name, templates) for name in (STYLE, SCRIPT))
    data = page_data(report)
    return environment.get_template(TEMPLATE).render(
        report=report,
        left_out=graph.left_out,
        kinds=Counter(file.kind for file in report.files),
        policy=content_security_policy(style, script),
        style=Markup(style),
        script=Markup(script),
        picture=Markup(drawing(graph)),
        data=Markup(data if len(data) <= PLAIN_SIZE else packed(data)),
        is_packed=len(data) > PLAIN_SIZE,
        words=_words(),
    )


def _part(name: str, templates: Templates) -> str:
    """A style or script as it will stand between its tags; a part that would end its own element is refused."""
    import jinja2

    text = "\n" + templates.text(name).replace("\r\n", "\n").strip() + "\n"
    if "</" in text and any(end in text.lower() for end in ("</script", "</style", "<!--")):
        raise jinja2.TemplateSyntaxError("holds a tag that would end it", 1, name)
    return text


def _words() -> dict[str, Any]:
    return {"seams": SEAM_CLASSES, "findings": FINDING_KINDS, "blind": BLIND_SPOTS, "extremes": EXTREMES}


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def _render(material: Material) -> Rendered:
    import jinja2

    try:
        page = web_page(material.report, material.graph, material.templates)
    except (jinja2.TemplateError, OSError, ValueError) as error:
        place = Location(getattr(error, "name", "") or TEMPLATE, getattr(error, "lineno", 0) or 0)
        hint = "correct the template, or leave it out to use the one that comes with the tool"
        return Rendered((), (Problem(place, "bad-template", f"{PATH} was not written: {error}", Severity.ERROR, hint),))
    return Rendered((TextFile(PATH, page),))


WEB_PAGE = Format(PATH, _render)

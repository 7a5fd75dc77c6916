"""``report.html``: one file that opens anywhere, loads nothing, and runs no script but its own."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from analyzer.disk import Templates
from analyzer.model.files import TextFile
from analyzer.model.place import Location, Problem, Severity
from analyzer.report.comparison import difference_sheet
from analyzer.report.document import Report
from analyzer.report.drawing import drawing
from analyzer.report.graph_model import ServiceGraph
from analyzer.report.map_layout import Map, module_map
from analyzer.report.material import Format, Material, Rendered
from analyzer.report.page_data import embedded
from analyzer.report.page_parts import content_security_policy, environment, part, style_of
from analyzer.report.wording import BLIND_SPOTS, CUTS, EXTREMES, FINDING_KINDS, MEASURES, SEAM_CLASSES, SHARES, leanings

PATH: Final = "report.html"
TEMPLATE: Final = "report/report.html.j2"
SCRIPTS: Final = tuple(
    f"report/page/{name}.js"
    for name in (
        "text", "data", "tables", "links", "picture", "roadmap", "replay", "services", "map_model", "map_draw", "map_panel", "map",
        "matrix", "treemap", "flows", "data_section", "seams", "findings", "alternatives", "modules", "unseen", "search", "main",
    )
)  # fmt: skip
"""The parts of the page's own script, in the order in which they are joined."""

MARKS: Final = {"for": ("good", "●"), "doubt": ("warn", "▲"), "against": ("bad", "■")}
"""What a reason speaks for: style and mark."""

VENDORED: Final = "report/vendor/vendored.json"


@dataclass(frozen=True, slots=True)
class Page:
    """What the page is made from: the report, the graph of its services, the map of its modules, and the template
    of links to places."""

    report: Report
    graph: ServiceGraph
    modules: Map
    source_url: str = ""


def web_page(page: Page, templates: Templates) -> str:
    """The page. Raises jinja2.TemplateError where a template is wrong, OSError where one is missing, ValueError for a wrong list."""
    from markupsafe import Markup

    report, libraries = page.report, json.loads(templates.text(VENDORED))
    style = style_of(templates)
    own = '\n"use strict";\n(() => {\n' + "".join(part(name, templates) for name in SCRIPTS) + "})();\n"
    scripts = (*("\n" + part(f"report/vendor/{library['file']}", templates) for library in libraries), own)
    data, is_packed, left_out = embedded(report, page.modules)
    return (
        environment(templates, page.source_url)
        .get_template(TEMPLATE)
        .render(
            report=report,
            reasons=tuple(_reasons(report)),
            since=difference_sheet(report.since).shown if report.since else (),
            left_out=page.graph.left_out,
            kinds=Counter(file.kind for file in report.files),
            policy=content_security_policy(style, scripts),
            style=Markup(style),
            scripts=tuple(map(Markup, scripts)),
            picture=Markup(drawing(page.graph)),
            data=Markup(data),
            is_packed=is_packed,
            data_left_out=left_out,
            libraries=[(library, templates.text(f"report/vendor/{library['licence_file']}").strip()) for library in libraries],
            words={**_words(), "source": page.source_url},
        )
    )


def _reasons(report: Report) -> Iterator[tuple[str, str, str]]:
    """The reasons of the verdict, each with the style and the mark of what it speaks for."""
    known = leanings(report.weighed)
    for reason in report.summary.verdict_reasons:
        yield reason, *MARKS.get(known.get(reason, ""), ("", ""))


def _words() -> dict[str, Any]:
    cuts = {"extremes": EXTREMES, "cuts": CUTS, "measures": MEASURES, "shares": SHARES}
    return {"seams": SEAM_CLASSES, "findings": FINDING_KINDS, "blind": BLIND_SPOTS, **cuts}


def _render(material: Material) -> Rendered:
    import jinja2

    report = material.report
    page = Page(report, material.graph, module_map(report, material.graph), material.source_url)
    try:
        text = web_page(page, material.templates)
    except (jinja2.TemplateError, OSError, ValueError, KeyError) as error:
        place = Location(getattr(error, "name", "") or TEMPLATE, getattr(error, "lineno", 0) or 0)
        hint = "correct the template, or leave it out to use the one that comes with the tool"
        return Rendered((), (Problem(place, "bad-template", f"{PATH} was not written: {error}", Severity.ERROR, hint),))
    return Rendered((TextFile(PATH, text),))


WEB_PAGE = Format(PATH, _render)

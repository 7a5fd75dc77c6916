"""``report.html``: one file that opens anywhere, loads nothing, and runs no script but its own."""

import base64
import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from analyzer.disk import Templates
from analyzer.model.files import TextFile
from analyzer.model.place import Location, Problem, Severity
from analyzer.report.change import changes
from analyzer.report.document import Report
from analyzer.report.drawing import drawing
from analyzer.report.graph_model import ServiceGraph
from analyzer.report.map_layout import Map, module_map
from analyzer.report.material import Format, Material, Rendered
from analyzer.report.module_uses import module_uses
from analyzer.report.page_data import embedded
from analyzer.report.palette import colour_class
from analyzer.report.visible import visible
from analyzer.report.wording import BLIND_SPOTS, EXTREMES, FINDING_KINDS, SEAM_CLASSES, verdict_title

PATH: Final = "report.html"
TEMPLATE: Final = "report/report.html.j2"
STYLES: Final = ("report/page.css", "report/pictures.css", "report/paper.css")
SCRIPTS: Final = tuple(
    f"report/page/{name}.js"
    for name in (
        "text", "data", "tables", "links", "picture", "roadmap", "replay", "services", "map_model", "map_draw", "map_panel", "map",
        "matrix", "treemap", "flows", "data_section", "seams", "findings", "alternatives", "modules", "unseen", "search", "main",
    )
)  # fmt: skip
"""The parts of the page's own script, in the order in which they are joined."""

VENDORED: Final = "report/vendor/vendored.json"


@dataclass(frozen=True, slots=True)
class Page:
    """What the page is made from: the report, the graph of its services, the map of its modules, commits by module, and the template
    of links to places."""

    report: Report
    graph: ServiceGraph
    modules: Map
    changed: Counter[str]
    source_url: str = ""


def content_security_policy(style: str, scripts: tuple[str, ...]) -> str:
    """A policy that allows this one style and these scripts by their digests, and nothing else, from anywhere."""
    allowed = " ".join(f"'{_digest(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src '{_digest(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def web_page(page: Page, templates: Templates) -> str:
    """The page. Raises jinja2.TemplateError where a template is wrong, OSError where one is missing, ValueError for a wrong list."""
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
        thousands=lambda number: f"{number:,}", percent=_percent, verdict=verdict_title, visible=visible, colour=colour_class, days=_days
    )
    report, libraries = page.report, json.loads(templates.text(VENDORED))
    style = "\n" + "".join(_part(name, templates) for name in STYLES)
    own = '\n"use strict";\n(() => {\n' + "".join(_part(name, templates) for name in SCRIPTS) + "})();\n"
    scripts = (*("\n" + _part(f"report/vendor/{library['file']}", templates) for library in libraries), own)
    data, is_packed, left_out = embedded(report, page.modules, page.changed)
    return environment.get_template(TEMPLATE).render(
        report=report,
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


def _part(name: str, templates: Templates) -> str:
    """A style or script as it will stand between its tags; a part that would end its own element is refused."""
    import jinja2

    text = templates.text(name).replace("\r\n", "\n").strip() + "\n"
    if "</" in text and any(end in text.lower() for end in ("</script", "</style", "<!--")):
        raise jinja2.TemplateSyntaxError("holds a tag that would end it", 1, name)
    return text


def _words() -> dict[str, Any]:
    return {"seams": SEAM_CLASSES, "findings": FINDING_KINDS, "blind": BLIND_SPOTS, "extremes": EXTREMES}


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def _days(days: float) -> str:
    """Person-days as short as they are sure: whole ones from three on."""
    return f"{int(days + 0.5):,}" if days >= 3 or days == int(days) else f"{days:.1f}"


def _render(material: Material) -> Rendered:
    import jinja2

    report, codebase = material.report, material.analysis.codebase
    page = Page(report, material.graph, module_map(report, material.graph, module_uses(codebase)), changes(codebase), material.source_url)
    try:
        text = web_page(page, material.templates)
    except (jinja2.TemplateError, OSError, ValueError, KeyError) as error:
        place = Location(getattr(error, "name", "") or TEMPLATE, getattr(error, "lineno", 0) or 0)
        hint = "correct the template, or leave it out to use the one that comes with the tool"
        return Rendered((), (Problem(place, "bad-template", f"{PATH} was not written: {error}", Severity.ERROR, hint),))
    return Rendered((TextFile(PATH, text),))


WEB_PAGE = Format(PATH, _render)

"""What every page is made with: the style sheets, a policy that forbids whatever is not inside, and templates that escape every name."""

import base64
import hashlib
from typing import TYPE_CHECKING, Final

from analyzer.disk import Templates
from analyzer.report.palette import colour_class
from analyzer.report.source_links import web_address
from analyzer.report.visible import visible
from analyzer.report.wording import verdict_title

if TYPE_CHECKING:
    import jinja2

STYLES: Final = ("report/page.css", "report/pictures.css", "report/paper.css")


def content_security_policy(style: str, scripts: tuple[str, ...] = ()) -> str:
    """A policy that allows this one style and these scripts by their digests, and nothing else, from anywhere."""
    allowed = " ".join(f"'{_digest(script)}'" for script in scripts) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src '{_digest(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def environment(templates: Templates, source_url: str = "") -> "jinja2.Environment":
    """Where pages are filled in: everything is escaped, and a name that is not there is an error. ``source_url`` is the template of
    links to places."""
    import jinja2

    made = jinja2.Environment(
        loader=jinja2.FunctionLoader(templates.text),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        thousands=lambda number: f"{number:,}",
        percent=_percent,
        verdict=verdict_title,
        visible=visible,
        colour=colour_class,
        days=_days,
        web=lambda text: web_address(text, source_url),
    )
    return made


def style_of(templates: Templates) -> str:
    """The style sheets as they stand in a page."""
    return "\n" + "".join(part(name, templates) for name in STYLES)


def part(name: str, templates: Templates) -> str:
    """A style or script as it will stand between its tags; a part that would end its own element is refused."""
    import jinja2

    text = templates.text(name).replace("\r\n", "\n").strip() + "\n"
    if "</" in text and any(end in text.lower() for end in ("</script", "</style", "<!--")):
        raise jinja2.TemplateSyntaxError("holds a tag that would end it", 1, name)
    return text


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def _days(days: float) -> str:
    """Person-days as short as they are sure: whole ones from three on."""
    return f"{int(days + 0.5):,}" if days >= 3 or days == int(days) else f"{days:.1f}"

"""Text of unknown origin inside Markdown: shown as it is, never read as markup."""

import re
from collections.abc import Iterable, Iterator

from analyzer.model.place import Location
from analyzer.report.source_links import web_address
from analyzer.report.visible import shortened

SIZE = 160
"""Characters of one piece of text; a page for people has no room for more."""

BREAKS = re.compile(r"[ \t\r\n]+")
MARKUP = re.compile(r"([\\`*_\[\]<>#|~&!$])")


def _one_line(text: str) -> str:
    return BREAKS.sub(" ", text).strip(" ")


def figure(text: str) -> str:
    """At most ``SIZE`` visible characters on one line."""
    return shortened(_one_line(text), SIZE)


def plain(text: str) -> str:
    """Text outside code: every character that Markdown or HTML gives a meaning is escaped, and so are addresses and mentions."""
    escaped = MARKUP.sub(r"\\\1", shortened(_one_line(text), 4 * SIZE))
    return escaped.replace("://", ":\u2060//").replace("@", "@\u2060")


def cell(text: str) -> str:
    """Text in a table."""
    return plain(figure(text))


def code(text: str) -> str:
    """A code span that its content cannot end, good in tables too (a pipe would end the cell even inside code)."""
    text = figure(text).replace("|", "\\|")
    if not text:
        return ""
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def place(at: Location | str, source_url: str = "") -> str:
    """A place as a code span; a link to it in the repository's web view where ``source_url`` is the template of such links."""
    text = str(at)
    url = web_address(text, source_url)
    return f"[{code(text)}]({url.replace('(', '%28').replace(')', '%29')})" if url else code(text)


def table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """The lines of a table whose cells are Markdown already."""
    yield f"| {' | '.join(header)} |"
    yield "|" + " --- |" * len(header)
    yield from (f"| {' | '.join(row)} |" for row in rows)

"""What the text of a page template says: which it extends, includes and imports, and which endpoints it links to."""

import re
from collections.abc import Iterator, Mapping

from analyzer.frameworks.templates.files import Files
from analyzer.model.place import Location, ModuleName
from analyzer.model.surface import TemplateUse

TAG = re.compile(
    r"""\{%[-+]?\s*(?P<tag>\w*extends|include\w*|import|from)\s+(?P<rest>[^%]{1,400}?)[-+]?%\}""",
)
COMMENT = re.compile(r"\{#.*?#\}|\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}", re.DOTALL)
QUOTED = re.compile(r"""["']([^"'{}<>\n]{1,200})["']""")
LINK = re.compile(
    r"""\burl_for\(\s*["'](?P<flask>[\w.:-]{1,200})["']|\{%[-+]?\s*url\s+["'](?P<django>[\w.:-]{1,200})["']|\{%-?\s*url\s+(?P<bare>[a-zA-Z_][\w.:-]{1,200})[\s%]"""
)


def markup(templates: Mapping[str, str], files: Files) -> Iterator[TemplateUse]:
    """Relations between templates (``template`` and ``by`` are paths) and links (``template`` is the endpoint's name)."""
    for path in sorted(templates):
        text = COMMENT.sub(_blank, templates[path])
        for match in TAG.finditer(text):
            at = Location(path, _line(text, match.start()))
            for name in _names(match["tag"], match["rest"]):
                yield TemplateUse(files.find(name, path) or name, ModuleName(""), path, _relation(match["tag"]), at)
        for match in LINK.finditer(text):
            name = match["flask"] or match["django"] or match["bare"]
            yield TemplateUse(name, ModuleName(""), path, "links", Location(path, _line(text, match.start())))


def _relation(tag: str) -> str:
    return "extends" if tag.endswith("extends") else "includes"


def _names(tag: str, rest: str) -> list[str]:
    """The template names in a tag; an ``include`` may list several, its ``with`` part names none."""
    head = re.split(r"\s(?:with|import|as|ignore|only|if)\b", rest, maxsplit=1)[0] if tag != "extends" else rest
    found = QUOTED.findall(head)
    return found if head.lstrip().startswith("[") or tag == "extends" else found[:1]


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _blank(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")

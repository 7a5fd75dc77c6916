"""Places in the code as links into a repository's web view: a template such as ``https://example.org/shop/blob/main/{path}#L{line}``."""

import re
from urllib.parse import quote

from analyzer.model.place import Location

FIELDS = frozenset({"path", "line"})
FIELD = re.compile(r"\{([^{}]*)\}")


def complaint(template: str) -> str:
    """What is wrong with a template, in words; empty where nothing is."""
    if not re.match(r"https?://[^/\s]", template) or re.search(r"[\s<>\"'`\\]", template):
        return "is no web address"
    if unknown := sorted(set(FIELD.findall(template)) - FIELDS):
        return f"has {{{unknown[0]}}}, which is not known"
    return "" if "{path}" in template else "lacks {path}"


def web_address(place: str, template: str) -> str:
    """The address of a place that is written as ``path:line`` or ``path``; empty where places have none."""
    path, _, line = place.rpartition(":")
    if not template or not place:
        return ""
    return address(template, Location(path, int(line)) if path and line.isdecimal() else Location(place))


def address(template: str, place: Location) -> str:
    """The address of a place; a whole file is shown from its first line."""
    path = quote(place.path.encode(errors="replace"), safe="/")
    return template.replace("{path}", path).replace("{line}", str(place.line or 1))

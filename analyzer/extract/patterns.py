"""URL patterns of frameworks as regular expressions that Python and PCRE read alike, with a measure of how specific they are."""

import re
from dataclasses import dataclass

_FLASK = re.compile(r"<(?:(?P<kind>[a-zA-Z_]\w*)(?:\((?P<args>[^)]*)\))?:)?(?P<name>[a-zA-Z_]\w*)>")
_BRACES = re.compile(r"\{(?P<name>[a-zA-Z_]\w*)(?::(?P<kind>[a-zA-Z_]\w*))?\}")
_REGEX_SIGNS = re.compile(r"\(\?P?[<:]|\\[dwsAZb]|[$^]|\[[^\]]+\]|\.[*+]")
_GROUP_NAME = re.compile(r"\(\?P<[^>]*>")

_CONVERTERS = {
    "int": ("[0-9]+", 1),
    "float": (r"[0-9]+\.[0-9]+", 1),
    "uuid": ("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}", 1),
    "slug": ("[-a-zA-Z0-9_]+", 2),
    "path": (".+", 9),
}
_ANY_SEGMENT = ("[^/]+", 3)


@dataclass(frozen=True, slots=True, order=True)
class Pattern:
    """A pattern: how specific it is (smaller sorts first, segment by segment), the expression (anchored), and the plain path
    where it has no variable part (else ``""``)."""

    rank: tuple[int, ...]
    regex: str
    literal: str


def pattern_of(route: str, framework: str) -> Pattern | None:
    """The pattern of a route as its framework writes it; None for one that cannot be expressed.

    A trailing slash is optional where the framework redirects to the form with it.
    """
    route = route if route.startswith(("/", "^")) else "/" + route
    if framework == "django" and _REGEX_SIGNS.search(_FLASK.sub("", route)):
        return _from_regex(route)
    variable = _BRACES if framework in ("fastapi", "starlette", "aiohttp") else _FLASK
    parts: list[str] = []
    ranks: list[int] = []
    for segment in _segments(route, variable):
        text, rank = _segment(segment, variable)
        parts.append(text)
        ranks.append(rank)
    regex = "^/" + "/".join(parts)
    is_plain = not any(ranks)
    literal = route if is_plain else ""
    regex += "?$" if route.endswith("/") and route != "/" else "$"
    return Pattern((*ranks, -1), regex, literal)


def _segments(route: str, variable: re.Pattern[str]) -> list[str]:
    """The segments between slashes; a slash inside of a variable does not count."""
    marks: list[str] = []

    def hide(match: re.Match[str]) -> str:
        marks.append(match.group())
        return f"\0{len(marks) - 1}\0"

    hidden = variable.sub(hide, route.removeprefix("/"))
    return [re.sub("\0(\\d+)\0", lambda match: marks[int(match.group(1))], part) for part in hidden.split("/")]


def _segment(segment: str, variable: re.Pattern[str]) -> tuple[str, int]:
    """A segment's expression and rank: 0 plain, 1 number, 2 text with a plain part, 3 any text, 9 a path."""
    text, rank, end, plain = "", 0, 0, 0
    for match in variable.finditer(segment):
        before = segment[end : match.start()]
        plain += len(before)
        piece, weight = _variable(match)
        text += re.escape(before) + piece
        rank = max(rank, weight)
        end = match.end()
    rest = segment[end:]
    text += re.escape(rest)
    return text.replace("\\-", "-").replace("\\ ", " "), 2 if rank == 3 and plain + len(rest) else rank


def _variable(match: re.Match[str]) -> tuple[str, int]:
    kind = match.group("kind") or ""
    if kind == "any" and match.groupdict().get("args"):
        names = [name.strip().strip("'\"") for name in match.group("args").split(",")]
        return f"(?:{'|'.join(re.escape(name) for name in names)})", 1
    return _CONVERTERS.get(kind, _ANY_SEGMENT)


def _from_regex(route: str) -> Pattern | None:
    text = route.replace("^/", "/").replace("/^", "/").removeprefix("^").removesuffix("\\Z").removesuffix("$").replace("\\A", "")
    text = text if text.startswith("/") else "/" + text
    text = _FLASK.sub(lambda match: f"(?:{_variable(match)[0]})" if not _is_group(text, match) else match.group(), text)
    ends = route.endswith(("$", "\\Z"))
    regex = "^" + _GROUP_NAME.sub("(?:", text) + ("$" if ends else "")
    try:
        re.compile(regex)
    except re.error:
        return None
    regex = regex.removesuffix("/$") + "/?$" if regex.endswith("/$") else regex
    rank = tuple(0 if re.fullmatch(r"[\w-]*", part) else 3 for part in text.strip("/").split("/"))
    return Pattern((*rank, -1 if ends else 8), regex, "")


def _is_group(text: str, match: re.Match[str]) -> bool:
    return text[: match.start()].endswith(("?P", "?"))

"""Routes as OpenAPI writes them: ``/orders/{number}``, with the type of each variable."""

import re
from dataclasses import dataclass

_TYPES: dict[str, dict[str, object]] = {
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "uuid": {"type": "string", "format": "uuid"},
    "slug": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"},
}
_ANGLE = re.compile(r"<(?:(?P<kind>\w+)(?:\([^)]*\))?:)?(?P<name>[a-zA-Z_]\w*)>")
_BRACES = re.compile(r"\{(?P<name>[a-zA-Z_]\w*)(?::(?P<kind>[^{}]*))?\}")
_NAMED = re.compile(r"\(\?P<(?P<name>[a-zA-Z_]\w*)>(?P<kind>(?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*)\)")
_LEFT_OVER = re.compile(r"[\\^$()\[\]*+?|<>]")
_IN_BRACES = frozenset({"aiohttp", "fastapi", "pyramid", "starlette"})


@dataclass(frozen=True, slots=True)
class Template:
    """A path with ``{name}`` for its variables, and the schema of each variable in the order of the path."""

    path: str
    variables: tuple[tuple[str, dict[str, object]], ...]

    @property
    def shape(self) -> str:
        """The path with nameless variables: two paths of one shape are one path."""
        return re.sub(r"\{\w+\}", "{}", self.path)


def template_of(route: str, framework: str) -> Template | None:
    """The path of a route as its framework writes it; None for one that no template expresses."""
    text = route.removeprefix("^").removesuffix("$").removesuffix("\\Z").replace("/^", "/")
    text = text if text.startswith("/") else "/" + text
    variables: list[tuple[str, dict[str, object]]] = []

    def variable(match: re.Match[str]) -> str:
        name, number = match.group("name"), 2
        while name in dict(variables):
            name, number = f"{match.group('name')}_{number}", number + 1
        variables.append((name, _schema(match.group("kind") or "")))
        return f"{{{name}}}"

    for pattern in (_BRACES,) if framework in _IN_BRACES else (_NAMED, _ANGLE):
        text = pattern.sub(variable, text)
    text = text.replace("\\.", ".").replace("\\-", "-").replace("\\/", "/")
    if _LEFT_OVER.search(text) or text.count("{") != len(variables) or "?" in text or "#" in text or not text.isprintable():
        return None
    return Template(text, tuple(variables))


def _schema(kind: str) -> dict[str, object]:
    """The schema of a converter's name, or of a regular expression for digits."""
    if re.fullmatch(r"\[0-9\][+*]?|\\d(?:[+*]|\{[\d,]+\})?", kind):
        return {"type": "integer"}
    return dict(_TYPES.get(kind, {"type": "string"}))

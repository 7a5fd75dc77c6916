"""Route patterns with arguments as ``<name>``, whatever notation they are written in."""

import re

NAMED = re.compile(r"\(\?P<(\w+)>")
NUMBER = re.compile(r"^(\\d|\[0-9\]|\[\\d\])([+*]|\{[\d,]+\})?$")
ESCAPED = re.compile(r"\\([./\-_ +])")
BRACES = re.compile(r"\{(\w+):((?:[^{}]|\{[^{}]*\})*)\}")
LIMIT = 2_000


def from_regex(pattern: str) -> str:
    """A regular expression in the syntax of Django's ``path``: named groups as ``<name>`` (``<int:name>`` for digits), others ``<arg>``."""
    text = pattern[:LIMIT].removeprefix("^").removesuffix("$").removesuffix("\\Z")
    text = text.removesuffix("/?") + ("/" if text.endswith("/?") else "")
    out: list[str] = []
    position = 0
    while position < len(text):
        if text[position] == "\\" and position + 1 < len(text):
            out.append(text[position : position + 2])
            position += 2
        elif text[position] == "(":
            end = _closing(text, position)
            out.append(_group(text[position : end + 1]))
            position = end + 1
            while position < len(text) and text[position] in "?*+":
                position += 1
        else:
            out.append(text[position])
            position += 1
    return ESCAPED.sub(r"\1", "".join(out))


def plain_braces(pattern: str) -> str:
    """A pattern with ``{name:expression}`` as ``{name}``; ``{name:path}`` where the expression takes slashes, too."""
    return BRACES.sub(lambda found: f"{{{found[1]}:path}}" if found[2] in (".*", ".+") else f"{{{found[1]}}}", pattern[:LIMIT])


def _group(group: str) -> str:
    named = NAMED.match(group)
    if named is not None:
        return f"<int:{named[1]}>" if NUMBER.match(group[named.end() : -1]) else f"<{named[1]}>"
    if group.startswith("(?:"):
        inner = group[3:-1]
        return inner if re.fullmatch(r"[\w/-]*", inner) else "<arg>"
    return "" if group.startswith("(?") else "<arg>"


def _closing(text: str, start: int) -> int:
    """The position of the parenthesis that closes the one at ``start``; the end of the text where none does."""
    depth, position, in_set = 0, start, False
    while position < len(text):
        character = text[position]
        if character == "\\":
            position += 1
        elif in_set:
            in_set = character != "]"
        elif character == "[":
            in_set = True
        elif character in "()":
            depth += 1 if character == "(" else -1
            if depth == 0:
                return position
        position += 1
    return len(text) - 1

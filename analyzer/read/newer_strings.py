"""f-strings of Python 3.12 and later (PEP 701) and t-strings (PEP 750) for an older interpreter: those with reused quotes, line breaks or
escapes in a field get triple quotes and lose the escapes; a t-string becomes an f-string."""

import re

START = re.compile(r"(?<![\w\"'])([fFrRtTbBuU]{0,2})(\"\"\"|'''|\"|')")


def widen_quotes(text: str) -> str:
    """The text with every f-string that an older interpreter cannot read rewritten in place, line for line."""
    pieces: list[str] = []
    position = 0
    while True:
        found = _next_string(text, position)
        if found is None:
            pieces.append(text[position:])
            return "".join(pieces)
        start, prefix, quote = found
        body = start + len(prefix) + len(quote)
        escapes: list[int] = []
        end, is_new = _end(text, body, quote, "f" in prefix.lower() or "t" in prefix.lower(), escapes)
        pieces.append(text[position:start] + prefix.replace("t", "f").replace("T", "f"))
        if is_new or escapes:
            pieces.append(f"{quote[0] * 3}{_without(text, body, end - len(quote), escapes)}{quote[0] * 3}")
        else:
            pieces.append(text[start + len(prefix) : end])
        position = end


def _without(text: str, start: int, end: int, escapes: list[int]) -> str:
    """A part of a text with a blank at each of the positions."""
    chars = list(text[start:end])
    for position in escapes:
        if start <= position < end and chars[position - start] != "\n":
            chars[position - start] = " "
    return "".join(chars)


def _next_string(text: str, position: int) -> tuple[int, str, str] | None:
    """The start, prefix and quote of the next string, comments skipped."""
    while True:
        found = START.search(text, position)
        if found is None:
            return None
        comment = text.find("#", position, found.start())
        if comment < 0:
            return found.start(), found[1], found[2]
        line_end = text.find("\n", comment)
        if line_end < 0:
            return None
        position = line_end


def _end(text: str, position: int, quote: str, has_fields: bool, escapes: list[int], inside: bool = False) -> tuple[int, bool]:
    """Where a string ends, and whether a field of it reuses its quote or breaks a line; notes where the fields hold escapes."""
    depth, is_new = 0, False
    while position < len(text):
        char = text[position]
        if depth == 0 and text.startswith(quote, position):
            return position + len(quote), is_new
        if char == "\\":
            escapes += [position, position + 1] if inside or depth else []
            position += 2
            continue
        if char == "\n":
            if depth == 0 and len(quote) == 1:
                return position, False
            is_new = is_new or depth > 0
        if has_fields and char in "{}":
            if depth == 0 and text[position : position + 2] in ("{{", "}}"):
                position += 2
                continue
            depth = max(0, depth + (1 if char == "{" else -1))
        elif depth > 0 and char in "\"'":
            inner = text[position : position + 3] if text[position : position + 3] in ('"""', "'''") else char
            prefixed = text[position - 1] in "fFtT"
            is_new = is_new or char == quote[0]
            position, _ = _end(text, position + len(inner), inner, prefixed, escapes, True)
            continue
        position += 1
    return len(text), is_new

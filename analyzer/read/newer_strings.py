"""f-strings of Python 3.12 and later (PEP 701) for an older interpreter: those with reused quotes or line breaks get triple quotes."""

import re

START = re.compile(r"(?<![\w\"'])([fFrRtTbBuU]{0,2})(\"\"\"|'''|\"|')")


def widen_quotes(text: str) -> str:
    """The text with every one-quote f-string that reuses its quote, or breaks a line, in a field put in triple quotes."""
    pieces: list[str] = []
    position = 0
    while True:
        found = _next_string(text, position)
        if found is None:
            pieces.append(text[position:])
            return "".join(pieces)
        start, prefix, quote = found
        body = start + len(prefix) + len(quote)
        end, is_new = _end(text, body, quote, "f" in prefix.lower() or "t" in prefix.lower())
        pieces.append(text[position:start])
        inner = text[body : end - len(quote)]
        if is_new and len(quote) == 1:
            pieces.append(f"{prefix.replace('t', 'f')}{quote * 3}{inner}{quote * 3}")
        else:
            pieces.append(text[start:end])
        position = end


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


def _end(text: str, position: int, quote: str, has_fields: bool) -> tuple[int, bool]:
    """Where a string ends, and whether a field of it reuses its quote or breaks a line."""
    depth, is_new = 0, False
    while position < len(text):
        char = text[position]
        if depth == 0 and text.startswith(quote, position):
            return position + len(quote), is_new
        if char == "\\" and depth == 0:
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
            position, _ = _end(text, position + len(inner), inner, prefixed)
            continue
        position += 1
    return len(text), is_new

"""Source files as text and as trees, by the encoding that each declares."""

import ast
import io
import re
import tokenize
from collections.abc import Callable

_COOKIE = re.compile(r"^([ \t\f]*#.*?coding[:=][ \t]*)([-\w.]+)")


def decode(source: bytes) -> str:
    """The text of a source file by its declared encoding; the declaration then says UTF-8, as which it will be written."""
    encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    text = source.decode(encoding)
    head = text.split("\n", 2)
    for number, line in enumerate(head[:2]):
        head[number] = _COOKIE.sub(r"\1utf-8", line)
    return "\n".join(head)


def parsed(source: bytes) -> ast.Module | None:
    """The syntax tree of a source file; None where it is not Python that this interpreter reads."""
    try:
        return ast.parse(decode(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def tree_at(path: str | None, sources: Callable[[str], bytes]) -> ast.Module | None:
    """The syntax tree of the file at a path; None where there is no such file, or none that can be read."""
    try:
        return None if path is None else parsed(sources(path))
    except OSError:
        return None

"""Bytes of a file to a syntax tree, whatever Python it was written for."""

import ast
import io
import tokenize
import warnings
from dataclasses import dataclass

from analyzer.model.place import Location, Problem
from analyzer.read.newer import parse_newer
from analyzer.read.python2 import modernise

MAX_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class Parsed:
    """A syntax tree (None where the file cannot be read), the count of lines, whether it is Python 2, and what went wrong."""

    tree: ast.Module | None
    lines: int
    is_python2: bool = False
    problem: Problem | None = None


def parse(raw: bytes, path: str) -> Parsed:
    """Parse a file; never raises for any input.

    Problem codes: ``too-large``, ``wrong-encoding``, ``null-bytes``, ``syntax-error``, ``too-deep``.
    """
    lines = raw.count(b"\n") + (not raw.endswith(b"\n") and raw != b"")
    if len(raw) > MAX_BYTES:
        return _failed(path, 0, lines, "too-large", f"{len(raw):,} bytes", "split the file, or leave it out if it is generated")
    if b"\0" in raw:
        line = raw[: raw.index(b"\0")].count(b"\n") + 1
        return _failed(path, line, lines, "null-bytes", "the file contains null bytes", "is it a binary file, or saved as UTF-16?")
    try:
        text = _decode(raw)
    except (SyntaxError, UnicodeDecodeError, LookupError) as error:
        return _failed(path, 1, lines, "wrong-encoding", _short(error), "save the file as UTF-8 or declare its encoding in line 1")
    return _parse_text(text, path, lines)


def _parse_text(text: str, path: str, lines: int) -> Parsed:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return Parsed(ast.parse(text), lines)
        except (RecursionError, MemoryError):
            return _failed(path, 0, lines, "too-deep", "expressions are nested too deeply", "is the file generated?")
        except (SyntaxError, ValueError) as error:
            # Without its frames, which would keep each other, the text and the tree until the collector comes by.
            first = error.with_traceback(None)
        tree = parse_newer(text)
        if tree is not None:
            return Parsed(tree, lines)
        tree = modernise(text)
    if tree is not None:
        return Parsed(tree, lines, True)
    line = getattr(first, "lineno", None) or 0
    hint = "run the file through the Python that it was written for; its facts are missing from the analysis"
    return _failed(path, line, lines, "syntax-error", _short(first), hint)


def _decode(raw: bytes) -> str:
    encoding, _ = tokenize.detect_encoding(io.BytesIO(raw).readline)
    return raw.decode(encoding)


def _short(error: Exception) -> str:
    message = getattr(error, "msg", None) or str(error)
    return " ".join(message.split())[:200]


def _failed(path: str, line: int, lines: int, code: str, message: str, hint: str) -> Parsed:
    return Parsed(None, lines, False, Problem(Location(path, line), code, message, hint=hint))

"""Syntax newer than the running interpreter to a tree: what the parser does not know is rewritten in place, line for line."""

import ast
import re

from analyzer.read.newer_strings import widen_quotes

HEAD = re.compile(r"^[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+\w+[ \t]*(\[)", re.MULTILINE)
ALIAS = re.compile(r"^[ \t]*(type)[ \t]+\w+[ \t]*(\[)?[^=\n]*", re.MULTILINE)
EXCEPT = re.compile(r"^([ \t]*except\*?[ \t]+)([A-Za-z_][\w.]*(?:[ \t]*,[ \t]*[A-Za-z_][\w.]*)+)[ \t]*,?[ \t]*:", re.MULTILINE)
LAZY = re.compile(r"^([ \t]*)lazy[ \t]+(?=(?:import|from)\b)", re.MULTILINE)


def parse_newer(text: str) -> ast.Module | None:
    """The tree of a text that is newer than the interpreter, or None for other errors.

    PEP 695 and 696 (``def f[T](x: T)``, ``class C[T]``, ``type X = int``; type parameters are blanked), PEP 701 and 750 (f-strings that
    reuse their quotes, t-strings), PEP 758 (``except A, B:``) and PEP 810 (``lazy import x``).
    """
    blanked = LAZY.sub(r"\1", EXCEPT.sub(_bracket, _blank(text)))
    # Quotes are mostly those of an older Python: looking at each of them comes last.
    return _parsed(blanked, text) or _parsed(widen_quotes(blanked), text)


def _parsed(candidate: str, text: str) -> ast.Module | None:
    try:
        return ast.parse(candidate) if candidate != text else None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _bracket(found: re.Match[str]) -> str:
    """``except A, B:`` with brackets; as it was where B does not look like a class: ``except A, e:`` is Python 2."""
    names = [name.strip() for name in found[2].split(",")]
    is_newer = len(names) > 2 or names[1].rpartition(".")[2][:1].isupper()
    return f"{found[1]}({found[2]}):" if is_newer else found[0]


def _blank(text: str) -> str:
    pieces = list(text)
    for found in HEAD.finditer(text):
        _blank_brackets(text, pieces, found.start(1))
    for found in ALIAS.finditer(text):
        end = found.end()
        if text[end : end + 1] == "=" or found[2]:
            pieces[found.start(1) : found.end(1)] = " " * 4
            _shift_indent(pieces, found.start(), found.end(1))
            if found[2]:
                _blank_brackets(text, pieces, found.start(2))
    return "".join(pieces)


def _shift_indent(pieces: list[str], start: int, end: int) -> None:
    """Put the target of a type alias where the word ``type`` stood, so that the line keeps its indentation."""
    line_end = end
    while line_end < len(pieces) and pieces[line_end] not in " \t":
        line_end += 1
    name_start = line_end
    while name_start < len(pieces) and pieces[name_start] in " \t":
        name_start += 1
    name_end = name_start
    while name_end < len(pieces) and (pieces[name_end].isalnum() or pieces[name_end] == "_"):
        name_end += 1
    word = end - 4
    name = pieces[name_start:name_end]
    pieces[word:name_end] = [*name, *(" " * (name_end - word - len(name)))]


def _blank_brackets(text: str, pieces: list[str], start: int) -> None:
    """Blank from an opening bracket to the one that closes it; line breaks stay, joined to their statement."""
    depth, position = 0, start
    while position < len(text):
        depth += (text[position] == "[") - (text[position] == "]")
        pieces[position] = " " if text[position] != "\n" else "\\\n"
        if depth == 0:
            return
        position += 1

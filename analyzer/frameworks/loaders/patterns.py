"""Names of modules with computed parts: ``app.plugins.{}``."""

import re
from bisect import bisect_left
from collections.abc import Iterable

from analyzer.frameworks.constants import all_texts
from analyzer.model.syntax import Expr, ModuleSyntax, Name, Text
from analyzer.read.program import Program

MOST = 500
"""Modules that one pattern may name; a pattern that fits more says nothing."""


class Modules:
    """The names of all modules, to be searched by their beginning."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = sorted(names)

    def matching(self, pattern: str) -> list[str]:
        """The modules that a pattern fits, one name for each ``{}``, sorted; none where the pattern begins with a computed part."""
        start = pattern.partition("{}")[0]
        if "." not in start:
            return []
        expression = re.compile(r"\w+".join(re.escape(piece) for piece in pattern.replace(":", ".").split("{}")))
        found = []
        for name in self._names[bisect_left(self._names, start) :]:
            if not name.startswith(start):
                break
            if expression.fullmatch(name):
                found.append(name)
        return found if len(found) <= MOST else []


def filled(program: Program, syntax: ModuleSyntax, scope: str, text: Text) -> str:
    """A pattern with the parts that are known filled in."""
    pieces = text.value.split("{}")
    if len(pieces) != len(text.parts) + 1:
        return text.value
    parts = [_part(program, syntax, scope, one) for one in text.parts]
    return "".join(piece + part for piece, part in zip(pieces, [*parts, ""], strict=True))


def _part(program: Program, syntax: ModuleSyntax, scope: str, part: Expr) -> str:
    if part == Name("__package__"):
        return syntax.module if syntax.is_package else syntax.module.rpartition(".")[0]
    found = all_texts(program, syntax.module, scope, part)
    return found[0] if len(found) == 1 else "{}"

"""Packages that settings name by string: installed applications, middleware, back ends."""

import ast
import re
from functools import lru_cache

from analyzer.extract.source_text import parsed

_DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")


@lru_cache(maxsize=1024)
def strings_of(source: bytes) -> tuple[str, ...]:
    """The strings of a settings file that could be dotted names, sorted; nothing for a file that cannot be read."""
    tree = parsed(source)
    if tree is None:
        return ()
    found = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return tuple(sorted(text for text in found if _DOTTED.fullmatch(text)))

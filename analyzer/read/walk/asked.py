"""Which calls the frameworks asked for: what has to be kept whole of a file."""

import ast
import re
from functools import lru_cache

WORD = re.compile(r"[A-Za-z_][\w.:/-]{2,80}")
PLAIN_CALLS = {
    *("get", "pop", "getattr", "setattr", "hasattr", "delattr", "setdefault", "append", "extend", "add", "join", "split", "strip"),
    *("replace", "startswith", "endswith", "encode", "decode", "format", "print", "isinstance", "getLogger", "open", "patch", "Column"),
    *("ForeignKey", "debug", "info", "warning", "error", "exception", "len", "set"),
}


class Asked(dict[str, bool]):
    """Whether a call of a name is asked for, by a vocabulary (see ``frameworks.framework.Framework``); answers are kept."""

    def __init__(self, vocabulary: frozenset[str]) -> None:
        super().__init__()
        self._vocabulary = vocabulary
        self.words = "('word')" in vocabulary

    def __missing__(self, name: str) -> bool:
        answer = name in self._vocabulary or f"{name.partition('_')[0]}_*" in self._vocabulary
        self[name] = answer
        return answer

    def begins_with_word(self, node: ast.Call, last: str) -> bool:
        """Whether the first argument is a literal that looks like a name, or a constant in capitals; everyday calls left out."""
        if not node.args or not last or last in PLAIN_CALLS or last.startswith("assert"):
            return False
        first = node.args[0]
        if isinstance(first, ast.IfExp):
            first = first.body
        if isinstance(first, ast.Constant):
            return isinstance(first.value, str) and WORD.fullmatch(first.value) is not None
        name = first.attr if isinstance(first, ast.Attribute) else first.id if isinstance(first, ast.Name) else ""
        return len(name) > 2 and name.isupper()


@lru_cache(maxsize=4)
def asked_by(vocabulary: frozenset[str]) -> Asked:
    """The answers for a vocabulary, shared by all files that one process reads."""
    return Asked(vocabulary)

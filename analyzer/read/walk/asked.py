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
NO, MAYBE, YES = range(3)
"""Whether a call of a name is asked for: ``MAYBE`` where its first argument is what counts."""


class Asked:
    """Whether a call of a name is asked for, by a vocabulary (see ``frameworks.framework.Framework``); ``answers`` are kept."""

    def __init__(self, vocabulary: frozenset[str]) -> None:
        self._vocabulary = vocabulary
        self.answers: dict[str, int] = {}

    def __call__(self, name: str) -> int:
        """``YES``, ``NO`` or ``MAYBE``."""
        answer = self.answers.get(name)
        if answer is None:
            answer = self.answers[name] = self._answer(name)
        return answer

    def _answer(self, name: str) -> int:
        words = self._vocabulary
        first, _, rest = name.partition("_")
        if name in words or f"{first}_*" in words or f"{first}_*_{rest.rpartition('_')[2]}" in words:
            return YES
        is_plain = not name or name in PLAIN_CALLS or name.startswith("assert")
        return NO if is_plain or "('word')" not in words else MAYBE


def is_word(first: ast.expr) -> bool:
    """Whether the first argument of a call is a literal that looks like a name, or a constant in capitals."""
    if type(first) is ast.IfExp:
        first = first.body
    kind = type(first)
    if kind is ast.Constant:
        value = first.value  # type: ignore[attr-defined]  # an exact type test is several times quicker than isinstance
        return type(value) is str and WORD.fullmatch(value) is not None
    name: str = first.attr if kind is ast.Attribute else first.id if kind is ast.Name else ""  # type: ignore[attr-defined]  # as tested
    return len(name) > 2 and name.isupper()


@lru_cache(maxsize=4)
def asked_by(vocabulary: frozenset[str]) -> Asked:
    """The answers for a vocabulary, shared by all files that one process reads."""
    return Asked(vocabulary)

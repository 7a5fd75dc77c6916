"""Words inside names."""

import re

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+")


def words(name: str) -> frozenset[str]:
    """The words of a name in any style, in lower case and without the plural s: ``OrderLines`` gives ``order`` and ``line``."""
    return frozenset(_singular(found.lower()) for found in _WORD.findall(name))


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def name_set(text: str) -> frozenset[str]:
    """The names in a text, separated by spaces or line ends."""
    return frozenset(text.split())

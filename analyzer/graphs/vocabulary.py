"""The words that names are made of."""

import re
from functools import lru_cache

HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
NOT_A_LETTER = re.compile(r"[^A-Za-z]+")


@lru_cache(maxsize=100_000)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a dotted, snake_case or CamelCase name: lower case, singular, at least two letters, in order, repeats kept.

    >>> words_of("OrderLines.to_HTTPServer_2")
    ('order', 'line', 'to', 'http', 'server')
    """
    parts = NOT_A_LETTER.split(HUMP.sub("_", name))
    return tuple(singular(part.lower()) for part in parts if len(part) > 1)


def singular(word: str) -> str:
    """A word without its plural ending, by spelling alone (``queries`` gives ``query``, ``status`` and ``address`` stay)."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word

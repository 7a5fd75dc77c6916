"""Which known name somebody meant who wrote another one."""

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], most: int = 1, cutoff: float = 0.6) -> tuple[str, ...]:
    """Up to ``most`` known names that look like the word, the most alike first; ``cutoff`` (0 to 1) is how alike they have to be."""
    from difflib import get_close_matches  # needed when something went wrong only, so late

    return tuple(get_close_matches(word, sorted(known), n=most, cutoff=cutoff))


def did_you_mean(names: Iterable[str], otherwise: str = "") -> str:
    """The question whether one of these names was meant; ``otherwise`` where there is none."""
    asked = " or ".join(names)
    return f"did you mean {asked}?" if asked else otherwise

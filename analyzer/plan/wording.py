"""Words for sentences: lists that read like English and stay short."""

from collections.abc import Iterable


def listed(names: Iterable[str], most: int = 4) -> str:
    """``a, b and c``; beyond ``most`` names the rest is counted: ``a, b, c, d and 7 more``."""
    known = list(names)
    if len(known) > most + 1:
        return f"{', '.join(known[:most])} and {len(known) - most} more"
    return " and ".join([", ".join(known[:-1]), known[-1]] if len(known) > 1 else known)


def last(dotted: str) -> str:
    """The last part of a dotted name."""
    return dotted.rpartition(".")[2]


def agree(number: int, one: str, many: str) -> str:
    """The form of a verb that agrees with a number."""
    return one if number == 1 else many

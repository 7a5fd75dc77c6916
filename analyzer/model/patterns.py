"""What a name or pattern of the boundaries file stands for."""

from fnmatch import fnmatchcase


def covers(pattern: str, module: str) -> bool:
    """Whether a pattern stands for a module: ``shop.billing.*`` is the package itself and everything below it; ``*``, ``?`` and
    ``[...]`` elsewhere match as in a shell; a name without them is that module alone."""
    if pattern.endswith(".*") and module == pattern[:-2]:
        return True
    return fnmatchcase(module, pattern) if is_pattern(pattern) else module == pattern


def is_pattern(name: str) -> bool:
    """Whether a name holds a wildcard."""
    return any(mark in name for mark in "*?[")

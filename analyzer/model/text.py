"""Text that may be no Unicode: file names of unknown encoding, and literals with lone surrogates."""

from typing import Any


def well_formed(value: Any) -> Any:
    """A text, or lists and dicts of texts, with every lone surrogate written as ``\\udc80``; whatever else stays as it is."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, list | tuple):
        return [well_formed(item) for item in value]
    if isinstance(value, dict):
        return {well_formed(key): well_formed(item) for key, item in value.items()}
    return value

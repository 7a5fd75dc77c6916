"""Text, whatever it holds: counts as words, what steers a terminal, strings of TOML, and texts that are no Unicode."""

import json
import re
from collections.abc import Sequence
from typing import Any

_HUMP = re.compile(r"((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))")


def counted(number: int, thing: str, things: str = "") -> str:
    """``1 place``, ``3 places``, ``1,204 places``."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def few(names: Sequence[str], most: int) -> str:
    """``a, b``; beyond ``most`` names the rest is counted: ``a, b, c and 7 more``."""
    return ", ".join(names[:most]) + (f" and {len(names) - most:,} more" if len(names) > most else "")


def snake_case(name: str) -> str:
    """``OrderLine`` to ``order_line``, by the rule of Flask-SQLAlchemy 3 (``camel_to_snake_case``)."""
    return _HUMP.sub(r"_\1", name).lower().lstrip("_")


def printable(text: str) -> str:
    """Text that cannot steer a terminal: control and other unprintable characters are escaped."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def toml_string(text: str) -> str:
    """A basic string of TOML, whose escapes are those of JSON, and which holds Unicode only."""
    return json.dumps(well_formed(text), ensure_ascii=False).replace("\x7f", "\\u007f")


def well_formed(value: Any) -> Any:
    """A text, or lists and dicts of texts, with every lone surrogate written as ``\\udc80``; whatever else stays as it is."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, list | tuple):
        return [well_formed(item) for item in value]
    if isinstance(value, dict):
        return {well_formed(key): well_formed(item) for key, item in value.items()}
    return value

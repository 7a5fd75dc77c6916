"""The shape of answers: which keys and types every one that was seen had, and which values were the same each time."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from analyzer.prove.contracts.leaves import DEPTH, key_of, leaves, names_identity, names_secret

ITEMS = 50
KEYS = 200
_VOLATILE = re.compile(
    r"^\d{4}-\d\d-\d\d|^\d\d?:\d\d|^\w{3}, \d\d? \w{3} \d{4}|^[0-9a-f]{16,}$|^[0-9a-f]{8}-[0-9a-f]{4}-|^[\w-]+\.[\w-]+\.[\w-]+$|://|^[\w+/=-]{24,}$",
    re.IGNORECASE,
)
_TYPES = {bool: "boolean", int: "integer", float: "number", str: "string", type(None): "null", list: "array", dict: "object"}


def shape_of(values: Sequence[Any], depth: int = 0) -> dict[str, Any]:
    """``types`` of the values; where they are objects the shapes of the ``keys`` that all of them have and, apart, of those
    that only some have (``optional``); where they are arrays that of their ``items``."""
    types = sorted({_TYPES.get(type(value), "string") for value in values})
    if "integer" in types and "number" in types:
        types.remove("integer")
    found: dict[str, Any] = {"types": types}
    if depth >= DEPTH:
        return found
    objects = [value for value in values if isinstance(value, dict)]
    if objects:
        every = set.intersection(*(set(value) for value in objects))
        some = sorted({key for value in objects for key in value})[:KEYS]
        parts = {key: shape_of([value[key] for value in objects if key in value], depth + 1) for key in some}
        found["keys"] = {key: parts[key] for key in some if key in every}
        if optional := {key: parts[key] for key in some if key not in every}:
            found["optional"] = optional
    items = [item for value in values if isinstance(value, list) for item in value[:ITEMS]]
    if items:
        found["items"] = shape_of(items, depth + 1)
    return found


def same_values(answer: Any, again: Iterable[Any], others: Iterable[Any], asked: Iterable[Any], is_error: bool) -> list[list[Any]]:
    """``[path, value]`` of what an answer holds each time: it was the same when the same was asked ``again``, and it is what
    was ``asked``, or the ``others`` that asked for something else got it as well, or it is the text of an error. Identifiers,
    secrets, times and what stands in arrays is left out."""
    repeated, different, sent = [dict(leaves(one)) for one in again], [dict(leaves(one)) for one in others], {str(one) for one in asked}
    if not repeated and not different:
        return []
    found = []
    for path, value in leaves(answer):
        if not _is_lasting(path, value) or any(one.get(path, _MISSING) != value for one in repeated):
            continue
        common = bool(different) and all(one.get(path, _MISSING) == value for one in different)
        if common or (repeated and (str(value) in sent or (is_error and isinstance(value, str) and not different))):
            found.append([list(path), value])
    return found


_MISSING = object()


def _is_lasting(path: tuple[str | int, ...], value: Any) -> bool:
    if any(isinstance(part, int) for part in path) or value is None or any(names_secret(str(part)) for part in path):
        return False
    if names_identity(key_of(path)) and not isinstance(value, bool):
        return isinstance(value, str) and key_of(path) in ("code", "key") and not _VOLATILE.search(value)
    return not (isinstance(value, str) and _VOLATILE.search(value))

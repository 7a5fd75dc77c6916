"""Packs a report for the page: lists of alike objects become columns, texts stand once in a sorted table that says what each shares
with the one before. The page script unpacks it (``templates/report/page/data.js``)."""

from typing import Any

MOST_SHARED = 255
"""Characters that a text can share with the one before it in the table."""


def pack(value: dict[str, Any]) -> dict[str, Any]:
    """A JSON object whose lists are packed: ``texts`` is the table (numbers of shared characters, and the rests), ``value`` the object.

    A packed list is one of ``["d", length, {key: column}]`` for objects with the same keys, ``["s", positions in the table]`` for texts,
    ``["l", lengths, list of all]`` for lists, and ``["r", list]`` for whatever else.
    """
    seen: dict[str, int] = {}
    packed = {key: _packed(one, seen) if isinstance(one, list) else one for key, one in value.items()}
    table = sorted(seen)
    place = {text: position for position, text in enumerate(table)}
    order = [place[text] for text in seen]
    return {"texts": _front_coded(table), "value": {key: _renumbered(one, order) for key, one in packed.items()}}


def _packed(items: list[Any], seen: dict[str, int]) -> list[Any]:
    if items and all(type(item) is str for item in items):
        return ["s", [seen.setdefault(item, len(seen)) for item in items]]
    if items and all(type(item) is dict for item in items) and len({tuple(item) for item in items}) == 1:
        return ["d", len(items), {key: _packed([item[key] for item in items], seen) for key in items[0]}]
    if items and all(type(item) is list for item in items):
        return ["l", [len(item) for item in items], _packed([inner for item in items for inner in item], seen)]
    return ["r", items]


def _renumbered(packed: Any, order: list[int]) -> Any:
    """The same with positions in the sorted table in the place of those in the order of appearance."""
    if not isinstance(packed, list):
        return packed
    if packed[0] == "s":
        return ["s", [order[position] for position in packed[1]]]
    if packed[0] == "d":
        return ["d", packed[1], {key: _renumbered(column, order) for key, column in packed[2].items()}]
    if packed[0] == "l":
        return ["l", packed[1], _renumbered(packed[2], order)]
    return packed


def _front_coded(table: list[str]) -> list[list[Any]]:
    shared, rests, before = [], [], ""
    for text in table:
        alike = _alike(before, text)
        shared.append(alike)
        rests.append(text[alike:])
        before = text
    return [shared, rests]


def _alike(before: str, text: str) -> int:
    """How many characters two texts begin with alike, by halving; stops before characters that are two in the browser's UTF-16."""
    low, high = 0, min(len(before), len(text), MOST_SHARED)
    while low < high:
        middle = (low + high + 1) // 2
        if before[low:middle] == text[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low if text[:low].isascii() else next((n for n, character in enumerate(text[:low]) if character >= "\ud800"), low)

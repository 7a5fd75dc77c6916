"""Reports as JSON text, and the JSON Schema that describes it."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from analyzer.model.text import well_formed
from analyzer.report.document import SCHEMA_VERSION, Report

ROWS = 5_000
"""Rows of a list that are written together."""


def compact(value: object) -> str:
    """A value as JSON on one line."""
    return _encode(value).decode()


def builtins(report: Report) -> dict[str, Any]:
    """The report as dictionaries, lists, texts (valid Unicode) and numbers: what a reader of its JSON would get."""
    import msgspec

    return msgspec.json.decode(_encode(report), type=dict[str, Any])


def indented(value: object) -> str:
    """A value as indented JSON that ends with a line break."""
    import msgspec

    return msgspec.json.format(_encode(value), indent=1).decode() + "\n"


def listed(before: dict[str, Any], name: str, rows: Iterable[object]) -> bytes:
    """What ``indented`` writes of a dictionary whose last value is a list, in bytes; rows are made and written thousands at a time, for
    all of them together take many times the room of what is written."""
    import msgspec

    opening = indented({**before, name: []}).removesuffix("]\n}\n").encode()
    left, waiting, parts = iter(rows), True, [opening]
    while waiting:
        some = list(islice(left, ROWS))
        waiting = len(some) == ROWS
        if some:
            # Without the brackets around it: what is inside stands as deep as in the whole.
            parts += [b"," if len(parts) > 1 else b"", msgspec.json.format(_encode([some]), indent=1)[4:-5]]
    return b"".join([*parts, b"\n ]\n}\n" if len(parts) > 1 else b"]\n}\n"])


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of ``report.json``."""
    import msgspec

    made = msgspec.json.schema(Report)
    made["$defs"] = dict(sorted(made["$defs"].items()))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Unbraid report",
        "description": f"The shape of report.json, version {SCHEMA_VERSION}.",
        **made,
    }


def _encode(value: object) -> bytes:
    """JSON bytes; names that are no Unicode text (lone surrogates, from file names of unknown encoding) are written as ``\\udc80``."""
    import msgspec

    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return msgspec.json.encode(well_formed(msgspec.to_builtins(value)))

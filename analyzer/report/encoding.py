"""Reports as JSON text, and the JSON Schema that describes it."""

from typing import Any

from analyzer.model.text import well_formed
from analyzer.report.document import SCHEMA_VERSION, Report


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

"""The JSON Schema of what ``unbraid facts`` prints."""

from typing import Any

from analyzer.model.codebase import Fact
from analyzer.model.data import Entity, EntityLink, EntityUse, GenericUse, TableUse
from analyzer.model.facts import BlindSpot, Import, PackageImport, Reference, StringReference
from analyzer.model.history import Commit
from analyzer.model.surface import Endpoint, ExternalCall, Requirement, SettingUse, Task, UrlUse
from analyzer.report.fact_list import FACTS_VERSION

TAGGED: tuple[type[Fact], ...] = (EntityUse, GenericUse, TableUse, Entity, EntityLink, PackageImport, Requirement)
"""Facts of kinds that hold several: each row says its ``type``."""
PLAIN: tuple[type[Fact] | type[Commit], ...] = (
    *(BlindSpot, Reference, Endpoint, Commit, Import, ExternalCall, SettingUse, StringReference, Task, UrlUse),
)
PACKAGE = {
    "distribution": {"type": "string"},
    "declared": {"type": "boolean"},
    "specifiers": {"type": "array", "items": {"type": "string"}},
}
"""What rows about imported packages say beside the fact."""


def facts_schema() -> dict[str, Any]:
    """The schema (draft 2020-12): one shape of row for each type of fact, each with its place as ``path`` and ``line``."""
    import msgspec

    shapes, definitions = msgspec.json.schema_components([*TAGGED, *PLAIN], ref_template="#/$defs/{name}")
    rows = {kind.__name__: _row(definitions.pop(kind.__name__), kind in TAGGED) for kind in (*TAGGED, *PLAIN)}
    definitions.pop("Location", None)
    assert len(shapes) == len(rows)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Unbraid facts",
        "description": f"What unbraid facts --format json prints, version {FACTS_VERSION}.",
        "type": "object",
        "required": ["schema_version", "facts"],
        "properties": {
            "schema_version": {"const": FACTS_VERSION},
            "facts": {"type": "array", "items": {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in rows]}},
        },
        "$defs": dict(sorted({**definitions, **rows}.items())),
    }


def _row(shape: dict[str, Any], is_tagged: bool) -> dict[str, Any]:
    """The shape of a fact as a row: its place in two fields, its type before them where that is said, and nothing else."""
    properties = {name: value for name, value in shape["properties"].items() if name != "at"}
    if is_tagged:
        properties = {"type": {"const": shape["title"]}, **properties}
    if "at" in shape["properties"]:
        properties |= {"path": {"type": "string"}, "line": {"type": "integer"}}
    if shape["title"] == PackageImport.__name__:
        properties |= PACKAGE
    return {
        "title": shape["title"],
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }

"""The schema of one class: its fields with types, limits and which of them are required."""

import ast
from collections.abc import Iterator, Mapping

from analyzer.extract.deploy.openapi.schemas import Schemas
from analyzer.extract.deploy.openapi.sources import Found
from analyzer.extract.deploy.openapi.types import chain_of, schema_of

_LIMITS = {
    "gt": "exclusiveMinimum", "ge": "minimum", "lt": "exclusiveMaximum", "le": "maximum", "multiple_of": "multipleOf",
    "min_length": "minLength", "max_length": "maxLength", "min_value": "minimum", "max_value": "maximum",
}  # fmt: skip
_SERIALIZED: dict[str, dict[str, object]] = {
    "BooleanField": {"type": "boolean"}, "CharField": {"type": "string"}, "ChoiceField": {"type": "string"},
    "DateField": {"type": "string", "format": "date"}, "DateTimeField": {"type": "string", "format": "date-time"},
    "DecimalField": {"type": "string", "format": "decimal"}, "DictField": {"type": "object"}, "JSONField": {},
    "EmailField": {"type": "string", "format": "email"}, "FileField": {"type": "string", "format": "uri"},
    "FloatField": {"type": "number"}, "ImageField": {"type": "string", "format": "uri"}, "IntegerField": {"type": "integer"},
    "ListField": {"type": "array", "items": {}}, "PrimaryKeyRelatedField": {}, "SlugField": {"type": "string"},
    "TimeField": {"type": "string", "format": "time"}, "URLField": {"type": "string", "format": "uri"},
    "UUIDField": {"type": "string", "format": "uuid"}, "SerializerMethodField": {"readOnly": True}, "ReadOnlyField": {"readOnly": True},
    "HiddenField": {"writeOnly": True}, "IPAddressField": {"type": "string"}, "DurationField": {"type": "string"},
    "StringRelatedField": {"type": "string", "readOnly": True}, "SlugRelatedField": {"type": "string"},
    "MultipleChoiceField": {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
}  # fmt: skip


def schema_of_class(found: Found, kind: str, schemas: Schemas) -> dict[str, object]:
    """The schema of a class of a kind of ``Schemas.kind``."""
    line = schemas.line(found)
    if kind == "enum":
        values = [value for one in line for value in _values(one.node)]
        return {"enum": values} if values else {}
    properties: dict[str, object] = {}
    required: list[str] = []
    for one in line:
        if isinstance(one.node, ast.ClassDef):
            fields = _annotated(one, schemas) if kind == "model" else _serialized(one, schemas)
            for name, schema, is_required in fields:
                properties[name] = schema
                required = [other for other in required if other != name] + ([name] if is_required else [])
    about = ast.get_docstring(found.node)
    return {
        "type": "object",
        "properties": properties,
        **({"required": sorted(required)} if required else {}),
        **({"description": about.partition("\n\n")[0]} if about else {}),
    }


def _values(node: ast.AST) -> Iterator[object]:
    """The values of an enum's members; of Django's choices the first part."""
    for one in getattr(node, "body", ()):
        if isinstance(one, ast.Assign) and len(one.targets) == 1 and isinstance(one.targets[0], ast.Name):
            value = one.value.elts[0] if isinstance(one.value, ast.Tuple) and one.value.elts else one.value
            if isinstance(value, ast.Constant) and isinstance(value.value, str | int) and not one.targets[0].id.startswith("_"):
                yield value.value


def _annotated(found: Found, schemas: Schemas) -> Iterator[tuple[str, dict[str, object], bool]]:
    """The annotated fields of a class: name, schema, whether required."""
    for one in getattr(found.node, "body", ()):
        if not isinstance(one, ast.AnnAssign) or not isinstance(one.target, ast.Name) or one.target.id.startswith(("_", "model_config")):
            continue
        outer = one.annotation
        if isinstance(outer, ast.Subscript) and chain_of(outer.value).rpartition(".")[2] in ("ClassVar", "InitVar"):
            continue
        schema = schema_of(outer, found.module, schemas)
        alias, is_required = one.target.id, one.value is None
        for call in _field_calls(one):
            schema, alias, given = _limited(schema, call, alias)
            is_required = given if call is one.value else is_required
        yield alias, schema, is_required


def _field_calls(one: ast.AnnAssign) -> list[ast.Call]:
    """``Field(...)`` as the value of a field and inside of ``Annotated``."""
    inside = one.annotation.slice if isinstance(one.annotation, ast.Subscript) else None
    candidates = [*(inside.elts if isinstance(inside, ast.Tuple) else []), one.value]
    return [call for call in candidates if isinstance(call, ast.Call) and chain_of(call.func).rpartition(".")[2] in ("Field", "field")]


def _limited(schema: dict[str, object], call: ast.Call, alias: str) -> tuple[dict[str, object], str, bool]:
    """A schema with the limits of a ``Field`` call, the name on the wire, and whether the field is required."""
    given = {keyword.arg: keyword.value.value for keyword in call.keywords if keyword.arg and isinstance(keyword.value, ast.Constant)}
    limits = limits_of(given)
    default = (
        call.args[0] if call.args else next((k.value for k in call.keywords if k.arg in ("default", "default_factory", "factory")), None)
    )
    is_required = default is None or (isinstance(default, ast.Constant) and default.value is Ellipsis)
    name = given.get("alias")
    if limits and "$ref" in schema:
        limits = {}
    return {**schema, **limits}, name if isinstance(name, str) and name else alias, is_required


def limits_of(given: Mapping[str, object]) -> dict[str, object]:
    """The limits of a schema by the keywords of a field's call."""
    found: dict[str, object] = {}
    for name, value in given.items():
        if name in _LIMITS and isinstance(value, int | float) and not isinstance(value, bool):
            found[_LIMITS[name]] = value
    if isinstance(given.get("description") or given.get("help_text"), str):
        found["description"] = given.get("description") or given.get("help_text")
    return found


def _serialized(found: Found, schemas: Schemas) -> Iterator[tuple[str, dict[str, object], bool]]:
    """The fields of a serializer: declared ones, and those that its ``Meta`` names."""
    declared: dict[str, tuple[dict[str, object], bool]] = {}
    listed: list[str] = []
    for one in getattr(found.node, "body", ()):
        if isinstance(one, ast.ClassDef) and one.name == "Meta":
            listed = _listed(one)
        elif isinstance(one, ast.Assign) and isinstance(one.value, ast.Call) and isinstance(one.targets[0], ast.Name):
            declared[one.targets[0].id] = _serializer_field(one.value, found, schemas)
    for name in dict.fromkeys([*listed, *declared]):
        schema, is_required = declared.get(name, ({}, False))
        yield name, schema, is_required


def _listed(meta: ast.ClassDef) -> list[str]:
    for one in meta.body:
        if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name) and one.targets[0].id == "fields":
            elements = one.value.elts if isinstance(one.value, ast.Tuple | ast.List) else []
            return [part.value for part in elements if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return []


def _serializer_field(call: ast.Call, found: Found, schemas: Schemas) -> tuple[dict[str, object], bool]:
    chain = chain_of(call.func)
    schema = schemas.reference(found.module, chain) or dict(_SERIALIZED.get(chain.rpartition(".")[2], {}))
    given = {keyword.arg: keyword.value.value for keyword in call.keywords if keyword.arg and isinstance(keyword.value, ast.Constant)}
    if given.get("many") is True:
        schema = {"type": "array", "items": schema}
    is_known = chain.rpartition(".")[2] in _SERIALIZED or "$ref" in schema or "items" in schema
    if "$ref" not in schema:
        schema |= limits_of(given)
        if given.get("read_only") is True:
            schema["readOnly"] = True
        if given.get("write_only") is True:
            schema["writeOnly"] = True
    is_required = is_known and given.get("required", True) is True and "default" not in given and not schema.get("readOnly")
    return schema, is_required and given.get("read_only") is not True

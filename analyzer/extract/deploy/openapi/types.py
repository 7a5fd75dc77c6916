"""Annotations as JSON schemas: built-in types, containers, unions, and classes of the code base by reference."""

import ast

from analyzer.extract.deploy.openapi.schemas import Schemas
from analyzer.model.place import ModuleName

_PLAIN: dict[str, dict[str, object]] = {
    "int": {"type": "integer"}, "float": {"type": "number"}, "bool": {"type": "boolean"}, "str": {"type": "string"},
    "bytes": {"type": "string", "format": "binary"}, "None": {"type": "null"}, "NoneType": {"type": "null"},
    "Any": {}, "object": {}, "Decimal": {"type": ["number", "string"]}, "datetime": {"type": "string", "format": "date-time"},
    "date": {"type": "string", "format": "date"}, "time": {"type": "string", "format": "time"},
    "timedelta": {"type": "string", "format": "duration"}, "UUID": {"type": "string", "format": "uuid"},
    "UUID4": {"type": "string", "format": "uuid"}, "EmailStr": {"type": "string", "format": "email"},
    "HttpUrl": {"type": "string", "format": "uri"}, "AnyUrl": {"type": "string", "format": "uri"},
    "AnyHttpUrl": {"type": "string", "format": "uri"}, "SecretStr": {"type": "string", "format": "password"},
    "Path": {"type": "string"}, "PositiveInt": {"type": "integer", "exclusiveMinimum": 0},
    "NonNegativeInt": {"type": "integer", "minimum": 0}, "list": {"type": "array", "items": {}}, "dict": {"type": "object"},
    "List": {"type": "array", "items": {}}, "Dict": {"type": "object"}, "set": {"type": "array", "items": {}, "uniqueItems": True},
}  # fmt: skip
_ARRAYS = frozenset({"list", "List", "Sequence", "Iterable", "Collection", "tuple", "Tuple", "Page", "deque", "Deque"})
_SETS = frozenset({"set", "Set", "frozenset", "FrozenSet", "AbstractSet"})
_MAPS = frozenset({"dict", "Dict", "Mapping", "MutableMapping", "DefaultDict", "defaultdict", "OrderedDict"})
_WRAPPERS = frozenset({"Annotated", "ClassVar", "Final", "Required", "NotRequired", "ReadOnly"})
_DEEPEST = 30


def schema_of(node: ast.expr | None, module: ModuleName, schemas: Schemas, depth: int = 0) -> dict[str, object]:
    """The schema of an annotation; an empty one (anything) where it is not known."""
    if node is None or depth > _DEEPEST:
        return {}
    if isinstance(node, ast.Constant):
        return _of_constant(node, module, schemas, depth)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _union([node.left, node.right], module, schemas, depth)
    if isinstance(node, ast.Subscript):
        return _of_generic(node, module, schemas, depth)
    chain = chain_of(node)
    if not chain:
        return {}
    found = schemas.reference(module, chain)
    return found if found is not None else dict(_PLAIN.get(chain.rpartition(".")[2], {}))


def chain_of(node: ast.expr) -> str:
    """``a.b.c`` of a name or attribute; nothing for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def _of_constant(node: ast.Constant, module: ModuleName, schemas: Schemas, depth: int) -> dict[str, object]:
    if node.value is None:
        return {"type": "null"}
    if not isinstance(node.value, str):
        return {}
    try:
        return schema_of(ast.parse(node.value, mode="eval").body, module, schemas, depth + 1)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}


def _of_generic(node: ast.Subscript, module: ModuleName, schemas: Schemas, depth: int) -> dict[str, object]:
    name = chain_of(node.value).rpartition(".")[2]
    inside = list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]

    def schema(index: int) -> dict[str, object]:
        return schema_of(inside[index], module, schemas, depth + 1) if -len(inside) <= index < len(inside) else {}

    if name == "Optional":
        return _union([*inside, ast.Constant(None)], module, schemas, depth)
    if name == "Union":
        return _union(inside, module, schemas, depth)
    if name == "Literal":
        return {"enum": [one.value for one in inside if isinstance(one, ast.Constant) and isinstance(one.value, str | int | bool | None)]}
    if name in _WRAPPERS:
        return schema(0)
    if name in _ARRAYS:
        return {"type": "array", "items": schema(0)}
    if name in _SETS:
        return {"type": "array", "items": schema(0), "uniqueItems": True}
    if name in _MAPS:
        return {"type": "object", "additionalProperties": schema(-1)}
    return schemas.reference(module, chain_of(node.value)) or {}


def _union(nodes: list[ast.expr], module: ModuleName, schemas: Schemas, depth: int) -> dict[str, object]:
    found: list[dict[str, object]] = []
    for node in nodes:
        schema = schema_of(node, module, schemas, depth + 1)
        options = schema["anyOf"] if set(schema) == {"anyOf"} and isinstance(schema["anyOf"], list) else [schema]
        found += [option for option in options if option not in found]
    return found[0] if len(found) == 1 else {"anyOf": found}

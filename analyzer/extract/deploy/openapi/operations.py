"""One operation: what a handler takes and gives, as its signature, its decorator or its class tell."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.extract.deploy.openapi.classes import limits_of
from analyzer.extract.deploy.openapi.schemas import Schemas
from analyzer.extract.deploy.openapi.sources import Found
from analyzer.extract.deploy.openapi.types import chain_of, schema_of

_VERBS = frozenset({"api_route", "delete", "get", "head", "options", "patch", "post", "put", "trace"})
_INJECTED = frozenset({"BackgroundTasks", "HTTPConnection", "Request", "Response", "SecurityScopes", "WebSocket"})
_PLACES = {"Query": "query", "Header": "header", "Cookie": "cookie", "Path": "path", "Body": "body", "Form": "form", "File": "form"}
_GIVEN_BY_CODE = frozenset({"Depends", "Security", "FromDishka", "Provide"})
VALIDATION_ERROR = "HTTPValidationError"
VALIDATION_SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {
        "detail": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "loc": {"type": "array", "items": {"type": ["string", "integer"]}},
                    "msg": {"type": "string"},
                    "type": {"type": "string"},
                },
            },
        }
    },
}


@dataclass(frozen=True, slots=True)
class _Parameter:
    """An argument of a handler: the name on the wire, where it comes from, its schema, whether required, whether alone in its body."""

    name: str
    place: str
    schema: dict[str, object]
    is_required: bool
    is_embedded: bool


def typed_operation(handler: Found, variables: Mapping[str, dict[str, object]], schemas: Schemas) -> dict[str, object]:
    """What a typed handler (FastAPI) says about its parameters, its body and its answers."""
    found = [one for one in _parameters(handler, variables, schemas) if one.place]
    typed = {one.name: one.schema for one in found if one.place == "path"}
    parameters = [_parameter(name, "path", typed.get(name) or schema, True) for name, schema in variables.items()]
    parameters += [
        _parameter(one.name, one.place, one.schema, one.is_required) for one in found if one.place in ("query", "header", "cookie")
    ]
    operation: dict[str, object] = {"parameters": parameters} if parameters else {}
    bodies = [one for one in found if one.place in ("body", "form")]
    if bodies:
        operation["requestBody"] = _body(bodies)
    responses = _responses(handler, schemas)
    if parameters or bodies:
        reference = {"$ref": f"#/components/schemas/{VALIDATION_ERROR}"}
        responses["422"] = {"description": "The request is not valid.", "content": {"application/json": {"schema": reference}}}
    return {**operation, "responses": responses}


def serialized_operation(view: Found, method: str, schemas: Schemas, is_list: bool = False) -> dict[str, object]:
    """What a view class (Django REST framework) says by its ``serializer_class``; of a list, whole or a page at a time."""
    reference = next((found for one in schemas.line(view)[::-1] if (found := _serializer(one, schemas))), None)
    if reference is None:
        return {}
    content = {"application/json": {"schema": _many(reference) if is_list and method == "get" else reference}}
    status = {"post": "201", "delete": "204"}.get(method, "200")
    answer: dict[str, object] = {"description": "Done."} | ({} if method == "delete" else {"content": content})
    operation: dict[str, object] = {"responses": {status: answer}}
    if method in ("post", "put", "patch"):
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _many(reference: dict[str, object]) -> dict[str, object]:
    """Several of a kind: as an array, or in ``results`` of a page, as paginators of REST framework give them."""
    array: dict[str, object] = {"type": "array", "items": reference}
    page: dict[str, object] = {"type": "object", "properties": {"results": array}, "required": ["results"]}
    return {"anyOf": [array, page]}


def _serializer(view: Found, schemas: Schemas) -> dict[str, object] | None:
    for one in getattr(view.node, "body", ()):
        if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name) and one.targets[0].id == "serializer_class":
            return schemas.reference(view.module, chain_of(one.value))
    return None


def _parameter(name: str, place: str, schema: dict[str, object], is_required: bool) -> dict[str, object]:
    return {"name": name, "in": place, "required": is_required, "schema": schema}


def _body(bodies: list[_Parameter]) -> dict[str, object]:
    media = "multipart/form-data" if any(one.place == "form" for one in bodies) else "application/json"
    schema: dict[str, object] = bodies[0].schema
    if len(bodies) > 1 or bodies[0].is_embedded or bodies[0].place == "form":
        schema = {"type": "object", "properties": {one.name: one.schema for one in bodies}}
        schema |= {"required": required} if (required := sorted(one.name for one in bodies if one.is_required)) else {}
    return {"required": any(one.is_required for one in bodies), "content": {media: {"schema": schema}}}


def _responses(handler: Found, schemas: Schemas) -> dict[str, object]:
    call = next((one for one in handler.node.decorator_list if isinstance(one, ast.Call) and _last(one.func) in _VERBS), None)
    given = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg} if call else {}
    status = given.get("status_code")
    code = str(status.value) if isinstance(status, ast.Constant) and isinstance(status.value, int) else _named_status(status)
    model = given.get("response_model", getattr(handler.node, "returns", None))
    schema = schema_of(model, handler.module, schemas) if isinstance(model, ast.expr) else {}
    answer: dict[str, object] = {"description": "Done."}
    if code not in ("204", "304") and schema.get("type") != "null":
        answer["content"] = {"application/json": {"schema": schema}}
    return {code: answer}


def _named_status(node: ast.expr | None) -> str:
    """The code in a name like ``status.HTTP_201_CREATED``; 200 without one."""
    last = _last(node) if node is not None else ""
    digits = last.removeprefix("HTTP_")[:3]
    return digits if last.startswith("HTTP_") and digits.isdigit() and 200 <= int(digits) < 600 else "200"


def _parameters(handler: Found, variables: Mapping[str, dict[str, object]], schemas: Schemas) -> list[_Parameter]:
    arguments = handler.node.args if isinstance(handler.node, ast.FunctionDef | ast.AsyncFunctionDef) else None
    if arguments is None:
        return []
    plain = [*arguments.posonlyargs, *arguments.args]
    defaults: list[ast.expr | None] = [*[None] * (len(plain) - len(arguments.defaults)), *arguments.defaults]
    pairs = [*zip(plain, defaults, strict=True), *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)]
    return [_read(argument, default, handler, variables, schemas) for argument, default in pairs if argument.arg not in ("self", "cls")]


def _read(
    argument: ast.arg, default: ast.expr | None, handler: Found, variables: Mapping[str, dict[str, object]], schemas: Schemas
) -> _Parameter:
    calls = [call for call in [*_annotated(argument.annotation), default] if isinstance(call, ast.Call)]
    marks = {_last(call.func): call for call in calls}
    if marks.keys() & _GIVEN_BY_CODE or _last(argument.annotation) in _INJECTED:
        return _Parameter(argument.arg, "", {}, False, False)
    schema = schema_of(argument.annotation, handler.module, schemas)
    mark = next((name for name in _PLACES if name in marks), "")
    given = _keywords(marks[mark]) if mark else {}
    place = _PLACES[mark] if mark else "path" if argument.arg in variables else "body" if _is_body(schema) else "query"
    if place == "query" and not mark and argument.annotation is not None and not schema:
        place = ""  # a type that is not known: nothing is claimed
    alias = given.get("alias")
    name = alias if isinstance(alias, str) and alias else argument.arg.replace("_", "-") if place == "header" else argument.arg
    limited = schema if "$ref" in schema else {**schema, **limits_of(given)}
    return _Parameter(name, place, limited, _is_required(default, mark, marks), given.get("embed") is True)


def _is_required(default: ast.expr | None, mark: str, marks: Mapping[str, ast.Call]) -> bool:
    value = default
    if mark and isinstance(default, ast.Call):
        call = marks[mark]
        value = call.args[0] if call.args else next((k.value for k in call.keywords if k.arg == "default"), None)
    return value is None or (isinstance(value, ast.Constant) and value.value is Ellipsis)


def _is_body(schema: Mapping[str, object]) -> bool:
    """Whether a type without a mark comes as the body: a class of fields, or a list or union of them."""
    items, options = schema.get("items"), schema.get("anyOf")
    if isinstance(items, dict):
        return _is_body(items)
    return "$ref" in schema or schema.get("type") == "object" or (isinstance(options, list) and any(_is_body(one) for one in options))


def _annotated(node: ast.expr | None) -> list[ast.expr]:
    is_annotated = isinstance(node, ast.Subscript) and _last(node.value) == "Annotated" and isinstance(node.slice, ast.Tuple)
    return list(node.slice.elts[1:]) if is_annotated and isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple) else []


def _keywords(call: ast.Call) -> dict[str, object]:
    return {keyword.arg: keyword.value.value for keyword in call.keywords if keyword.arg and isinstance(keyword.value, ast.Constant)}


def _last(node: ast.expr | None) -> str:
    return chain_of(node).rpartition(".")[2] if node is not None else ""

"""The OpenAPI document of a service with what the recorded run has seen: status codes, bodies, and how callers say who they are."""

import copy
import re
from collections.abc import Mapping, Sequence
from typing import Any

SEEN = "Seen while the monolith's tests ran."
_SCHEMES: Mapping[str, dict[str, str]] = {"bearer": {"type": "http", "scheme": "bearer"}, "basic": {"type": "http", "scheme": "basic"}}
_KINDS = ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"), (list, "array"), (dict, "object"))


def with_examples(document: Mapping[str, Any], examples: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The document with the status codes and schemas of examples. What types in the code say stays; what one request held is
    described, but nothing of it is required."""
    found: dict[str, Any] = copy.deepcopy(dict(document))
    schemes: dict[str, Any] = {}
    told = [(_operation(found.get("paths", {}), example["request"]), example) for example in examples]
    for operation, example in told:
        if operation is not None:
            _answer(operation, example["answer"])
            _body(operation, example)
    for operation, example in told:
        if operation is not None:
            _security(operation, example, schemes)
    if schemes:
        found.setdefault("components", {})["securitySchemes"] = dict(sorted(schemes.items()))
    return found


def _operation(paths: dict[str, Any], request: Mapping[str, Any]) -> dict[str, Any] | None:
    """The operation of a request: of the path with the fewest variables that fits."""
    fitting = [path for path in paths if re.fullmatch(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)), request["path"])]
    for path in sorted(fitting, key=lambda one: (one.count("{"), one)):
        if request["method"].lower() in paths[path]:
            operation: dict[str, Any] = paths[path][request["method"].lower()]
            return operation
    return None


def _answer(operation: dict[str, Any], answer: Mapping[str, Any]) -> None:
    responses = operation.setdefault("responses", {})
    response = responses.setdefault(str(answer["status"]), {"description": SEEN})
    media = answer.get("content_type")
    if media and "content" not in response and answer["status"] not in (204, 304):
        response["content"] = {media: {"schema": schema_of(answer["shape"]) if "shape" in answer else {"type": "string"}}}
    if "location" in answer:
        response.setdefault("headers", {})["Location"] = {"schema": {"type": "string"}}


def schema_of(shape: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON schema of what every answer had."""
    types = list(shape.get("types", ()))
    found: dict[str, Any] = {"type": types[0] if len(types) == 1 else types} if types else {}
    keys, optional = shape.get("keys", {}), shape.get("optional", {})
    if keys or optional:
        found["properties"] = {name: schema_of(one) for name, one in sorted({**keys, **optional}.items())}
    if keys:
        found["required"] = sorted(keys)
    if "items" in shape:
        found["items"] = schema_of(shape["items"])
    return found


def _body(operation: dict[str, Any], example: Mapping[str, Any]) -> None:
    body = example["request"].get("body", {})
    if "requestBody" in operation or example["answer"]["status"] >= 400:
        return
    if "json" in body:
        operation["requestBody"] = {"content": {"application/json": {"schema": _described(body["json"])}}}
    elif "form" in body:
        fields = {name: {"type": "string"} for name, _ in body["form"]}
        schema = {"type": "object", "properties": dict(sorted(fields.items()))}
        operation["requestBody"] = {"content": {"application/x-www-form-urlencoded": {"schema": schema}}}


def _described(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    kind = next(name for one, name in _KINDS if isinstance(value, one))
    if isinstance(value, dict):
        return {"type": kind, "properties": {name: _described(one) for name, one in sorted(value.items())}}
    return {"type": kind, "items": _described(value[0])} if isinstance(value, list) and value else {"type": kind}


def _security(operation: dict[str, Any], example: Mapping[str, Any], schemes: dict[str, Any]) -> None:
    given = example["request"].get("headers", {}).get("authorization", "")
    if not given or example["answer"]["status"] >= 400:
        return
    kind = given.partition(" ")[0].lower() if " " in given else ""
    name = kind if kind in _SCHEMES else "authorization"
    schemes[name] = _SCHEMES.get(kind, {"type": "apiKey", "in": "header", "name": "Authorization"})
    operation["security"] = [{name: []}] if "401" in operation["responses"] or "403" in operation["responses"] else [{name: []}, {}]

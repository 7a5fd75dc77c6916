"""The examples of routes in the words of Pact (specification 3.0.0), for teams that verify contracts with its tools."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

SPECIFICATION = "3.0.0"


def pact(service: str, consumer: str, examples: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A Pact file: an interaction for each example. What was asked before, and rows of a test's own, are provider states."""
    return {
        "consumer": {"name": consumer},
        "provider": {"name": service},
        "interactions": [_interaction(example) for example in examples],
        "metadata": {"pactSpecification": {"version": SPECIFICATION}, "unbraid": {"schema_version": "1.0"}},
    }


def state_of(example: Mapping[str, Any]) -> str:
    """What has to be there before an example is asked, in words; ``""`` for nothing."""
    parts = []
    if example.get("rows"):
        parts.append("rows as in {}: {}".format(example["from"], ", ".join(f"{table} {count}" for table, count in example["rows"].items())))
    asked = [f"{step['request']['method']} {step['request']['path']}" for step in example.get("before", ())]
    return "; ".join([*parts, *(["after " + ", ".join(asked)] if asked else [])])


def _interaction(example: Mapping[str, Any]) -> dict[str, Any]:
    state = state_of(example)
    found: dict[str, Any] = {"description": example["id"]}
    if state:
        found["providerStates"] = [{"name": state}]
    values = {name: str(told.get("default") or told.get("unique") or name) for name, told in example.get("values", {}).items()}
    return {**found, "request": _request(example["request"], values), "response": _response(example["answer"])}


def _request(request: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {"method": request["method"], "path": _filled(request["path"], values)}
    if request.get("query"):
        query: dict[str, list[str]] = {}
        for name, value in request["query"]:
            query.setdefault(name, []).append(_filled(value, values))
        found["query"] = query
    headers = {name: _filled(value, values) for name, value in request.get("headers", {}).items()}
    if cookies := {name: value for name, value in request.get("cookies", {}).items() if str(value).strip("{}") in values}:
        headers["cookie"] = "; ".join(f"{name}={_filled(value, values)}" for name, value in cookies.items())
    body = request.get("body", {})
    if "json" in body:
        found["body"] = _filled(body["json"], values)
    elif "form" in body:
        found["body"] = urlencode([(name, _filled(value, values)) for name, value in body["form"]])
    elif "text" in body:
        found["body"] = _filled(body["text"], values)
    return {**found, **({"headers": headers} if headers else {})}


def _filled(value: Any, values: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        for name, text in values.items():
            value = value.replace("{{" + name + "}}", text)
        return value
    if isinstance(value, dict):
        return {key: _filled(one, values) for key, one in value.items()}
    return [_filled(one, values) for one in value] if isinstance(value, list) else value


def _response(answer: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"status": answer["status"]}
    rules: dict[str, Any] = {}
    if answer.get("content_type"):
        found["headers"] = {"Content-Type": answer["content_type"]}
        rules["header"] = {"Content-Type": _rule({"match": "regex", "regex": re.escape(answer["content_type"]) + ".*"})}
    if "shape" in answer:
        found["body"] = _instance(answer["shape"])
        exact = {tuple(path): value for path, value in answer.get("exact", ())}
        for path, value in exact.items():
            _put(found["body"], path, value)
        if body := dict(_rules(answer["shape"], (), exact)):
            rules["body"] = body
    return {**found, **({"matchingRules": rules} if rules else {})}


_SAMPLES: Mapping[str, Any] = {"string": "text", "integer": 1, "number": 1.5, "boolean": True, "null": None, "array": [], "object": {}}


def _instance(shape: Mapping[str, Any]) -> Any:
    """A value of a shape; no recorded text is in it."""
    kind = next((one for one in shape["types"] if one != "null"), "null")
    if kind == "object":
        return {key: _instance(part) for key, part in shape.get("keys", {}).items()}
    if kind == "array":
        return [_instance(shape["items"])] if "items" in shape else []
    return _SAMPLES[kind]


def _put(body: Any, path: Sequence[str], value: Any) -> None:
    if not path:
        return
    for part in path[:-1]:
        body = body.get(part, {}) if isinstance(body, dict) else {}
    if isinstance(body, dict):
        body[path[-1]] = value


def _rules(shape: Mapping[str, Any], path: tuple[str, ...], exact: Mapping[tuple[str, ...], Any]) -> Iterable[tuple[str, Any]]:
    """A matcher by type for each place whose value may differ; where several types were seen, none."""
    if path in exact:
        return
    types = [one for one in shape["types"] if one != "null"]
    if types == ["object"] and shape.get("keys"):
        for key, part in shape["keys"].items():
            yield from _rules(part, (*path, key), exact)
    elif len(types) == 1:
        kind = {"integer": "integer", "number": "number"}.get(types[0], "type")
        nullable = "null" in shape["types"]
        yield _place(path), {"combine": "OR", "matchers": [{"match": kind}, *([{"match": "null"}] if nullable else [])]}
    else:
        yield _place(path), {"combine": "OR", "matchers": [{"match": "type"}, *({"match": one} for one in _alternatives(types))]}


def _alternatives(types: Sequence[str]) -> list[str]:
    return [{"integer": "integer", "number": "number", "boolean": "boolean"}.get(one, "type") for one in types]


def _place(path: Sequence[str]) -> str:
    return "$" + "".join("['{}']".format(part.replace("\\", "\\\\").replace("'", "\\'")) for part in path)


def _rule(matcher: Mapping[str, Any]) -> dict[str, Any]:
    return {"combine": "AND", "matchers": [matcher]}

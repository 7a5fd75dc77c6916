"""FastAPI's own document of an application is the peer of ours, which is made without running it."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.deployments import HERE, write_system

Operation = dict[str, object]


@pytest.fixture(scope="module")
def theirs() -> Iterator[dict[str, dict[str, Operation]]]:
    sys.path.insert(0, str(HERE / "shops" / "fastapi"))
    try:
        from shop.main import app  # type: ignore[import-not-found]

        yield app.openapi()
    finally:
        sys.path.pop(0)
        for name in [name for name in sys.modules if name.partition(".")[0] == "shop"]:
            del sys.modules[name]


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Operation]]:
    folder = write_system("fastapi", tmp_path_factory.mktemp("fastapi"))
    found: dict[str, dict[str, Operation]] = {"paths": {}, "schemas": {}}
    for path in sorted(Path(folder, "openapi").glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        found["paths"] |= document["paths"]
        found["schemas"] |= document.get("components", {}).get("schemas", {})
    return found


def test_the_same_paths_and_methods(ours: dict[str, dict[str, Operation]], theirs: dict[str, dict[str, Operation]]) -> None:
    assert {path: set(item) for path, item in ours["paths"].items()} == {path: set(item) for path, item in theirs["paths"].items()}


def test_the_same_parameters_bodies_and_answers(ours: dict[str, dict[str, Operation]], theirs: dict[str, dict[str, Operation]]) -> None:
    compared = 0
    for path, item in theirs["paths"].items():
        for method, operation in item.items():
            mine = ours["paths"][path][method]
            assert parameters(mine) == parameters(operation), (method, path)
            assert body(mine) == body(operation), (method, path)
            assert {code: refers(one) for code, one in mine["responses"].items()} == {
                code: refers(one) for code, one in operation["responses"].items()
            }, (method, path)
            compared += 1
    assert compared == 6


def test_the_same_fields_types_and_limits(ours: dict[str, dict[str, Operation]], theirs: dict[str, dict[str, Operation]]) -> None:
    for name in ("Line", "OrderIn", "State"):
        assert plain(ours["schemas"][name]) == plain(theirs["components"]["schemas"][name])
    order, peer = ours["schemas"]["Order"], theirs["components"]["schemas"]
    known = next(schema for key, schema in peer.items() if key in ("Order", "Order-Output"))
    assert set(order["properties"]) == set(known["properties"])
    assert order["properties"]["parent"] == {"anyOf": [{"$ref": "#/components/schemas/Order"}, {"type": "null"}]}
    assert set(order["required"]) == {"email", "lines", "number", "total", "state", "placed"}


def parameters(operation: Operation) -> list[tuple[object, ...]]:
    keys = ("type", "minimum", "maximum", "format")
    return sorted(
        (one["name"], one["in"], one["required"], *(str(one["schema"].get(key)) for key in keys if one["in"] != "header"))
        for one in operation.get("parameters", ())
    )


def body(operation: Operation) -> object:
    found = operation.get("requestBody")
    return found and (found["required"], sorted(found["content"]), sorted(fields(found["content"])))


def fields(content: dict[str, Operation]) -> list[str]:
    schema = content["application/json"]["schema"]
    return list(schema.get("properties", ())) or ["order"]  # FastAPI names the schema of an embedded body


def refers(answer: Operation) -> str:
    text = json.dumps(answer.get("content", {}))
    return text.rpartition("#/components/schemas/")[2].partition('"')[0].removesuffix("-Output") if "$ref" in text else ""


def plain(schema: object) -> object:
    """A schema without titles, defaults and names of references' variants."""
    if isinstance(schema, dict):
        dropped = ("title", "default", "type") if "enum" in schema else ("title", "default")
        return {key: plain(value) if key != "required" else sorted(value) for key, value in schema.items() if key not in dropped}
    return [plain(one) for one in schema] if isinstance(schema, list) else schema

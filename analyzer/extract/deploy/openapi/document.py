"""The OpenAPI document of a service."""

import re

from analyzer.extract.deploy.openapi.classes import schema_of_class
from analyzer.extract.deploy.openapi.operations import VALIDATION_ERROR, VALIDATION_SCHEMA, serialized_operation, typed_operation
from analyzer.extract.deploy.openapi.paths import Template, template_of
from analyzer.extract.deploy.openapi.schemas import Schemas
from analyzer.extract.deploy.openapi.sources import Found, Sources
from analyzer.extract.ground import Ground
from analyzer.extract.services import Service
from analyzer.model.surface import Endpoint

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_TYPED = frozenset({"fastapi"})


def document(service: Service, ground: Ground) -> dict[str, object]:
    """An OpenAPI 3.1 document of the routes that a service answers. Routes that no path template expresses are listed under
    ``x-unbraid-not-expressed``; a route that answers any method is shown with GET and POST."""
    schemas = Schemas(Sources(ground), schema_of_class)
    paths: dict[str, dict[str, object]] = {}
    shapes: dict[str, Template] = {}
    left_out: list[str] = []
    used: set[str] = set()
    for endpoint in _endpoints(service, ground):
        template = template_of(endpoint.route, endpoint.framework)
        if template is None:
            left_out.append(endpoint.route)
            continue
        known = shapes.setdefault(template.shape, template)
        item = paths.setdefault(known.path, {})
        handler = schemas.sources.find(endpoint.handler)
        for method in _methods(endpoint):
            if method not in item:
                item[method] = _operation(endpoint, method, known, handler, schemas, used)
    _add_error(schemas, paths)
    found: dict[str, object] = {
        "openapi": "3.1.0",
        "info": {"title": f"{service.folder} of {ground.codebase.name}", "version": "0.1.0"},
        "paths": dict(sorted(paths.items())),
    }
    if schemas.made:
        found["components"] = {"schemas": dict(sorted(schemas.made.items()))}
    return {**found, "x-unbraid-not-expressed": sorted(set(left_out))} if left_out else found


def _endpoints(service: Service, ground: Ground) -> list[Endpoint]:
    """The routes that go to a service: those of its modules, and for the default service those of the shared kernel."""
    owners = {(route.at, route.route): route.service for route in ground.routes.routes}
    default = ground.routes.default
    found = {one for one in ground.codebase.outside_tests(Endpoint) if owners.get((one.at, one.route), default) == service.id}
    return sorted(found, key=lambda one: (one.route, one.methods, one.at))


def _methods(endpoint: Endpoint) -> list[str]:
    named = [method.lower() for method in endpoint.methods if method.lower() in _METHODS]
    plain = [method for method in named if method not in ("head", "options")]
    return plain or named or ["get", "post"]


def _operation(
    endpoint: Endpoint, method: str, template: Template, handler: Found | None, schemas: Schemas, used: set[str]
) -> dict[str, object]:
    variables = dict(template.variables)
    operation: dict[str, object] = {}
    if handler is not None and endpoint.framework in _TYPED:
        operation = typed_operation(handler, variables, schemas)
    elif handler is not None:
        owner = schemas.sources.find(handler.name.rpartition(".")[0]) or handler
        operation = serialized_operation(owner, method, schemas, endpoint.name.endswith("-list"))
    if variables and "parameters" not in operation:
        operation["parameters"] = [{"name": name, "in": "path", "required": True, "schema": schema} for name, schema in variables.items()]
    operation.setdefault("responses", {"default": {"description": "What the application answers."}})
    about = _about(handler)
    identity = re.sub(r"[^A-Za-z0-9_]", "_", f"{method}_{endpoint.name or endpoint.handler}")
    number = 2
    while identity in used:
        identity, number = re.sub(r"_\d+$", "", identity) + f"_{number}", number + 1
    used.add(identity)
    return {"operationId": identity, **({"summary": about} if about else {}), **operation, "x-unbraid-at": str(endpoint.at)}


def _about(handler: Found | None) -> str:
    import ast

    text = ast.get_docstring(handler.node) if handler is not None else None
    return " ".join(text.partition("\n\n")[0].split()) if text else ""


def _add_error(schemas: Schemas, paths: dict[str, dict[str, object]]) -> None:
    if VALIDATION_ERROR in str(paths):
        schemas.made[VALIDATION_ERROR] = VALIDATION_SCHEMA

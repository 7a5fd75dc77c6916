"""``catalog-info.yaml`` for Backstage (https://backstage.io/docs/features/software-catalog/descriptor-format)."""

import re
from collections.abc import Iterator, Mapping

from analyzer.model.files import TextFile
from analyzer.report.document_services import Service
from analyzer.report.exports.export import Export, Order
from analyzer.report.exports.yaml_text import Yaml, yaml_lines
from analyzer.report.visible import shortened

SIZE = 63
"""Characters that the name of an entity may have."""


def _render(order: Order) -> tuple[TextFile, ...]:
    documents = ["\n".join(yaml_lines(entity)) for entity in _entities(order)]
    return (TextFile("catalog-info.yaml", "\n---\n".join(documents) + "\n"),)


def _entities(order: Order) -> Iterator[dict[str, Yaml]]:
    report = order.report
    names = _names([service.id for service in report.services])
    system = entity_name(report.name) or "system"
    yield _entity("System", system, report.name, "", {"owner": order.wishes.owners.get("shared", "team-platform")})
    for service in report.services:
        yield _component(order, service, names, system)
    for service in report.services:
        if service.entities:
            about = shortened(", ".join(entity.rpartition(".")[2] for entity in service.entities), 200)
            spec: dict[str, Yaml] = {"type": "database", "owner": _owner(order, service, names), "system": system}
            yield _entity("Resource", f"{names[service.id][: SIZE - 5]}-data", f"{service.title} data", f"Tables: {about}", spec)


def _component(order: Order, service: Service, names: Mapping[str, str], system: str) -> dict[str, Yaml]:
    data: list[Yaml] = [f"resource:{names[service.id][: SIZE - 5]}-data"] if service.entities else []
    uses: list[Yaml] = [f"component:{names[call.service]}" for call in service.calls if call.service in names]
    spec: dict[str, Yaml] = {"type": "service", "lifecycle": "experimental", "owner": _owner(order, service, names), "system": system}
    if uses or data:
        spec["dependsOn"] = [*uses, *data]
    sizes = f"{len(service.modules)} modules, {len(service.routes)} routes, {len(service.tasks)} tasks"
    return _entity("Component", names[service.id], service.title, f"{sizes}; wave {service.wave}, risk {service.risk}", spec)


def _entity(kind: str, name: str, title: str, about: str, spec: dict[str, Yaml]) -> dict[str, Yaml]:
    metadata: dict[str, Yaml] = {"name": name, "title": shortened(title, 100)}
    if about:
        metadata["description"] = about
    return {"apiVersion": "backstage.io/v1alpha1", "kind": kind, "metadata": metadata, "spec": spec}


def _owner(order: Order, service: Service, names: Mapping[str, str]) -> str:
    return order.wishes.owners.get(service.id, f"team-{names[service.id]}"[:SIZE].rstrip("-_."))


def entity_name(text: str) -> str:
    """A text as the name of an entity: letters, digits, ``-``, ``_`` and ``.``, at most 63, with a letter or digit at both ends."""
    return re.sub(r"[^A-Za-z0-9_.]+", "-", text).strip("-_.")[:SIZE].rstrip("-_.")


def _names(ids: list[str]) -> dict[str, str]:
    """A name for each service, each once."""
    found: dict[str, str] = {}
    for position, service in enumerate(ids):
        name = entity_name(service) or f"service-{position}"
        found[service] = name if name not in found.values() else f"{name[: SIZE - 5]}-{position}"
    return found


BACKSTAGE = Export("backstage", "catalog-info.yaml: system, services and their data for Backstage", _render)

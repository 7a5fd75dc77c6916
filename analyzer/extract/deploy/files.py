"""The files around the services: templates of the system, templates that are filled once a service, and data."""

import json
from collections.abc import Iterator

from analyzer.disk import Templates
from analyzer.extract.deploy.gateway import routes_json
from analyzer.extract.deploy.openapi import document
from analyzer.extract.ground import Ground
from analyzer.extract.rendering import render_folders
from analyzer.extract.services import Service
from analyzer.model.files import TextFile

EACH = "NAME"
"""In the path of a template below ``each/``: the service's folder."""


def deploy_files(ground: Ground, services: tuple[Service, ...], templates: Templates, context: dict[str, object]) -> Iterator[TextFile]:
    """The files beside the services' folders. Raises TemplateProblemError."""
    yield from render_folders(templates, ["deploy"], context, {})
    for service in services:
        command = ["python", *service.command(ground.stack.command)]
        for file in render_folders(templates, ["each"], {**context, "service": service, "command": command}, {}):
            yield TextFile(file.path.replace(EACH, service.folder), file.text, file.executable)
        yield TextFile(f"openapi/{service.folder}.json", json.dumps(document(service, ground), indent=1) + "\n")
    yield TextFile("gateway/routes.json", routes_json(ground))

"""The system around the services: gateway, database, queue, and how to run it all with and without containers."""

import json
import re

from analyzer.disk import Templates
from analyzer.extract.ground import Ground
from analyzer.extract.rendering import render_folders
from analyzer.extract.routes import Place, RouteTable
from analyzer.extract.services import Service, environment_keys
from analyzer.model.files import TextFile

FIRST_PORT = 8101
_QUEUES = frozenset({"celery", "dramatiq", "huey", "procrastinate", "rq"})
_QUEUE_KEY = re.compile("BROKER_URL$|^REDIS_URL$")
_SCHEMES = (("asyncpg", "postgresql+asyncpg"), ("psycopg2", "postgresql"), ("psycopg2-binary", "postgresql"))
_DATABASES = ("sqlalchemy", "django", "psycopg", "psycopg2", "psycopg2-binary", "asyncpg", "peewee", "tortoise-orm", "pony")


def system_context(ground: Ground, services: tuple[Service, ...], python: str) -> dict[str, object]:
    """What templates know about the whole system."""
    keys = {key for key, _ in environment_keys(services, ground)}
    queue_keys = tuple(sorted(key for key in keys if _QUEUE_KEY.search(key))) or ("CELERY_BROKER_URL",)
    migration = owner.command(ground.migrations.command) if ground.migrations and (owner := _owner(ground, services)) else []
    commands = {service.folder: service.command(ground.stack.command) for service in services}
    return {
        "project": re.sub(r"[^a-z0-9_-]+", "-", ground.codebase.name.lower()).strip("-_") or "services",
        "commands": commands,
        "environment_keys": tuple(sorted(keys - {"DATABASE_URL", "SECRET_KEY", "PORT", *queue_keys})),
        "queue_keys": queue_keys if _has_queue(services) else (),
        "local_migration": migration,
        "migration_command": ["python", *migration],
        "locations": locations(ground.routes),
        "name": ground.codebase.name,
        "services": services,
        "ports": {service.folder: FIRST_PORT + number for number, service in enumerate(services)},
        "folders": dict(ground.folders),
        "application": ground.application,
        "settings_module": ground.settings_module,
        "stack": ground.stack,
        "table": ground.routes,
        "migrations": ground.migrations,
        "plan": ground.analysis.plan,
        "python": python,
        "has_database": any(service.uses(*_DATABASES) for service in services),
        "has_queue": _has_queue(services),
        "database_driver": _driver(services),
        "problems": ground.problems,
    }


def system_files(ground: Ground, templates: Templates, context: dict[str, object]) -> list[TextFile]:
    """The files beside the services' folders."""
    return [*render_folders(templates, ["deploy"], context, {}), TextFile("gateway/routes.json", _routes(ground))]


def locations(table: RouteTable) -> list[tuple[str, str, Place]]:
    """nginx locations: modifier, path and place, each pair of modifier and path once. Plain paths are exact; where one ends
    with a slash, the form without it goes to the same service unless it is another route."""
    places = table.places()
    found: dict[tuple[str, str], Place] = {("=", place.literal): place for place in places if place.literal}
    for place in places:
        if not place.literal:
            found.setdefault(("~", place.regex), place)
        elif place.literal.endswith("/") and place.literal != "/":
            found.setdefault(("=", place.literal.removesuffix("/")), place)
    return [(modifier, path, place) for (modifier, path), place in found.items()]


def _owner(ground: Ground, services: tuple[Service, ...]) -> Service | None:
    return next((service for service in services if ground.migrations and service.id == ground.migrations.service), None)


def _has_queue(services: tuple[Service, ...]) -> bool:
    """Whether any job waits in a queue; commands are started by hand or by a timer."""
    return any(task.framework in _QUEUES for service in services for task in service.tasks)


def _driver(services: tuple[Service, ...]) -> str:
    """The scheme of the database's address for the declared driver."""
    declared = [scheme for name, scheme in _SCHEMES if any(service.uses(name) for service in services)]
    newer = any(service.uses("psycopg") and service.uses("sqlalchemy") for service in services)
    return next(iter(declared), "postgresql+psycopg" if newer else "postgresql")


def _routes(ground: Ground) -> str:
    routes = [
        {
            "route": route.route,
            "pattern": route.pattern.regex,
            "methods": list(route.methods),
            "service": ground.folders[route.service],
            "name": route.name,
            "at": str(route.at),
        }
        for route in ground.routes.routes
    ]
    return json.dumps({"default": ground.folders[ground.routes.default], "routes": routes}, indent=1) + "\n"

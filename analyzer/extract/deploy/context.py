"""What templates know about the whole system."""

import re

from analyzer.extract.deploy.gateway import locations, variable
from analyzer.extract.deploy.needs import needs_of
from analyzer.extract.deploy.ownership import ownership
from analyzer.extract.deploy.service_graph import callers_and_callees
from analyzer.extract.deploy.telemetry import telemetry
from analyzer.extract.ground import Ground
from analyzer.extract.library import Library
from analyzer.extract.migrations import Migrations
from analyzer.extract.services import Service, environment_keys

FIRST_PORT = 8101
_SECRET = re.compile("SECRET|PASSWORD|PASSWD|TOKEN|PRIVATE|CREDENTIAL|API_KEY|DSN|_KEY$")


def deploy_context(ground: Ground, services: tuple[Service, ...], library: Library | None, python: str) -> dict[str, object]:
    """What templates of the system and of services know, by name."""
    keys = {key for key, _ in environment_keys(services, ground)}
    needs = needs_of(services, keys)
    owner = next((service for service in services if service.migrates), None)
    migration = migration_command(ground.migrations, owner, library)
    given = {"DATABASE_URL", "SECRET_KEY", "PORT", *needs.queue_keys, *needs.cache_keys}
    return {
        "project": re.sub(r"[^a-z0-9_-]+", "-", ground.codebase.name.lower())[:40].strip("-_") or "services",
        "name": ground.codebase.name,
        "services": services,
        "rest": ground.rest,
        "stage": ground.stage.value,
        "seams": ground.seams,
        "commands": {service.folder: service.command(ground.stack.command) for service in services},
        "environment_keys": tuple(sorted(keys - given)),
        "secret_keys": tuple(sorted(key for key in keys - given if _SECRET.search(key))),
        "needs": needs,
        "has_database": bool(needs.database),
        "local_migration": migration,
        "migration_command": ["python", *migration],
        "locations": locations(ground.routes),
        "variables": {folder: variable(folder) for folder in ground.folders.values()},
        "ports": {service.folder: FIRST_PORT + number for number, service in enumerate(services)},
        "folders": dict(ground.folders),
        "application": ground.application,
        "settings_module": ground.settings_module,
        "stack": ground.stack,
        "table": ground.routes,
        "migrations": ground.migrations,
        "has_queue": bool(needs.queue),
        "has_jobs": any(service.workers for service in services),
        "graph": callers_and_callees(ground, services),
        "ownership": ownership(ground),
        "telemetry": {service.folder: telemetry(service) for service in services},
        "plan": ground.analysis.plan,
        "library": library,
        "python": python,
        "problems": ground.problems,
    }


def migration_command(migrations: Migrations | None, owner: Service | None, library: Library | None) -> list[str]:
    """What Python migrates the database with in the folder of the owner; nothing where there are no migrations. A program that starts
    with no module of ours finds the library through one of ours."""
    if migrations is None or owner is None:
        return []
    command = owner.command(migrations.command)
    finds = library is None or any(owner.entry in word or word == "manage.py" for word in command)
    return command if finds else ["unbraid_library.py", *command]

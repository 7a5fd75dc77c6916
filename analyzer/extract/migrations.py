"""The job that brings the database's tables up to date: one service owns it, since the database is one."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from analyzer.model.codebase import Codebase
from analyzer.model.facts import PackageImport
from analyzer.model.place import ModuleName, QualName
from analyzer.model.source import FileKind
from analyzer.model.surface import Application


@dataclass(frozen=True, slots=True)
class Migrations:
    """The service that owns the migrations, what Python runs them with in its folder, and the modules and files they need."""

    service: str
    command: tuple[str, ...]
    modules: tuple[ModuleName, ...]
    files: tuple[str, ...]


def find_migrations(
    codebase: Codebase, application: Application | None, entities: Mapping[str, tuple[QualName, ...]], rest: str = ""
) -> Migrations | None:
    """The migrations of a code base (Alembic, Flask-Migrate, Django), owned by the ``rest`` of the monolith where there is one,
    else by the service with the most tables; None for none. ``entities`` are the tables of each service."""
    owner = rest or max(sorted(entities), key=lambda service: len(entities[service]), default=None)
    if owner is None:
        return None
    modules = tuple(sorted({file.module for file in codebase.files if file.kind is FileKind.MIGRATION}))
    ini = min((asset.path for asset in codebase.assets if PurePosixPath(asset.path).name == "alembic.ini"), key=_depth, default=None)
    if ini is not None:
        return _alembic(owner, codebase, ini)
    if application is not None and application.framework == "django":
        return Migrations(owner, ("manage.py", "migrate", "--noinput"), modules, ())
    return None


def _alembic(owner: str, codebase: Codebase, ini: str) -> Migrations:
    templates = [PurePosixPath(asset.path).parent for asset in codebase.assets if PurePosixPath(asset.path).name == "script.py.mako"]
    scripts = min((str(folder) for folder in templates), key=_depth, default=str(PurePosixPath(ini).parent))
    inside = [file for file in codebase.files if file.path.startswith(scripts + "/")]
    files = [ini, *(file.path for file in inside)]
    files += [asset.path for asset in codebase.assets if asset.path.startswith(scripts + "/") and asset.path != ini]
    uses_flask = any(fact.name.startswith("flask_migrate") for fact in codebase.of(PackageImport))
    command = ("-m", "flask", "--app", "{entry}:app", "db", "upgrade") if uses_flask else ("-m", "alembic", "-c", ini, "upgrade", "head")
    return Migrations(owner, command, tuple(sorted(file.module for file in inside)), tuple(sorted(files)))


def _depth(path: str) -> tuple[int, str]:
    return path.count("/"), path

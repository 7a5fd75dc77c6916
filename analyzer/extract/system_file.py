"""``system.json``: the whole system for machines: what to start, where requests go, what is called over HTTP, what is not."""

import json
from collections import Counter
from collections.abc import Mapping

from analyzer.extract.deploy.context import migration_command
from analyzer.extract.ground import Ground
from analyzer.extract.library import Kernel, Library
from analyzer.extract.seam_table import Demoted, RemoteSeam
from analyzer.extract.services import Service
from analyzer.extract.slices import Role
from analyzer.model.files import TextFile
from analyzer.model.plan import Seam, SeamClass

SYSTEM = "system.json"
SCHEMA_VERSION = 1


def system_file(ground: Ground, services: tuple[Service, ...], library: Library | None = None) -> TextFile:
    """The description of a system; services are named by their folders, which are their host names too."""
    owner = next((service for service in services if service.migrates), None)
    content = {
        "schema_version": SCHEMA_VERSION,
        "name": ground.codebase.name,
        "stage": ground.stage.value,
        "services": [_service(service, ground) for service in services],
        "routes": [
            {"pattern": route.pattern.regex, "methods": list(route.methods), "service": ground.folders[route.service]}
            for route in ground.routes.routes
        ],
        "fallback": ground.folders.get(ground.routes.default, ""),
        "kernel": _kernel(services, library, ground),
        "migrate": {"service": owner.folder, "command": migration_command(ground.migrations, owner, library)} if owner else None,
        "seams": [_seam(seam, ground.folders) for seam in ground.seams],
        "blockers": [
            *(_blocker(seam, ground) for seam in ground.analysis.plan.seams if seam.seam_class is SeamClass.BLOCKER),
            *(_demoted(one, caller, ground) for one in ground.demoted for caller in one.callers),
        ],
        "figures": _figures(ground),
    }
    return TextFile(SYSTEM, json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def _kernel(services: tuple[Service, ...], library: Library | None, ground: Ground) -> dict[str, object]:
    """What several services share: the modules that more than one has, where they are, and how many lines there are more than once."""
    held = Counter(module for service in services for module in service.held.of(Role.KERNEL))
    once = frozenset(library.modules) if library is not None else frozenset()
    lines = {module: ground.code.files[module].lines for module, count in held.items() if count > 1}
    return {
        "form": Kernel.COPY.value if library is None else Kernel.LIBRARY.value,
        **(_place(library, services) if library is not None else {}),
        "modules": sorted(lines),
        "lines": sum(lines.values()),
        "lines_repeated": sum((held[module] - 1) * count for module, count in lines.items() if module not in once),
    }


def _place(library: Library, services: tuple[Service, ...]) -> dict[str, object]:
    """Where the library is, and who is put together with it."""
    return {
        "folder": library.folder,
        "source": library.source,
        "distribution": library.name,
        "version": library.version,
        "requirements": f"{library.folder}/requirements.txt",
        "services": [service.folder for service in services],
        "in_library": list(library.modules),
    }


def _figures(ground: Ground) -> dict[str, int]:
    """Nothing is said of tables where none was found: the code base may well have some that could not be read."""
    tables = ground.analysis.plan.ownership
    return {"tables_written_by_several_services": sum(len(one.writers) > 1 for one in tables)} if tables else {}


def _service(service: Service, ground: Ground) -> dict[str, object]:
    held = service.held
    return {
        "id": service.folder,
        "boundary": service.id,
        "folder": f"services/{service.folder}",
        "framework": ground.stack.name,
        "entry": service.entry,
        "command": service.command(ground.stack.command),
        "worker_command": list(service.workers[0].command) if service.workers else None,
        "workers": [{"kind": one.kind, "name": one.name, "command": list(one.command)} for one in service.workers],
        "port_env": "PORT",
        "health": "/healthz",
        "ready": "/readyz",
        "requirements": "requirements.txt",
        "modules": {name: list(held.of(role)) for name, role in _ROLES},
        "scripts": [module for module in held.roles if module in ground.scripts],
        "lines": {**{name: service.lines[role.value] for name, role in _ROLES}, "kept_in_stubs": service.kept_lines},
        "tables": list(service.plan.entities) if service.plan else [],
    }


_ROLES = (("own", Role.OWN), ("shared", Role.KERNEL), ("copied", Role.COPY), ("stub", Role.STUB))


def _seam(seam: RemoteSeam, folders: Mapping[str, str]) -> dict[str, object]:
    return {
        "id": seam.target,
        "target": seam.target,
        "module": seam.module,
        "callers": [folders.get(caller, caller) for caller in seam.callers],
        "callee": folders[seam.callee],
        "class": seam.seam_class.value,
        "use": seam.use.value,
        "kind": seam.kind,
        "is_async": seam.is_async,
        "file": seam.at.path,
        "line": seam.at.line,
        "path": seam.path,
    }


def _blocker(seam: Seam, ground: Ground) -> dict[str, object]:
    site = seam.sites[0] if seam.sites else None
    return {
        "caller": ground.folders.get(seam.caller, seam.caller),
        "callee": ground.folders.get(seam.callee, seam.callee),
        "target": seam.target,
        "class": seam.seam_class.value,
        "why": seam.why,
        "remedy": seam.remedy,
        "file": site.path if site else "",
        "line": site.line if site else 0,
    }


def _demoted(one: Demoted, caller: str, ground: Ground) -> dict[str, object]:
    return {
        "caller": ground.folders.get(caller, caller),
        "callee": ground.folders.get(one.callee, one.callee),
        "target": one.target,
        "class": SeamClass.BLOCKER.value,
        "why": one.why,
        "remedy": one.remedy,
        "file": one.at.path,
        "line": one.at.line,
    }

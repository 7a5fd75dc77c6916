"""What was scaffolded: services, applications, routes and seams, read from the folder that holds them."""

import ast
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analyzer.model.errors import UsageError

FACADE = "unbraid_facade_"


@dataclass(frozen=True, slots=True)
class Service:
    """One service: its folder below ``services/``, entry module and framework, the modules that it owns and all that it holds, the
    arguments of its interpreter, and the modules that are to be run, not imported."""

    folder: str
    entry: str
    framework: str
    own: tuple[str, ...]
    modules: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SeamSpec:
    """One seam as it was cut: a function or method of ``callee`` that ``callers`` call."""

    id: str
    target: str
    module: str
    callers: tuple[str, ...]
    callee: str
    seam_class: str


@dataclass(frozen=True, slots=True)
class System:
    """Everything below one folder of services. ``applications`` are (module, attribute, whether it is a factory); ``library`` is where
    the shared kernel's modules are, below the folder (``""`` where each service has its copies); ``slices`` is where the services are
    put together with it (None: each is whole where it is)."""

    root: Path
    stage: str
    services: tuple[Service, ...]
    applications: tuple[tuple[str, str, bool], ...]
    routes: int
    seams: tuple[SeamSpec, ...]
    figures: Mapping[str, int]
    blockers: Mapping[str, int]
    tops: tuple[str, ...]
    shared: tuple[str, ...]
    library: str = ""
    slices: Path | None = None

    def folder_of(self, service: str) -> Path:
        """Where the slice of a service lies."""
        return (self.slices or self.root / "services") / service


def read_system(root: Path) -> System:
    """The system in a folder that ``unbraid scaffold`` wrote; raises UsageError where there is none."""
    folders = sorted(path.parent for path in (root / "services").glob("*/unbraid_service.json"))
    if not folders:
        raise UsageError(f"there are no services in {root}", "write them first: unbraid scaffold PATH --out DIR")
    told = _json(root / "system.json") if (root / "system.json").is_file() else {}
    services = tuple(_service(folder, told) for folder in folders)
    tops = {module.partition(".")[0] for service in services for module in service.own}
    library = str((told.get("kernel") or {}).get("source", ""))
    places = [*folders, *([root / library] if library and (root / library).is_dir() else [])]
    tops |= {path.name.removesuffix(".py") for place in places for path in place.iterdir() if _is_code(path)}
    tops -= {service.entry for service in services}
    applications = {found for folder, service in zip(folders, services, strict=True) for found in _application(folder, service)}
    routes = len(_json(root / "gateway" / "routes.json").get("routes", ()))
    seams = tuple(_seam(one) for one in told.get("seams", ()))
    stage = str(told.get("stage", "closure"))
    return System(
        root,
        stage,
        services,
        tuple(sorted(applications)),
        routes,
        seams,
        _figures(root, told),
        _blockers(told),
        tuple(sorted(tops)),
        _shared(told),
        library,
    )


def _shared(told: Mapping[str, Any]) -> tuple[str, ...]:
    """The modules that several services hold."""
    return tuple(sorted({str(name) for one in told.get("services", ()) for name in one.get("modules", {}).get("shared", ())}))


def _is_code(path: Path) -> bool:
    generated = path.name.startswith(("unbraid_", "service", "test", "gunicorn", "manage", "worker", "."))
    return not generated and (path.suffix == ".py" or (path.is_dir() and any(path.rglob("*.py"))))


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read: {error}", "write the services anew: unbraid scaffold PATH --out DIR") from error
    if not isinstance(found, dict):
        raise UsageError(f"{path} holds no object", "write the services anew: unbraid scaffold PATH --out DIR")
    return found


def _service(folder: Path, told: Mapping[str, Any]) -> Service:
    one: Mapping[str, Any] = next(
        (one for one in told.get("services", ()) if str(one.get("folder", "")).removeprefix("services/") == folder.name), {}
    )
    entry = one.get("entry") or next(
        (name for name in ("service", "service_entry", "unbraid_entry") if _is_entry(folder / f"{name}.py")), ""
    )
    own = _json(folder / "unbraid_service.json").get("modules", ())
    entry, framework = str(entry).removesuffix(".py"), str(one.get("framework") or _framework(folder, entry))
    held = tuple(sorted({str(name) for names in one.get("modules", {}).values() for name in names} or own))
    command, scripts = (tuple(str(word) for word in one.get(key) or ()) for key in ("command", "scripts"))
    return Service(folder.name, entry, framework, tuple(own), held, command, scripts)


def _is_entry(path: Path) -> bool:
    return path.is_file() and "unbraid_service" in path.read_text(encoding="utf-8", errors="replace")


def _framework(folder: Path, entry: str) -> str:
    path = folder / f"{entry}.py"
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    return "asgi" if "AsgiGuard" in text else "django" if "get_wsgi_application" in text else "flask" if "WsgiGuard" in text else "plain"


def _application(folder: Path, service: Service) -> list[tuple[str, str, bool]]:
    """The monolith's application, as the entry point imports it."""
    path = folder / f"{service.entry}.py"
    if not path.is_file():
        return []
    tree = ast.parse(path.read_text(encoding="utf-8", errors="replace"))
    called = any(isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "monolith" for node in ast.walk(tree))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    return [(str(node.module), name.name, called) for node in imports for name in node.names if name.asname == "monolith"]


def _seam(one: Mapping[str, Any]) -> SeamSpec:
    target = str(one["target"])
    callers = tuple(str(name) for name in one.get("callers", ()))
    return SeamSpec(str(one["id"]), target, str(one["module"]), callers, str(one["callee"]), str(one.get("class", "")))


def _figures(root: Path, told: Mapping[str, Any]) -> dict[str, int]:
    """Figures of the split: those that were written down, and the sizes of what is shared, counted in the slices."""
    written = {str(name): value for name, value in (told.get("figures") or {}).items() if isinstance(value, int)}
    own = sum(int(one.get("lines", {}).get("own", 0)) for one in told.get("services", ()))
    library = root / str((told.get("kernel") or {}).get("source", ""))
    sizes = [_shared_sizes((root / str(one.get("folder", "")), library), one) for one in told.get("services", ())]
    common = {name: size for one in sizes for name, size in one.items()}
    # What one service alone holds of it, as the one that migrates holds the migrations, is not shared there.
    shared = {name: size for name, size in common.items() if sum(name in one for one in sizes) > 1}
    counted = {"shared_modules": len(shared), "shared_lines": sum(shared.values()), "lines": own + sum(common.values())}
    return {**(counted if told.get("services") else {}), **written}


def _shared_sizes(places: tuple[Path, ...], one: Mapping[str, Any]) -> dict[str, int]:
    """The lines of each shared module of a service, which is in the first of the places that has it."""
    sizes = {}
    for module in one.get("modules", {}).get("shared", ()):
        paths = [place / str(module).replace(".", "/") for place in places]
        files = [file for path in paths for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()]
        sizes[str(module)] = len(files[0].read_bytes().splitlines()) if files else 0
    return sizes


def _blockers(told: Mapping[str, Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in told.get("blockers", ()):
        kind = str(one.get("class") or one.get("kind") or "X")
        found[kind] = found.get(kind, 0) + 1
    return dict(sorted(found.items()))


def rewritten_modules(system: System) -> dict[str, str]:
    """The modules in which queries have become calls, with the files of the services that own them."""
    found = {}
    for service in system.services:
        for module in service.own if any(one.module.startswith(FACADE) for one in system.seams) else ():
            path = system.folder_of(service.folder) / module.replace(".", "/")
            file = path.with_suffix(".py") if path.with_suffix(".py").is_file() else path / "__init__.py"
            if file.is_file() and re.search(rf"^import {FACADE}".encode(), file.read_bytes(), re.MULTILINE):
                found[module] = str(file.resolve())
    return found


def make_runtime(system: System, folder: Path) -> Path | None:
    """The runtime of the services as one, for a single process: what all of them call and answer. None where they have none."""
    source = next((place for one in system.services if (place := system.folder_of(one.folder) / "unbraid_seams.py").is_file()), None)
    if source is None or not system.seams:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.parent.glob("unbraid_*.py")):
        (folder / path.name).write_bytes(path.read_bytes())
    for module, owner in sorted({(one.module, one.callee) for one in system.seams if one.module.startswith(FACADE)}):
        (folder / f"{module}.py").write_bytes((system.folder_of(owner) / f"{module}.py").read_bytes())
    told = [_json(system.folder_of(one.folder) / "unbraid_service.json") for one in system.services]
    merged = {**told[0], "service": "loopback", "modules": [], "entity_modules": [], "queues": {}, "routes": []}
    for key in ("calls", "serves"):
        merged[key] = {name: value for one in told for name, value in one.get(key, {}).items()}
    for key in ("classes", "context_variables"):
        merged[key] = sorted({name for one in told for name in one.get(key, ())})
    (folder / "unbraid_service.json").write_text(json.dumps(merged), encoding="utf-8")
    return folder

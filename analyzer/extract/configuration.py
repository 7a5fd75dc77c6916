"""``unbraid_service.json``: what the generated runtime reads at start."""

import json

from analyzer.extract.ground import Ground
from analyzer.extract.seam_table import RemoteSeam
from analyzer.extract.services import Service
from analyzer.extract.slices import Role
from analyzer.extract.touching import class_name
from analyzer.extract.workers import WORKERS, queue_names
from analyzer.model.data import Entity
from analyzer.model.facts import Definition, DefinitionKind
from analyzer.model.place import ModuleName
from analyzer.model.source import FileKind
from analyzer.model.surface import ContextUse, Task

ALWAYS = ("unbraid_service:NotServedHere",)
_NESTED_ERRORS = ("DoesNotExist", "MultipleObjectsReturned", "NotUpdated")


def configuration(service: Service, ground: Ground) -> str:
    """Who the service is, what it owns and who owns the rest; what it calls and answers, and which classes may travel."""
    code = ground.code
    own = [module for module in service.held.of(Role.OWN) if code.files[module].kind is not FileKind.MIGRATION]
    importable = [module for module in own if _is_importable(module) and module not in ground.scripts]
    queues = queue_names(ground.codebase.outside_tests(Task), WORKERS, lambda task: ground.folders.get(code.home(task.module), ""))
    seams = {seam.target: seam for seam in ground.seams}
    content = {
        "service": service.folder,
        "modules": importable,
        "entity_modules": list(service.held.entity_modules),
        "queues": queues,
        "workers": [worker.kind for worker in service.workers],
        "default": ground.folders.get(ground.routes.default, ""),
        "calls": {target: _call(seams[target], ground) for target in service.clients},
        "serves": {
            seam.target: {"class": seam.seam_class.value, "is_async": seam.is_async} for seam in ground.seams if seam.callee == service.id
        },
        "classes": _classes(service, ground),
        "context_variables": _context_variables(service, ground),
        "routes": [
            {"pattern": route.pattern.regex, "methods": list(route.methods), "service": ground.folders[route.service]}
            for route in ground.routes.routes
        ],
    }
    return json.dumps(content, indent=1) + "\n"


def _is_importable(module: ModuleName) -> bool:
    return all(part.isidentifier() for part in module.split(".")) and not module.endswith("__main__")


def _call(seam: RemoteSeam, ground: Ground) -> dict[str, object]:
    return {"service": ground.folders[seam.callee], "class": seam.seam_class.value, "touches": list(ground.touches.get(seam.target, ()))}


def _answer(seam: RemoteSeam) -> dict[str, object]:
    return {"class": seam.seam_class.value, "is_async": seam.is_async}


def _classes(service: Service, ground: Ground) -> list[str]:
    """The classes that may travel: the records, enums, exceptions and entities of the modules that the service holds."""
    definitions: dict[str, Definition] = {definition.name: definition for definition in ground.codebase.of(Definition)}
    entities: dict[str, Entity] = {entity.name: entity for entity in ground.codebase.of(Entity)}
    found = {*ALWAYS, *ground.stack.exceptions}
    if "pytz" in service.held.packages:
        found.add("pytz:*")
    for name in ground.shelf.keeping.data:
        definition = definitions.get(name)
        if definition is not None and definition.kind is DefinitionKind.CLASS and definition.module in service.held.roles:
            found.add(class_name(name, definition.module))
            if name in entities and entities[name].framework in ("django", "peewee"):
                found |= {f"{class_name(name, definition.module)}.{error}" for error in _NESTED_ERRORS}
    return sorted(found)


def _context_variables(service: Service, ground: Ground) -> list[str]:
    """The module-level context variables of the code base that held code uses."""
    names = {str(use.what) for use in ground.codebase.of(ContextUse)}
    modules = {name: ModuleName(name.rpartition(".")[0]) for name in names}
    return sorted(name for name, module in modules.items() if module in service.held.roles)

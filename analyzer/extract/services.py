"""One service as files: its slice of the code base, and what makes it a process of its own."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from analyzer.disk import Templates
from analyzer.distributions import distribution_of, normalised
from analyzer.extract.assets import Holding, assets_for, module_files
from analyzer.extract.blockers import CrossingGroup, crossings_of
from analyzer.extract.by_path import RUNNERS, runs_migrations
from analyzer.extract.copies import reached_whole
from analyzer.extract.distributions import Dependencies, dependencies
from analyzer.extract.facades.facade import needed_modules
from analyzer.extract.facades.text import caller_text, owner_text
from analyzer.extract.ground import Ground
from analyzer.extract.migrations import Migrations
from analyzer.extract.rendering import render_folders
from analyzer.extract.settings_strings import strings_of
from analyzer.extract.slices import Role, Slice, cut_slice
from analyzer.extract.stage import Stage
from analyzer.extract.workers import WORKERS, Worker, workers_of
from analyzer.model.files import CopiedFile, OutputFile, TextFile
from analyzer.model.place import ModuleName
from analyzer.model.plan import Finding, ServicePlan
from analyzer.model.source import FileKind
from analyzer.model.surface import Requirement, SettingUse, Task
from analyzer.model.syntax import When


@dataclass(frozen=True, slots=True)
class Service:
    """What templates know about one service. ``folder`` is its directory and host name; ``entry``, ``tests`` and the modules of
    ``workers`` are generated ones, of names that no module of the code base has."""

    id: str
    folder: str
    plan: ServicePlan | None
    held: Slice
    lines: dict[str, int]
    dependencies: Dependencies
    tasks: tuple[Task, ...]
    crossings: tuple[CrossingGroup, ...]
    findings: tuple[Finding, ...]
    entry: str
    workers: tuple[Worker, ...]
    tests: str
    migrates: bool
    kept_foreign: int
    kept_lines: int
    clients: tuple[str, ...]

    @property
    def has_worker(self) -> bool:
        """Whether a queue worker runs beside the web process."""
        return bool(self.workers)

    def command(self, words: Iterable[str]) -> list[str]:
        """What Python is started with, the entry module filled in."""
        return [word.replace("{entry}", self.entry) for word in words]

    def uses(self, *names: str) -> bool:
        """Whether the service installs any of these distributions."""
        return any(need.name in names for need in self.dependencies.needs)


def slice_of(service: str, ground: Ground, library: Collection[ModuleName] = ()) -> Slice:
    """The slice of a service that has all modules of a library."""
    migrations = _migrations(service, ground)
    extra = [*(migrations.modules if migrations else ()), *(ground.analysis.partition.shared if service == ground.rest else ())]
    copied = reached_whole(service, ground.codebase, ground.code) if ground.stage is Stage.CLOSURE else frozenset()
    entry = [*ground.entry, *extra, *sorted(library), *needed_modules(ground.facades, service)]
    held = cut_slice(service, entry, ground.code, ground.shelf, ground.installed, copied)
    if migrations is None and ground.migrations is not None and _runs_migrations(held, ground):
        entry += ground.migrations.modules  # what they import has to be there as well
        held = cut_slice(service, entry, ground.code, ground.shelf, ground.installed, copied)
    return held


def _runs_migrations(held: Slice, ground: Ground) -> bool:
    """Whether code of a service runs the migrations itself, as an application may when it starts; it needs them beside it then."""
    migrations = ground.migrations
    if migrations is None or not migrations.files:
        return False
    users = [m for m in held.roles if any(fact.name.startswith(RUNNERS) for fact in ground.code.packages.get(m, ()))]
    return any(runs_migrations(_held_source(module, held, ground)) for module in users if module not in migrations.modules)


def _held_source(module: ModuleName, held: Slice, ground: Ground) -> bytes:
    """The bytes of a module as a service holds it."""
    stub = ground.shelf.of(module, held.service) if held.roles[module] is Role.STUB else None
    return stub.text.encode("utf-8", "replace") if stub is not None else ground.source(module)


def _migrations(service: str, ground: Ground) -> Migrations | None:
    return ground.migrations if ground.migrations is not None and ground.migrations.service == service else None


def plan_service(service: str, held: Slice, ground: Ground) -> Service:
    """What follows from the slice of a service."""
    migrations = _migrations(service, ground)
    plan = next((one for one in ground.analysis.plan.services if one.id == service), None)
    stubs = [stub for module in held.of(Role.STUB) if (stub := ground.shelf.of(module, service)) is not None]
    names = {module.partition(".")[0] for module in held.roles}
    tasks = tuple(task for task in ground.codebase.outside_tests(Task) if ground.code.home(task.module) == service)
    findings = tuple(finding for finding in ground.analysis.plan.findings if service in finding.services)
    modules = tuple(name for name in ("worker", "service_worker", "unbraid_worker", *_MORE_WORKERS) if name not in names)
    workers = workers_of(tasks, WORKERS, modules, ground.folders[service])
    return Service(
        service,
        ground.folders[service],
        plan,
        held,
        {role.value: sum(ground.code.files[module].lines for module in held.of(role)) for role in Role},
        _dependencies(service, held, ground, bool(migrations), [worker.kind for worker in workers]),
        tasks,
        crossings_of(service, ground.analysis.plan),
        findings,
        free_name(names, "service", "service_entry", "unbraid_entry"),
        workers,
        free_name(names, "tests", "service_tests", "unbraid_tests"),
        bool(migrations),
        sum(stub.kept for stub in stubs),
        sum(stub.kept_lines for stub in stubs),
        tuple(sorted({target for stub in stubs for target in stub.clients} | _facade_calls(service, ground))),
    )


_MORE_WORKERS = tuple(f"unbraid_worker_{number}" for number in range(2, 5))


def _facade_calls(service: str, ground: Ground) -> set[str]:
    return {facade.seam.target for facade in ground.facades if service in facade.seam.callers}


def free_name(taken: set[str], *names: str) -> str:
    """The first of the names that is not taken (the last where all are)."""
    return next((name for name in names if name not in taken), names[-1])


def packages_of(modules: Iterable[ModuleName], ground: Ground) -> dict[str, bool]:
    """The import names of distributions that whole modules import, and those that settings among them name in strings (import
    name to whether it may be missing)."""
    found: dict[str, bool] = {}
    several = tuple(modules)
    for module in several:
        for fact in ground.code.packages.get(module, ()):
            if fact.when is not When.TYPE_CHECKING:
                found[fact.name] = found.get(fact.name, True) and fact.when in (When.GUARDED, When.LAZY)
    return {**dict.fromkeys(_named(several, ground), False), **found}


A_ROLE = 3
"""A name that so many modules have inside of their packages is what they are for (``models``), not a distribution that nobody declares."""


def _named(modules: Iterable[ModuleName], ground: Ground) -> Iterator[str]:
    """The import names of declared distributions that settings name in strings."""
    known = {normalised(one.name): one for one in ground.codebase.of(Requirement)}
    for module in modules:
        if ground.code.files[module].kind is FileKind.CONFIG or "settings" in module:
            tops = {text.partition(".")[0] for text in strings_of(ground.source(module))} - ground.tops
            yield from (top for top in sorted(tops) if distribution_of(top, known) in known)


def _dependencies(service: str, held: Slice, ground: Ground, migrates: bool, queues: Collection[str]) -> Dependencies:
    declared = ground.codebase.of(Requirement)
    packages = {**dict.fromkeys(_named(held.roles, ground), False), **held.packages}
    stack = ground.stack
    serving = [*stack.serving, *(["django"] if stack.name == "django" else []), *queues]
    if migrates and ground.migrations is not None and "alembic" in ground.migrations.command:
        serving.append("alembic")
    parts = {service, *(part for module in held.of(Role.OWN) for part in module.split("."))}
    nearby = frozenset() if service == ground.rest else frozenset(parts)  # what is left of the monolith keeps the monolith's versions
    own = Counter(module.rpartition(".")[2] for module in ground.code.files if "." in module)
    return dependencies(packages, serving, declared, nearby, ground.unimported, [name for name, count in own.items() if count >= A_ROLE])


def held_files(service: Service, ground: Ground) -> dict[str, OutputFile]:
    """The files of a service that come from the code base, by their paths in its own folder."""
    found: dict[str, OutputFile] = {}
    for file in [
        *_code(service, ground),
        *assets_for(_holding(service, ground), ground.places, ground.codebase, ground.code),
        *_migration_files(service, ground),
    ]:
        found.setdefault(file.path, file)
    return _with_packages(found)


def made_files(service: Service, ground: Ground, templates: Templates, system: dict[str, object]) -> list[TextFile]:
    """The files that make a process of a service, relative to its own folder."""
    command = service.command(ground.stack.command)
    settings = environment_keys([service], ground)
    own: dict[str, object] = {"service": service, "settings": settings, "local_command": command, "command": ["python", *command]}
    folders = ["service/any", f"service/{ground.stack.name}"]
    renamed = {f"service{part}.py": f"{service.entry}{part}.py" for part in ("", "_settings", "_middleware")}
    found = render_folders(templates, folders, {**system, **own}, {**renamed, "tests": service.tests})
    for worker in service.workers:
        told = {**system, **own, "worker": worker}
        found += render_folders(templates, [f"service/{worker.kind}"], told, {"worker.py": f"{worker.module}.py"})
    return [*found, *_facades(service, ground)]


def _facades(service: Service, ground: Ground) -> Iterator[TextFile]:
    """The facade of a service, and those of others that it calls."""
    for module in sorted({facade.seam.module for facade in ground.facades}):
        members = [facade for facade in ground.facades if facade.seam.module == module]
        called = [facade for facade in members if service.id in facade.seam.callers]
        if members[0].seam.callee == service.id:
            yield TextFile(f"{module}.py", owner_text(members))
        elif called:
            yield TextFile(f"{module}.py", caller_text(called))


def _holding(service: Service, ground: Ground) -> Holding:
    def runs(module: ModuleName, line: int) -> bool:
        stub = ground.shelf.of(module, service.id) if service.held.roles[module] is Role.STUB else None
        return stub is None or stub.has_line(line)

    def source(module: ModuleName) -> bytes:
        return _held_source(module, service.held, ground)

    return Holding(service.held, service.id == ground.routes.default, ground.large, source, runs)


def _code(service: Service, ground: Ground) -> Iterable[OutputFile]:
    for module, path in module_files(service.held, ground.code).items():
        stub = ground.shelf.of(module, service.id) if service.held.roles[module] is Role.STUB else None
        if module in ground.texts and service.held.roles[module] is Role.OWN:
            yield TextFile(path, ground.texts[module])
        elif stub is None or not stub.replaced:
            yield CopiedFile(path, ground.code.files[module].path)
        else:
            yield TextFile(path, stub.text)


def _migration_files(service: Service, ground: Ground) -> Iterable[OutputFile]:
    if ground.migrations is not None and (service.migrates or _runs_migrations(service.held, ground)):
        yield from (CopiedFile(path, path) for path in ground.migrations.files)


def _with_packages(files: dict[str, OutputFile]) -> dict[str, OutputFile]:
    """The files without those that a file of another stands in the way of (``a`` beside ``a/b``)."""
    folders = {"/".join(path.split("/")[:i]) for path in files for i in range(1, path.count("/") + 1)}
    return {path: file for path, file in files.items() if path not in folders}


def environment_keys(services: Iterable[Service], ground: Ground) -> tuple[tuple[str, str], ...]:
    """The environment keys that held code reads, with the first place of each."""
    found: dict[str, str] = {}
    whole = {module for service in services for role in (Role.OWN, Role.KERNEL, Role.COPY) for module in service.held.of(role)}
    for use in ground.codebase.of(SettingUse):
        if use.origin == "env" and re.fullmatch(r"[A-Za-z_]\w*", use.key, re.ASCII) and use.module in whole:
            found.setdefault(use.key, str(use.at))
    return tuple(sorted(found.items()))

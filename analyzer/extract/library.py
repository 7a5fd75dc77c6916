"""The shared kernel as a library: one distribution that every service is put together with, instead of a copy in each."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from analyzer.extract.assets import module_files
from analyzer.extract.distributions import Dependencies, Need, dependencies
from analyzer.extract.ground import Ground
from analyzer.extract.services import Service, packages_of, slice_of
from analyzer.extract.slices import Role, Slice
from analyzer.model.files import CopiedFile, OutputFile
from analyzer.model.place import ModuleName
from analyzer.model.surface import Requirement
from analyzer.model.syntax import When

VERSION = "0.1.0"
FOLDER, SOURCE = "kernel", "kernel/src"


class Kernel(StrEnum):
    """``COPY``: each service has a copy of the shared modules that it needs. ``LIBRARY``: what several services need is a
    distribution of its own, once."""

    COPY = "copy"
    LIBRARY = "library"


@dataclass(frozen=True, slots=True)
class Library:
    """The distribution ``name``: its modules, its files (relative to its source folder, modules and the data beside them), lines,
    what it installs, and which modules of services its own modules import (pairs, sorted)."""

    name: str
    modules: tuple[ModuleName, ...]
    files: tuple[CopiedFile, ...]
    lines: int
    needs: tuple[Need, ...]
    reaches: tuple[tuple[ModuleName, tuple[ModuleName, ...]], ...]
    version: str = VERSION
    folder: str = FOLDER
    source: str = SOURCE

    @property
    def requirement_lines(self) -> frozenset[str]:
        """What a service that depends on the library need not list again."""
        return frozenset(need.line for need in self.needs)


def slices_of(ground: Ground, kernel: Kernel) -> tuple[dict[str, Slice], frozenset[ModuleName]]:
    """The slice of each service, and the modules of the library (none where each service has its copies).

    A service has the whole library, so that all of it can be imported in each: what the library reaches is in every slice, which
    may make more modules shared, until none is added.
    """
    found: frozenset[ModuleName] = frozenset()
    while True:
        slices = {service: slice_of(service, ground, found) for service in ground.services}
        more = _shared(slices.values()) if kernel is Kernel.LIBRARY else found
        if more <= found:
            return slices, found
        found |= more


def _shared(slices: Iterable[Slice]) -> frozenset[ModuleName]:
    """The modules of the kernel that several services hold, and none owns."""
    held = Counter((module, role) for one in slices for module, role in one.roles.items())
    several = [module for (module, role), count in held.items() if role is Role.KERNEL and count > 1]
    return frozenset(module for module in several if (module, Role.OWN) not in held)


def library_of(
    ground: Ground, members: frozenset[ModuleName], services: Iterable[Service], held: Mapping[str, Mapping[str, OutputFile]]
) -> Library | None:
    """The library of modules that services share; None where there is none. ``held`` are the files of each service as if it had
    copies: of these, the library has those that lie beside its modules in more than one service, and the same in all."""
    code = ground.code
    whole = Slice("", dict.fromkeys(sorted(members), Role.KERNEL), {}, ())
    modules = {CopiedFile(path, code.files[module].path): module for module, path in module_files(whole, code).items()}
    free = _Places(held.values())
    files = [file for file in (*modules, *_data(ground, members, held)) if free.for_library(file)]
    own = {module for file, module in modules.items() if file in set(files)}
    if not own:
        return None
    return Library(
        re.sub(r"[^a-z0-9]+", "-", f"{ground.codebase.name} shared kernel".lower()).strip("-"),
        tuple(sorted(own)),
        tuple(sorted(files)),
        sum(code.files[module].lines for module in own),
        _needs(own, ground, [service.dependencies for service in services]),
        tuple(_reaches(own, ground)),
    )


class _Places:
    """What lies at each path in the services, so that a file of the library is in nobody's way."""

    def __init__(self, held: Iterable[Mapping[str, OutputFile]]) -> None:
        self.files: dict[str, set[OutputFile]] = {}
        for files in held:
            for path, file in files.items():
                self.files.setdefault(path, set()).add(file)
        self.folders = {str(folder) for path in self.files for folder in PurePosixPath(path).parents}

    def for_library(self, file: CopiedFile) -> bool:
        """Whether the services have the file itself at its path or nothing, and no file where it needs a folder."""
        return (
            self.files.get(file.path, set()) <= {file}
            and file.path not in self.folders
            and not any(str(folder) in self.files for folder in PurePosixPath(file.path).parents)
        )


def _data(ground: Ground, members: frozenset[ModuleName], held: Mapping[str, Mapping[str, OutputFile]]) -> Iterator[CopiedFile]:
    """The files beside modules of the library, and the project's own, that more than one service has."""
    for place in ground.places:
        if place.is_top or not members.isdisjoint(place.modules):
            file = CopiedFile(place.target, place.path)
            if sum(files.get(file.path) == file for files in held.values()) > 1:
                yield file


def _needs(modules: Iterable[ModuleName], ground: Ground, services: Iterable[Dependencies]) -> tuple[Need, ...]:
    """What the library installs; where a service asks for another version than the library would, the service decides."""
    wanted: dict[str, set[str]] = {}
    for service in services:
        for need in service.needs:
            wanted.setdefault(need.name, set()).add(need.line)
    found = dependencies(packages_of(modules, ground), (), ground.codebase.of(Requirement), unimported=ground.unimported).needs
    agreed = [need for need in found if need.name in wanted]
    return tuple(need if wanted[need.name] == {need.line} else Need(need.name, need.extras, "", need.marker, need.why) for need in agreed)


def _reaches(modules: set[ModuleName], ground: Ground) -> Iterator[tuple[ModuleName, tuple[ModuleName, ...]]]:
    """For each module of the library the modules of services that it imports when it is imported."""
    for module in sorted(modules):
        facts = [fact for fact in ground.code.imports.get(module, ()) if fact.when is When.RUN]
        others = {name for fact in facts for name in (fact.target, fact.resolved) if ground.code.home(name) in ground.services}
        if others - modules:
            yield module, tuple(sorted(others - modules))

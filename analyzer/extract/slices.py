"""What each service holds: its own modules, the kernel that they need, and stand-ins for what they reach of others."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from analyzer.extract.client_call import RemoteCall
from analyzer.extract.code_index import CodeIndex
from analyzer.extract.conventions import companions
from analyzer.extract.keeping import Keeping
from analyzer.extract.stub import ImportLeft, Stub, StubRequest, make_stub
from analyzer.model.partition import SHARED
from analyzer.model.place import Location, ModuleName, Problem
from analyzer.model.source import FileKind
from analyzer.model.syntax import When


class Role(StrEnum):
    """Why a module is part of a service."""

    OWN = "own"
    KERNEL = "kernel"
    COPY = "copy"
    STUB = "stub"


@dataclass(slots=True)
class StubShelf:
    """Stand-ins by module and service, each text made once whoever needs it; ``None`` for a module that could not be rewritten."""

    code: CodeIndex
    sources: Callable[[str], bytes]
    keeping: Keeping
    remote: Mapping[ModuleName, Mapping[str, RemoteCall]]
    problems: list[Problem] = field(default_factory=list)
    made: dict[tuple[ModuleName, frozenset[str]], Stub | None] = field(default_factory=dict)
    known: dict[tuple[ModuleName, str], Stub | None] = field(default_factory=dict)
    kept: dict[str, Mapping[ModuleName, frozenset[str]]] = field(default_factory=dict)

    def of(self, module: ModuleName, service: str) -> Stub | None:
        """The stand-in of a module in a service, or None where the file itself has to do (a problem says so)."""
        if (module, service) not in self.known:
            kept = self._kept("").get(module, frozenset()) | self._kept(service).get(module, frozenset())
            if (module, kept) not in self.made:
                self.made[module, kept] = self._make(module, kept)
            self.known[module, service] = self.made[module, kept]
        return self.known[module, service]

    def _kept(self, service: str) -> Mapping[ModuleName, frozenset[str]]:
        """What stand-ins keep by module: in every service (``""``), or in one besides."""
        if service not in self.kept:
            names = self.keeping.copied(service) if service else self.keeping.always
            self.kept[service] = by_module(names, self.code)
        return self.kept[service]

    def _make(self, module: ModuleName, kept: frozenset[str]) -> Stub | None:
        file = self.code.files[module]
        exported = self.code.exported.get(module, frozenset())
        request = StubRequest(module, self.code.home(module), kept, exported, self.remote.get(module, {}))
        try:
            return make_stub(self.sources(file.path), request)
        except (ValueError, SyntaxError, OSError, RecursionError, MemoryError) as error:
            message = f"no stand-in can be made ({type(error).__name__}); the services that reach it hold the whole file"
            problem = Problem(Location(file.path), "not-rewritten", message)
            if problem not in self.problems:
                self.problems.append(problem)
            return None


def by_module(names: Iterable[str], code: CodeIndex) -> dict[ModuleName, frozenset[str]]:
    """Dotted names by module, each dotted inside its module."""
    found: dict[ModuleName, set[str]] = defaultdict(set)
    for name in names:
        parts = name.split(".")
        for length in range(len(parts) - 1, 0, -1):
            module = ModuleName(".".join(parts[:length]))
            if module in code.files:
                found[module].add(".".join(parts[length:]))
                break
    return {module: frozenset(inside) for module, inside in found.items()}


@dataclass(frozen=True, slots=True)
class Slice:
    """The modules of one service and their roles, sorted by module; ``packages`` are the import names of distributions that
    the held code imports (name to whether every one of these imports may fail); ``entity_modules`` are to be imported."""

    service: str
    roles: Mapping[ModuleName, Role]
    packages: Mapping[str, bool]
    entity_modules: tuple[ModuleName, ...]

    def of(self, role: str) -> tuple[ModuleName, ...]:
        """The modules of one role, sorted."""
        return tuple(module for module, held in self.roles.items() if held == role)


def cut_slice(
    service: str,
    entry: Iterable[ModuleName],
    code: CodeIndex,
    shelf: StubShelf,
    installed: Iterable[str] = (),
    copied: Collection[ModuleName] = (),
) -> Slice:
    """The slice of a service. ``entry`` are modules that have to be there whatever the closure says: the application and its
    settings; ``installed`` are the packages of a framework's registry, whose conventional modules come along; ``copied`` are
    modules of other services that are held whole."""
    own = {m for m, f in code.files.items() if code.homes.get(m) == service and f.kind not in (FileKind.TEST, FileKind.SCRIPT)}
    started = frozenset(entry)
    pending = [*sorted(own), *sorted(started)]
    roles: dict[ModuleName, Role] = {}
    packages: dict[str, bool] = {}
    registry = frozenset(installed)
    while pending:
        module = pending.pop()
        if module in roles or module not in code.files:
            continue
        role = _role(module, service, code)
        role = Role.KERNEL if role is Role.STUB and module in started else role
        roles[module] = Role.COPY if role is Role.STUB and module in copied else role
        whole = roles[module] is not Role.STUB
        stub = None if whole else shelf.of(module, service)
        reached, needed = _needs(module, stub, code)
        for name, guarded in needed:
            packages[name] = packages.get(name, True) and guarded
        pending += [*reached, *code.parents(module), *code.entity_modules.get(module, ())]
        pending += companions(module, registry, code.children)
    entities = tuple(sorted(module for module in roles if module in code.entities))
    return Slice(service, dict(sorted(roles.items())), dict(sorted(packages.items())), entities)


def _role(module: ModuleName, service: str, code: CodeIndex) -> Role:
    home = code.home(module)
    if home == service:
        return Role.OWN
    kind = code.files[module].kind
    return Role.KERNEL if home == SHARED or kind in (FileKind.CONFIG, FileKind.MIGRATION, FileKind.GENERATED) else Role.STUB


def _needs(module: ModuleName, stub: Stub | None, code: CodeIndex) -> tuple[list[ModuleName], list[tuple[str, bool]]]:
    """The modules of the code base and the packages that a held module brings along (package, whether it may be missing)."""
    strings = code.strings.get(module, ())
    reached = [text.target_module for text in strings if stub is None or stub.has_line(text.at.line)]
    packages = [fact for fact in code.packages.get(module, ()) if fact.when is not When.TYPE_CHECKING]
    needed = [(fact.name, fact.when in (When.GUARDED, When.LAZY)) for fact in packages]
    if stub is None:
        for fact in code.imports.get(module, ()):
            if fact.when is not When.TYPE_CHECKING:
                reached += [fact.target, fact.resolved]
        return reached, needed
    for left in stub.imports:
        reached += _targets(left, code, module)
    still = {left.module: left.guarded for left in stub.imports if not left.level}
    return reached, [(name, optional or still[found]) for name, optional in needed if (found := _found(name, still))]


def _found(package: str, still: Iterable[str]) -> str:
    """The first of the imported names that is the package, lies in it or holds it; ``""`` for none."""
    return next((name for name in still if f"{name}.".startswith(f"{package}.") or f"{package}.".startswith(f"{name}.")), "")


def _targets(left: ImportLeft, code: CodeIndex, module: ModuleName) -> Iterable[ModuleName]:
    base = left.module
    if left.level:
        parts = code.files[module].package.split(".")
        parts = parts[: len(parts) - left.level + 1]
        base = ".".join([*parts, left.module] if left.module else parts)
    names = [base, *(f"{base}.{name}" for name in left.names)]
    found = [ModuleName(name) for name in names if name in code.files]
    if "*" in left.names or not found:
        found += code.parents(ModuleName(base + ".x"))
    resolved = {fact.resolved for fact in code.imports.get(module, ()) if fact.target in found and set(fact.names) & set(left.names)}
    return [*found, *sorted(resolved)]

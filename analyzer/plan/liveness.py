"""Which modules and definitions nothing uses. Whatever a framework, a string, a subclass hook or a caller outside may reach is
taken to be in use: silence is better than a false alarm."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from analyzer.model.data import Entity
from analyzer.model.facts import BlindSpot, Definition, DefinitionKind, Import, Reference, StringReference
from analyzer.model.place import ModuleName
from analyzer.model.roadmap import DeadModule
from analyzer.model.source import FileKind, SourceFile
from analyzer.model.surface import Application, Endpoint, Message, Task
from analyzer.plan.cut import Cut
from analyzer.plan.exceptions import BUILTIN
from analyzer.plan.names import name_set, words

INERT_DECORATORS = name_set(
    """
    cache cached_property contextmanager asynccontextmanager dataclass dataclasses.dataclass lru_cache total_ordering wraps
    overload functools.cache functools.lru_cache functools.wraps functools.total_ordering contextlib.contextmanager
    contextlib.asynccontextmanager staticmethod classmethod deprecated
    """
)
"""Decorators that register nothing."""
INERT_ON_METHODS = frozenset({"abstractmethod", "cached_property", "deleter", "getter", "property", "setter"})
INERT_BASES = BUILTIN | name_set(
    """
    object enum.Enum enum.IntEnum enum.StrEnum typing.NamedTuple typing.Protocol typing.TypedDict typing.Generic abc.ABC
    """
)
"""Bases whose subclasses nobody looks up."""
ENTRY_NAMES = frozenset(
    "__main__ __init__ manage wsgi asgi conftest setup settings config urls apps admin conf gunicorn".split()  # noqa: SIM905  # reads better than a list
)
"""Last parts of names of modules that something outside of the code base loads."""
ENTRY_WORDS = frozenset({"config", "script", "setting", "example", "demo", "sample", "tutorial", "benchmark"})
BUILD_HOOKS = name_set(
    """
    build_wheel build_sdist build_editable get_requires_for_build_wheel get_requires_for_build_sdist get_requires_for_build_editable
    prepare_metadata_for_build_wheel prepare_metadata_for_build_editable
    """
)
"""What a build backend is called by (PEP 517, PEP 660)."""
PLUGIN_POINT = 5
"""A class of the code base with subclasses in this many modules is a plugin point: its subclasses may be looked up by name."""
CONVENTION = 5
"""So many unused modules that are named alike are loaded by their names."""
TOO_MANY = 0.15
"""Where more than this part of all modules seems unused, something loads them in a way that we cannot see: said once, carefully."""
FEW = 5
UNSEEN = 0.25
"""Where more than this part of a package's modules seems unused, the package is loaded in a way that we cannot see."""


@dataclass(frozen=True, slots=True)
class Dead:
    """Modules that nothing uses, sorted; or, where so many seem unused that something must load them unseen, none, and these."""

    modules: tuple[DeadModule, ...]
    doubtful: tuple[ModuleName, ...] = ()


def dead_modules(cut: Cut, unused: tuple[ModuleName, ...]) -> Dead:
    """The dead modules among those that seem unused."""
    code = sum(file.kind is FileKind.CODE for file in cut.codebase.files)
    if len(unused) > max(FEW, TOO_MANY * code):
        return Dead((), unused)
    return Dead(tuple(DeadModule(module, cut.home(module), cut.files[module].lines, cut.top(module)) for module in unused))


def unused_modules(cut: Cut) -> tuple[ModuleName, ...]:
    """The modules of business code that nothing imports, refers to, names in a string, or serves, sorted."""
    reached = _reached_modules(cut)
    unused = [file.module for file in cut.codebase.files if _is_ordinary(file) and file.module not in reached]
    conventions = Counter(key for module in unused for key in _conventions(module))
    unused = [module for module in unused if all(conventions[key] < CONVENTION for key in _conventions(module))]
    packages = Counter(module.rpartition(".")[0] for module in unused)
    sizes = Counter(file.module.rpartition(".")[0] for file in cut.codebase.files if file.kind is FileKind.CODE and not file.is_package)
    return tuple(sorted(module for module in unused if _stands_out(packages, sizes, module.rpartition(".")[0])))


def _conventions(module: str) -> tuple[str, ...]:
    """What may make a loader find a module: its file name, the last word of it, being named like its folder."""
    package, _, name = module.rpartition(".")
    return (name, f"*_{name.rpartition('_')[2]}", *(["<folder>"] if package.rpartition(".")[2] == name else []))


def _stands_out(unused: Counter[str], sizes: Counter[str], package: str) -> bool:
    """Whether the unused modules of a package are the exception there; modules outside of packages may be scripts."""
    return bool(package) and (unused[package] == 1 < sizes[package] or unused[package] <= UNSEEN * sizes[package])


def _is_ordinary(file: SourceFile) -> bool:
    name = file.module.rpartition(".")[2]
    ordinary = name not in ENTRY_NAMES and not words(name) & ENTRY_WORDS and not any(word.endswith("test") for word in words(name))
    # A dot in the name of a file keeps everybody from importing it: what it is for, something loads it by its path.
    importable = "." not in PurePosixPath(file.path).stem
    return file.kind is FileKind.CODE and not file.is_package and file.lines > 0 and ordinary and importable


def _reached_modules(cut: Cut) -> frozenset[str]:
    facts = cut.codebase
    reached: set[str] = set()
    for statement in facts.of(Import):
        if statement.importer != statement.resolved:
            reached.update((statement.target, statement.resolved))
    reached.update(r.target_module for r in facts.of(Reference) if r.source_module != r.target_module)
    reached.update(s.target_module for s in facts.of(StringReference))
    reached.update(application.module for application in facts.of(Application))
    reached.update(task.module for task in facts.of(Task))
    reached.update(entity.module for entity in facts.of(Entity))
    reached.update(endpoint.module for endpoint in facts.of(Endpoint))
    reached.update(e.handler.rpartition(".")[0] for e in facts.of(Endpoint))
    reached.update(m.module for m in facts.of(Message) if m.role == "receive")
    reached.update(_loaded_blindly(cut))
    reached.update(_plugins(cut))
    reached.update(d.module for d in cut.definitions.values() if not all(_is_inert(decorator) for decorator in d.decorators))
    return frozenset(reached)


def _loaded_blindly(cut: Cut) -> Iterator[str]:
    """Modules beside or below one that imports by computed names: any of them may be meant."""
    folders = {spot.module if cut.files[spot.module].is_package else spot.module.rpartition(".")[0] for spot in _dynamic_imports(cut)}
    for module in cut.files:
        package = module
        while package := package.rpartition(".")[0]:
            if package in folders and "." in package:
                yield module
                break


def _plugins(cut: Cut) -> Iterator[str]:
    """Modules with a class that inherits from a plugin point."""
    inheritors: dict[str, set[str]] = defaultdict(set)
    for definition in cut.definitions.values():
        for base in definition.bases:
            inheritors[base].add(definition.module)
    for base, modules in inheritors.items():
        if base in cut.definitions and len(modules) >= PLUGIN_POINT:
            yield from modules


def _dynamic_imports(cut: Cut) -> Iterator[BlindSpot]:
    return (spot for spot in cut.codebase.of(BlindSpot) if "import" in spot.reason and spot.module in cut.files)


def unused_definitions(cut: Cut) -> tuple[Definition, ...]:
    """The module-level functions and classes of an application that nothing refers to, sorted by name.

    Of a code base that serves nothing (a library) only private ones count: the others are its interface.
    """
    serves = bool(cut.codebase.of(Application) or cut.codebase.of(Endpoint))
    used = _used_names(cut)
    unread = {_package(cut, spot.module) for spot in cut.codebase.of(BlindSpot) if spot.reason == "unresolved-import"}
    return tuple(
        definition
        for name, definition in sorted(cut.definitions.items())
        if name not in used
        and cut.files[definition.module].kind is FileKind.CODE
        and (serves or name.rpartition(".")[2].startswith("_"))
        and _package(cut, definition.module) not in unread
        and _may_be_unused(cut, definition)
    )


def _package(cut: Cut, module: str) -> str:
    """The package that a module lies in, or is. One that imports what is not there holds code that was not read: compiled, or made."""
    known = cut.files.get(ModuleName(module))
    return module if known and known.is_package else module.rpartition(".")[0]


def _may_be_unused(cut: Cut, definition: Definition) -> bool:
    """Whether a definition stands at module level and nothing registers it by decorator, base class or naming convention."""
    short = definition.name.removeprefix(f"{definition.module}.")
    if definition.kind not in (DefinitionKind.FUNCTION, DefinitionKind.CLASS) or "." in short or short.startswith("__"):
        return False
    if definition.module.rpartition(".")[2] in ENTRY_NAMES - {"__init__"} or short == "main" or short in BUILD_HOOKS:
        return False
    return all(_is_inert(decorator) for decorator in definition.decorators) and all(base in INERT_BASES for base in definition.bases)


def _is_inert(decorator: str) -> bool:
    """Whether a decorator registers nothing, as far as its name tells."""
    bare = decorator.partition("(")[0]
    return bare in INERT_DECORATORS or bare.rpartition(".")[2] in (
        "setter",
        "getter",
        "deleter",
        "property",
        "abstractmethod",
        "cached_property",
    )


def _used_names(cut: Cut) -> frozenset[str]:
    """Everything that is referred to from outside itself, imported by name, exported, named in a string, or registered."""
    facts = cut.codebase
    used: set[str] = set()
    stars: set[str] = set()
    for reference in facts.of(Reference):
        if reference.target not in used and not f"{reference.source}.".startswith(f"{reference.target}."):
            _add(used, reference.target)
    for statement in facts.of(Import):
        used.update(f"{statement.resolved}.{name}" for name in statement.names)
        if "*" in statement.names:
            stars.add(statement.resolved)
    for string in facts.of(StringReference):
        _add(used, string.text.replace(":", "."))
    for handler in (*(e.handler for e in facts.of(Endpoint)), *(t.handler for t in facts.of(Task))):
        _add(used, handler)
    for message in facts.of(Message):
        _add(used, message.source)
    used.update(entity.name for entity in facts.of(Entity))
    used.update(name for name, definition in cut.definitions.items() if definition.module in stars or definition.is_exported)
    return frozenset(used)


def _add(used: set[str], name: str) -> None:
    """A name and everything around it: whoever uses a method uses its class."""
    while "." in name and name not in used:
        used.add(name)
        name = name.rpartition(".")[0]

"""Which functions are called over HTTP: those that the plan allows, each once, with the shape of its call."""

import ast
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from analyzer.extract.inference.world import World
from analyzer.extract.mutation import changed_argument
from analyzer.extract.nodes import Function
from analyzer.extract.source_text import tree_at
from analyzer.extract.stored_fields import stored_fields
from analyzer.extract.unstored import unstored_argument
from analyzer.model.analysis import Analysis
from analyzer.model.data import Entity
from analyzer.model.facts import Definition, DefinitionKind, Reference
from analyzer.model.partition import SHARED
from analyzer.model.place import Location, ModuleName
from analyzer.model.plan import Seam, SeamClass
from analyzer.model.source import FileKind
from analyzer.model.syntax import UseKind

PREFIX = "/_seams/"
_REMOTE = frozenset({SeamClass.DATA_FUNCTION, SeamClass.ENTITY_BY_IDENTITY, SeamClass.CONTEXT_FUNCTION, SeamClass.FIRE_AND_FORGET})
_CLASS_LEVEL = frozenset({"staticmethod", "classmethod"})


class Use(StrEnum):
    """How the owner's function is reached: called, as a listener of an event, or as a job of a queue."""

    CALL = "call"
    LISTENER = "listener"
    TASK = "task"


@dataclass(frozen=True, slots=True, order=True)
class RemoteSeam:
    """A function of ``callee`` that services call over HTTP. ``callers`` are sorted; ``kind`` is ``function``, ``method``
    (static or class method) or ``object`` (a method of a stored object);
    ``is_bound`` tells that its first argument is given by its class or its queue."""

    target: str
    module: ModuleName
    callee: str
    callers: tuple[str, ...]
    seam_class: SeamClass
    use: Use
    kind: str
    is_async: bool
    is_bound: bool
    at: Location

    @property
    def path(self) -> str:
        """Where the owner answers: a path of its own."""
        return PREFIX + self.target

    @property
    def attribute(self) -> str:
        """The name inside the module."""
        return self.target.removeprefix(f"{self.module}.")


@dataclass(frozen=True, slots=True, order=True)
class Demoted:
    """A function that the plan would call over HTTP, but that reading its body forbids: it is copied, for the reason ``why``."""

    target: str
    callee: str
    callers: tuple[str, ...]
    why: str
    remedy: str
    at: Location


def remote_seams(
    analysis: Analysis, sources: Callable[[str], bytes], refused: Collection[str] = ()
) -> tuple[tuple[RemoteSeam, ...], tuple[Demoted, ...]]:
    """The functions that can be called over HTTP, and those that cannot after all, sorted by name; ``refused`` are those that the
    user wants copied. What is a blocker for one caller may be a seam for another."""
    definitions = {definition.name: definition for definition in analysis.codebase.of(Definition)}
    homes, entities = analysis.partition.homes(), frozenset(str(entity.name) for entity in analysis.codebase.of(Entity))
    by_target: dict[str, list[Seam]] = defaultdict(list)
    for seam in analysis.plan.seams:
        definition = definitions.get(seam.target)
        if definition is not None and _is_remote(seam, definition, homes, entities):
            by_target[seam.target].append(seam)
    outside = {file.module for file in analysis.codebase.files if file.kind is not FileKind.CODE}
    modules = {definitions[seams[0].target].module for seams in by_target.values()} - outside
    functions = {module: _functions(module, analysis, sources) for module in modules}
    stored = stored_fields(analysis.codebase, sources) if by_target else frozenset()
    world, callers = World.of(analysis.codebase, sources, frozenset()), _callers(analysis, by_target)
    found, demoted = [], []
    for target, seams in sorted(by_target.items()):
        definition = definitions[seams[0].target]
        node = functions.get(definition.module, {}).get(target)
        if node is not None:
            remote = _seam(definition, seams, node)
            why, remedy = _objection(remote, node, refused, stored)
            if not why and remote.seam_class is SeamClass.ENTITY_BY_IDENTITY:
                why, remedy = _unstored(target, callers.get(target, ()), world)
            if why:
                demoted.append(Demoted(target, remote.callee, remote.callers, why, remedy, remote.at))
            else:
                found.append(remote)
    return tuple(found), tuple(demoted)


def _objection(seam: RemoteSeam, node: Function, refused: Collection[str], stored: frozenset[str]) -> tuple[str, str]:
    """Why a function cannot be called over HTTP after all, and what to do; two empty texts where it can."""
    name = seam.target.rpartition(".")[2]
    if seam.target in refused:
        return "copied on demand", f"Let scaffold call {name} again once what stood in the way is gone"
    argument = changed_argument(node, stored if seam.seam_class is not SeamClass.DATA_FUNCTION else None)
    if argument:
        return f"{name} changes its argument {argument} in place, which its caller would not see", f"Let {name} return what it has changed"
    return "", ""


def _callers(analysis: Analysis, targets: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The definitions of other services (and of the shared kernel) that call each function, sorted."""
    homes, found = analysis.partition.homes(), defaultdict[str, set[str]](set)
    outside = {file.module for file in analysis.codebase.files if file.kind is not FileKind.CODE}
    for use in analysis.codebase.of(Reference):
        is_call = use.target in targets and use.kind is UseKind.CALL and use.source_module not in outside
        if is_call and homes.get(use.source_module, SHARED) != homes.get(use.target_module, SHARED):
            found[use.target].add(use.source)
    return {target: tuple(sorted(sources)) for target, sources in found.items()}


def _unstored(target: str, callers: Collection[str], world: World) -> tuple[str, str]:
    """Why an object cannot cross by identity at some call: its caller has changes of it that are not stored."""
    name = target.rpartition(".")[2]
    for caller in callers:
        function = world.function(caller)
        if function is not None and (argument := unstored_argument(function, name)):
            where = f"{caller} gives {argument} to {name} while it is not as it is stored, which the other side would not see"
            return where, f"Store {argument} before the call, or give {name} plain values"
    return "", ""


def cut_seams(seams: Iterable[RemoteSeam], clients: Mapping[str, Collection[str]]) -> tuple[RemoteSeam, ...]:
    """The seams that some service really calls, with these services as callers; ``clients`` are the functions that each service
    calls. A function whose callers hold its body anyway is no seam."""
    calling = {seam.target: tuple(sorted(service for service, targets in clients.items() if seam.target in targets)) for seam in seams}
    return tuple(replace(seam, callers=calling[seam.target]) for seam in seams if calling[seam.target])


def _is_remote(seam: Seam, definition: Definition, homes: Mapping[ModuleName, str], entities: frozenset[str]) -> bool:
    if seam.seam_class not in _REMOTE or homes.get(definition.module, SHARED) != seam.callee or definition.is_generator:
        return False
    if definition.kind is DefinitionKind.METHOD:
        of_class = seam.target.count(".") == definition.module.count(".") + 2
        return of_class and (bool(_CLASS_LEVEL & _last_names(definition.decorators)) or _is_of_entity(seam, definition, entities))
    return definition.kind is DefinitionKind.FUNCTION and seam.target.count(".") == definition.module.count(".") + 1


def _is_of_entity(seam: Seam, definition: Definition, entities: frozenset[str]) -> bool:
    """Whether a method takes a stored object as its ``self``, which then crosses by identity."""
    name = seam.target.rpartition(".")[0]
    return seam.seam_class is SeamClass.ENTITY_BY_IDENTITY and name in entities and not definition.decorators and "call" in seam.kinds


def _seam(definition: Definition, seams: Iterable[Seam], node: Function) -> RemoteSeam:
    every = sorted(seams)
    kinds = {kind for seam in every for kind in seam.kinds}
    is_task = any(seam.seam_class is SeamClass.FIRE_AND_FORGET and "message" not in seam.kinds for seam in every)
    use = Use.TASK if is_task else Use.LISTENER if "message" in kinds else Use.CALL
    is_method = definition.kind is DefinitionKind.METHOD
    bound = is_method and "classmethod" in _last_names(definition.decorators)
    bound = bound or (is_task and any(_is_bound(decorator) for decorator in node.decorator_list))
    callers = tuple(sorted({seam.caller for seam in every}))
    seam_class = min(seam.seam_class for seam in every)
    return RemoteSeam(
        definition.name, definition.module, every[0].callee, callers, seam_class, use,
        _kind(definition), isinstance(node, ast.AsyncFunctionDef), bound, definition.at,
    )  # fmt: skip


def _kind(definition: Definition) -> str:
    if definition.kind is not DefinitionKind.METHOD:
        return "function"
    return "method" if _CLASS_LEVEL & _last_names(definition.decorators) else "object"


def _last_names(chains: Iterable[str]) -> set[str]:
    return {chain.partition("(")[0].rpartition(".")[2] for chain in chains}


def _is_bound(decorator: ast.expr) -> bool:
    """Whether a decorator of a queue gives the function its job as first argument: ``task(bind=True)``."""
    words = decorator.keywords if isinstance(decorator, ast.Call) else []
    return any(word.arg == "bind" and isinstance(word.value, ast.Constant) and word.value.value is True for word in words)


def _functions(module: ModuleName, analysis: Analysis, sources: Callable[[str], bytes]) -> dict[str, Function]:
    """The functions of a module and of its classes by dotted name; nothing for a file that cannot be read."""
    tree = tree_at(next(file.path for file in analysis.codebase.files if file.module == module), sources)
    if tree is None:
        return {}
    bodies = [("", tree.body), *((f"{node.name}.", node.body) for node in tree.body if isinstance(node, ast.ClassDef))]
    functions = ((prefix, node) for prefix, body in bodies for node in body if isinstance(node, Function))
    return {f"{module}.{prefix}{node.name}": node for prefix, node in functions}

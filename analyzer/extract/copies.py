"""Rung A1: which modules of other services a service holds whole, because its own code reaches them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from analyzer.extract.code_index import CodeIndex
from analyzer.graphs.closure import closure
from analyzer.model.codebase import Codebase
from analyzer.model.partition import SHARED
from analyzer.model.place import ModuleName
from analyzer.model.source import FileKind
from analyzer.model.surface import Message, Task
from analyzer.model.syntax import When


def reached_whole(service: str, codebase: Codebase, code: CodeIndex) -> frozenset[ModuleName]:
    """The modules of other services that a service's modules reach by import, by string, as jobs or as listeners of what they send.

    What only the shared kernel reaches is left to stand-ins: it puts all services together, in each of them.
    """
    heard_by = _heard(codebase)
    follow = _follows(codebase, code, heard_by)
    own = [module for module, file in code.files.items() if code.home(module) == service and file.kind is FileKind.CODE]
    heard = {receiver for module in code.files if code.home(module) == SHARED for receiver in heard_by.get(module, ())}
    found = closure({*own, *heard}, lambda module: follow.get(module, ()))
    return frozenset(module for module in map(ModuleName, found) if code.home(module) not in (service, SHARED))


def _follows(codebase: Codebase, code: CodeIndex, heard: Mapping[ModuleName, set[ModuleName]]) -> Mapping[str, Iterable[ModuleName]]:
    """From each module of a service to the modules of services that it needs whole."""
    jobs = {task.name: task.module for task in codebase.of(Task)}
    found: dict[str, set[ModuleName]] = defaultdict(set)
    for module, file in code.files.items():
        if file.kind is FileKind.CODE and code.home(module) != SHARED:
            named = code.strings.get(module, ())
            found[module].update(_imported(module, code), heard.get(module, ()), (text.target_module for text in named))
            found[module].update(jobs[text.text] for text in named if text.text in jobs)
    return found


def _imported(module: ModuleName, code: CodeIndex) -> Iterator[ModuleName]:
    for fact in code.imports.get(module, ()):
        if fact.when is not When.TYPE_CHECKING:
            yield from (fact.target, fact.resolved)


def _heard(codebase: Codebase) -> Mapping[ModuleName, set[ModuleName]]:
    """From each module to those that hold listeners of what it sends."""
    receivers: dict[str, set[ModuleName]] = defaultdict(set)
    for message in codebase.of(Message):
        if message.role == "receive":
            receivers[message.channel].add(message.module)
    found: dict[ModuleName, set[ModuleName]] = defaultdict(set)
    for message in codebase.of(Message):
        if message.role == "send":
            found[message.module] |= receivers[message.channel]
    return found

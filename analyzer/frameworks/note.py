"""What is noted of a module where it is linked, so that frameworks find the modules that matter without unpacking all others."""

import marshal
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from analyzer.frameworks.guarded import crashed
from analyzer.model.place import Problem
from analyzer.read.program import Program

Noted = dict[str, bytes]
"""The notes of some modules by their names, packed: modules, and what was noted of each."""


@dataclass(frozen=True, slots=True)
class Note:
    """A question that is asked of every module of every program.

    ``take`` gives plain values (what ``marshal`` can write), something empty where there is nothing to note. It may depend on the module,
    and on what names in it mean, as the facts of ``read.link`` do, and on nothing else: it is asked again only with these.
    """

    name: str
    take: Callable[[Program, str], Any]

    def of(self, program: Program) -> Iterator[tuple[str, Any]]:
        """The modules of which something was noted, in the order of the program, and what."""
        known = program.noted.get(self.name)
        if known is None:
            yield from ((module, taken) for module in program.modules if (taken := self.take(program, module)))
            return
        for part in known:
            yield from zip(*marshal.loads(part), strict=True)

    def modules(self, program: Program) -> tuple[str, ...]:
        """The modules of which something was noted, sorted."""
        return tuple(sorted(module for module, _ in self.of(program)))


def take_notes(notes: Iterable[Note], program: Program, modules: Sequence[str]) -> tuple[Noted, list[Problem]]:
    """All notes of some modules, and a problem for each module that one fails on."""
    problems: list[Problem] = []
    noted: Noted = {}
    for note in notes:
        found: tuple[list[str], list[Any]] = ([], [])
        for module in modules:
            try:
                taken = note.take(program, module)
            except Exception as error:  # whatever a note trips over, the rest of the job goes on
                problems.append(crashed(note.name, program.modules[module].path, error))
                continue
            if taken:
                found[0].append(module)
                found[1].append(taken)
        noted[note.name] = marshal.dumps(found)
    return noted, problems

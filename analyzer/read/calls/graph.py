"""The call graph of a program, from an entry file."""

from dataclasses import dataclass
from pathlib import Path

from analyzer.model.place import Location, Problem, Severity
from analyzer.read.calls.inlining import Inliner
from analyzer.read.calls.library import Library
from analyzer.read.calls.machine import Machine, OutOfStepsError
from analyzer.read.calls.summaries import Summaries
from analyzer.read.collector import collector_paused

MAX_LINES = 20_000
MAX_STEPS = 300_000


@dataclass(frozen=True, slots=True)
class CallGraph:
    """Callees by caller, both by dotted name and sorted; the count of modules and lines read; what went wrong or was cut."""

    calls: tuple[tuple[str, tuple[str, ...]], ...]
    modules: int
    lines: int
    problems: tuple[Problem, ...] = ()

    def as_dict(self) -> dict[str, list[str]]:
        """``{caller: [callees]}``, every known function a key."""
        return {caller: list(callees) for caller, callees in self.calls}


def call_graph(root: Path, entry: str) -> CallGraph:
    """The calls of all modules that imports reach from an entry file (a path relative to the root), the entry among them.

    Follows the program in order where it is small, else by summaries of functions (after PyCG, Salis et al., ICSE 2021, and
    Jarvis, Huang et al., 2024). Never runs it, never raises for any input that can be read.
    """
    with collector_paused():
        library = Library(root, entry)
        units = library.reachable()
        lines = sum(unit.lines for unit in units)
        machine = _followed(library, lines)
    problems = list(library.problems)
    problems += _cut(library, machine)
    calls = tuple((caller, tuple(sorted(machine.calls[caller]))) for caller in sorted(machine.calls) if caller)
    return CallGraph(calls, len(units), lines, tuple(sorted(problems)))


def _followed(library: Library, lines: int) -> Machine:
    if lines <= MAX_LINES:
        machine = Inliner(library, MAX_STEPS)
        try:
            machine.run()
        except (OutOfStepsError, RecursionError):
            pass
        else:
            return machine
    summaries = Summaries(library)
    summaries.run()
    return summaries


def _cut(library: Library, machine: Machine) -> list[Problem]:
    """What was not followed to the end, if anything."""
    left_out = machine.left_out if isinstance(machine, Summaries) else 0
    if not machine.cut and not left_out:
        return []
    names = f" ({', '.join(sorted(machine.cut)[:3])})" if machine.cut else ""
    message = f"{len(machine.cut)} functions were not followed to the end{names}"
    if left_out:
        message += f"; {left_out} variables and expressions may hold more values than are kept"
    return [Problem(Location(library.entry.path), "calls-cut", message, Severity.INFO, "their calls may be incomplete")]

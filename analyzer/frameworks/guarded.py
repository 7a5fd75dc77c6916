"""A reader that fails on one file costs that file's facts, not everyone's: the file is found, left out, and named in a problem."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from types import TracebackType

from analyzer.model.codebase import Fact
from analyzer.model.facts import Reference
from analyzer.model.place import Location, Problem, Severity
from analyzer.model.syntax import ModuleSyntax
from analyzer.read.names import NameTable
from analyzer.read.program import Program

Reader = Callable[[Program], Iterable[Fact]]

CRASH = "reader-crash"
MOST_FILES = 20
MOST_TRIED = 4


def guarded(name: str, read: Reader, program: Program) -> tuple[list[Fact], tuple[Problem, ...]]:
    """The facts of a reader, and a problem ``reader-crash`` for each file that it fails on (for the root, where no file is to blame)."""
    problems: list[Problem] = []
    for _ in range(MOST_FILES):
        try:
            return list(read(program)), tuple(problems)
        except Exception as error:  # whatever a reader trips over, the rest of the job goes on
            culprit = _culprit(read, program, error)
            path = program.modules[culprit].path if culprit else "."
            problems.append(crashed(name, path, error))
            if not culprit:
                break
            program = _without(program, {culprit})
    return [], tuple(problems)


def crashed(name: str, path: str, error: Exception) -> Problem:
    """The problem ``reader-crash`` of a file."""
    message = f"the {name} reader failed: {type(error).__name__}: {error}"[:300]
    hint = "please report it; the facts of other files are complete" if path != "." else "please report it; the other facts are complete"
    return Problem(Location(path), CRASH, message, Severity.ERROR, hint)


def _culprit(read: Reader, program: Program, error: Exception) -> str:
    """The module without which the reader gets further: one that the traceback names, else found by halving; ``""`` for none."""
    for module in list(_named(error.__traceback__, program.modules))[:MOST_TRIED]:
        later = _failure(read, _without(program, {module}))
        if later is None or module not in set(_named(later.__traceback__, program.modules)):
            return module
    suspects = sorted(program.modules)
    if not suspects or _failure(read, _without(program, suspects)) is not None:
        return ""
    while len(suspects) > 1:
        half = suspects[: len(suspects) // 2]
        suspects = half if _failure(read, _without(program, half)) is None else suspects[len(half) :]
    return suspects[0] if _failure(read, _without(program, suspects)) is None else ""


def _named(traceback: TracebackType | None, modules: Mapping[str, ModuleSyntax]) -> Iterator[str]:
    """The modules that the frames of a traceback were at work on, innermost first, each once."""
    frames = []
    while traceback is not None:
        frames.append(traceback.tb_frame)
        traceback = traceback.tb_next
    found: dict[str, None] = {}
    for frame in reversed(frames):
        for value in frame.f_locals.values():
            name = value.module if isinstance(value, ModuleSyntax) else value
            if type(name) is str and name in modules:
                found[name] = None
    yield from found


def _failure(read: Reader, program: Program) -> Exception | None:
    try:
        for _ in read(program):
            pass
    except Exception as error:  # asked for: whether and how it fails
        return error
    return None


def _without(program: Program, left_out: Iterable[str]) -> Program:
    """The program with nothing in some of its modules."""
    gone = frozenset(left_out)
    modules = {
        name: ModuleSyntax(name, syntax.path, syntax.is_package) if name in gone else syntax for name, syntax in program.modules.items()
    }
    references = tuple(one for one in program.references if one.source_module not in gone and one.target_module not in gone)
    return replace(program, modules=modules, names=NameTable(modules, roots=program.names.roots), linked={Reference: references}, noted={})

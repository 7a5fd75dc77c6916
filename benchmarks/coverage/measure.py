"""One application: which modules are tied, which stand apart, and which nothing ties."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from analyzer.facts import read_codebase
from analyzer.model.codebase import Codebase
from analyzer.model.facts import BlindSpot, Definition, PackageImport
from analyzer.model.source import FileKind, SourceFile
from analyzer.model.surface import Application, Task
from benchmarks.coverage.ties import ties_of

ENTRY_NAMES = frozenset({"__main__", "manage", "wsgi", "asgi", "setup", "conf", "gunicorn"})
OUTSIDE = (FileKind.TEST, FileKind.GENERATED, FileKind.VENDORED, FileKind.MIGRATION)


@dataclass(frozen=True, slots=True)
class Row:
    """Counts of one application, ``first`` the kind of fact that ties a module where no stronger one does, and each uncovered
    module with what may explain it."""

    modules: int
    empty: int
    entries: int
    covered: int
    without_imports: int
    first: Counter[str]
    uncovered: tuple[tuple[str, str], ...]

    @property
    def judged(self) -> int:
        """The modules that the share is counted of: with code in them, and started by no one from outside."""
        return self.modules - self.empty - self.entries

    @property
    def share(self) -> float:
        """Share of the modules judged that are tied."""
        return self.covered / self.judged if self.judged else 1.0


ORDER = ("import", "reference", "string", "entity", "data", "route", "template", "message")


def measure(tree: Path, workers: int) -> Row:
    """Reads a tree and judges its business code: tests, migrations, generated and vendored files are left out on both ends of a tie."""
    codebase = read_codebase(tree, workers)
    inside = {file.module: file for file in codebase.files if file.kind not in OUTSIDE}
    templates = {asset.path for asset in codebase.assets}
    kinds: dict[str, set[str]] = {module: set() for module in inside}
    for kind, source, target in ties_of(codebase):
        if source != target and source in inside and (target in inside or target in templates):
            kinds[source].add(kind)
            if target in inside:
                kinds[target].add(kind)
    empty = _empty(codebase, inside)
    entries = _entries(codebase, inside) - empty
    judged = sorted(set(inside) - empty - entries)
    first = Counter(next(kind for kind in ORDER if kind in kinds[module]) for module in judged if kinds[module])
    uncovered = tuple((module, _why(codebase, inside[module])) for module in judged if not kinds[module])
    without = sum(bool(kinds[module]) and "import" not in kinds[module] for module in judged)
    return Row(len(inside), len(empty), len(entries), len(judged) - len(uncovered), without, first, uncovered)


def _empty(codebase: Codebase, inside: dict[str, SourceFile]) -> set[str]:
    """Modules that define nothing and import nothing: markers of packages, and files of comments."""
    filled = {one.module for one in codebase.of(Definition)} | {one.importer for one in codebase.of(PackageImport)}
    tied = {end for kind, *ends in ties_of(codebase) for end in ends if kind in ("import", "string")}
    return set(inside) - filled - tied


def _entries(codebase: Codebase, inside: dict[str, SourceFile]) -> set[str]:
    """Modules that are started from outside: scripts, commands, configuration, what serves the application."""
    named = {module for module, file in inside.items() if module.rpartition(".")[2] in ENTRY_NAMES or file.kind is not FileKind.CODE}
    served = {one.module for one in codebase.of(Application)}
    return (named | served | {one.module for one in codebase.of(Task) if one.framework in COMMANDS}) & set(inside)


COMMANDS = ("script", "entry-point", "django-command")


def _why(codebase: Codebase, file: SourceFile) -> str:
    """What a person would look at first."""
    reasons = sorted({spot.reason for spot in codebase.of(BlindSpot) if spot.module == file.module})
    unread = any(problem.at.path == file.path for problem in codebase.problems)
    return "not read" if unread else ", ".join(reasons) or ("only variables" if _is_plain(codebase, file) else "nothing names it")


def _is_plain(codebase: Codebase, file: SourceFile) -> bool:
    return all(one.kind == "variable" for one in codebase.of(Definition) if one.module == file.module)

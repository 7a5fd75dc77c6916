"""Small code bases by hand."""

from analyzer.model.codebase import Codebase, Fact
from analyzer.model.facts import Definition, DefinitionKind, Import, Reference
from analyzer.model.partition import Partition, Placement
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.source import FileKind, SourceFile
from analyzer.model.syntax import UseKind, When


def path_of(module: str) -> str:
    return module.replace(".", "/") + ".py"


def home_of(module: str) -> str:
    return module.split(".")[1]


def codebase(modules: list[str], *facts: Fact, lines: int = 100) -> Codebase:
    files = tuple(SourceFile(ModuleName(m), path_of(m), "0", lines, kind=FileKind.CODE) for m in sorted(modules))
    kinds: dict[type[Fact], list[Fact]] = {}
    for fact in facts:
        kinds.setdefault(type(fact), []).append(fact)
    return Codebase("shop", files, {kind: tuple(sorted(found)) for kind, found in kinds.items()})  # type: ignore[type-var]  # of one type


def partition(modules: list[str]) -> Partition:
    return Partition(tuple(Placement(ModuleName(m), home_of(m), 1.0, "") for m in sorted(modules)), "hand")


def imports(importer: str, target: str, line: int = 1, when: When = When.RUN) -> Import:
    return Import(ModuleName(importer), ModuleName(target), ModuleName(target), ("thing",), when, Location(path_of(importer), line))


def function(module: str, name: str, line: int = 1) -> Definition:
    return Definition(QualName(f"{module}.{name}"), ModuleName(module), DefinitionKind.FUNCTION, Location(path_of(module), line), line + 5)


def uses(source: str, target: str, kind: UseKind = UseKind.CALL, count: int = 1) -> Reference:
    here, there = source.rpartition(".")[0], target.rpartition(".")[0]
    at = Location(path_of(here), 2)
    return Reference(QualName(source), ModuleName(here), QualName(target), ModuleName(there), kind, count, False, at)

"""Code bases of any size with services planted in them: to measure time and memory where no real one is as large."""

from collections import Counter
from random import Random

from analyzer.model.codebase import Codebase
from analyzer.model.facts import Definition, DefinitionKind, Import, Reference
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.source import SourceFile
from analyzer.model.syntax import UseKind, When

SERVICE = 40
"""Modules of one planted service on average."""

INSIDE, HUBS = 0.7, 0.2
"""Shares of the imports that stay in the service, and that go to one of the hubs; the rest goes anywhere."""

LAYERS = ("api", "models", "rules", "tasks")


def planted(modules: int, imports: int, seed: int = 1) -> tuple[Codebase, dict[ModuleName, str]]:
    """A code base of so many modules and imports (each also calls), and module to planted service. Half of the services are
    packages; the others lie across packages that are layers, known by their names and imports alone."""
    draw = Random(seed)  # a drawing, not a secret
    count = max(2, modules // SERVICE)
    homes = {_name(draw.randrange(count), number): "" for number in range(modules)}
    homes = {name: str(name).split("_")[-2] for name in homes}
    members: dict[str, list[ModuleName]] = {}
    for name in sorted(homes):
        members.setdefault(homes[name], []).append(name)
    names = sorted(homes)
    hubs = draw.sample(names, max(2, modules // 200))
    pairs: set[tuple[ModuleName, ModuleName]] = set()
    while len(pairs) < imports:
        source, chance = draw.choice(names), draw.random()
        pool = members[homes[source]] if chance < INSIDE else hubs if chance < INSIDE + HUBS else names
        target = draw.choice(pool)
        if source != target:
            pairs.add((source, target))
    return _codebase(names, sorted(pairs)), homes


def _name(service: int, number: int) -> ModuleName:
    layer = LAYERS[number % len(LAYERS)]
    word = "".join(chr(ord("a") + int(digit)) for digit in f"{service:04d}")
    place = f"planted.{word}.{layer}" if service % 2 else f"planted.{layer}"
    return ModuleName(f"{place}.m_{word}_{number}")


def _codebase(names: list[ModuleName], pairs: list[tuple[ModuleName, ModuleName]]) -> Codebase:
    files = tuple(SourceFile(name, _at(name).path, "", 100) for name in names)
    lines = Counter[ModuleName]()
    imports, calls = list[Import](), list[Reference]()
    for source, target in pairs:
        lines[source] += 1
        at = _at(source, lines[source])
        imports.append(Import(source, target, target, ("run",), When.RUN, at))
        calls.append(
            Reference(
                QualName(f"{source}.run"),
                source,
                QualName(f"{target}.run"),
                target,
                UseKind.CALL,
                1 + lines[source] % 3,
                lines[source] % 5 == 0,
                at,
            )
        )
    definitions = [Definition(QualName(f"{name}.run"), name, DefinitionKind.FUNCTION, _at(name, 50), 90) for name in names]
    facts = {Import: tuple(sorted(imports)), Reference: tuple(sorted(calls)), Definition: tuple(sorted(definitions))}
    return Codebase("planted", files, facts)  # type: ignore[arg-type]  # the types of the keys are those of the values


def _at(name: ModuleName, line: int = 0) -> Location:
    return Location(name.replace(".", "/") + ".py", line)

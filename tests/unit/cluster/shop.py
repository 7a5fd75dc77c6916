"""Small code bases written as tables, for tests of signals and clustering."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from analyzer.cluster import Proposal, Settings, propose
from analyzer.model.codebase import Codebase, Fact
from analyzer.model.facts import Definition, DefinitionKind, Import
from analyzer.model.partition import Constraint, ConstraintKind
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.source import FileKind, SourceFile
from analyzer.model.syntax import When
from analyzer.signals import collect_evidence


def at(module: str, line: int = 1) -> Location:
    return Location(module.replace(".", "/") + ".py", line)


def tree(*modules: str) -> dict[str, list[ModuleName]]:
    """Every package with the modules in it, deeper ones included."""
    members: dict[str, list[ModuleName]] = {}
    for module in modules:
        parts = module.split(".")
        for length in range(1, len(parts)):
            members.setdefault(".".join(parts[:length]), []).append(ModuleName(module))
    return members


def code_base(
    imports: Mapping[str, Iterable[str]],
    kinds: Mapping[str, FileKind] | None = None,
    facts: Iterable[Fact] = (),
    packages: Iterable[str] = (),
) -> Codebase:
    """Modules that import modules; ``packages`` are package files that hold nothing. Every other module defines a function."""
    names = sorted(set(imports) | {target for targets in imports.values() for target in targets} | set(packages))
    files = tuple(
        SourceFile(
            ModuleName(name),
            at(name).path,
            "",
            10,
            is_package=name in set(packages),
            kind=(kinds or {}).get(name, FileKind.CODE),
        )
        for name in names
    )
    found: list[Fact] = list(facts)
    for importer, targets in imports.items():
        for line, target in enumerate(targets, 1):
            found.append(Import(ModuleName(importer), ModuleName(target), ModuleName(target), (), When.RUN, at(importer, line)))
    full = [name for name in names if name not in set(packages)]
    found += [Definition(QualName(f"{name}.run"), ModuleName(name), DefinitionKind.FUNCTION, at(name, 5), 6) for name in full]
    by_type: dict[type[Fact], list[Fact]] = {}
    for fact in found:
        by_type.setdefault(type(fact), []).append(fact)
    return Codebase("shop", files, {kind: tuple(sorted(group)) for kind, group in by_type.items()})  # type: ignore[type-var]


def shop() -> Codebase:
    """Three domains as packages, each with five modules that use each other; a base and a logger that all use; a factory."""
    imports: dict[str, list[str]] = {"shop.app": [], "shop.base": [], "shop.log": []}
    for domain in ("orders", "billing", "catalogue", "shipping"):
        chain = [f"shop.{domain}.{part}" for part in ("models", "rules", "store", "tasks", "views")]
        for index, module in enumerate(chain):
            imports[module] = [*chain[max(0, index - 2) : index], "shop.base", "shop.log"]
        imports["shop.app"].append(chain[-1])
    imports["shop.orders.rules"].append("shop.catalogue.models")
    imports["shop.billing.rules"].append("shop.orders.models")
    return code_base(imports, packages=("shop", *(f"shop.{domain}" for domain in ("orders", "billing", "catalogue", "shipping"))))


def layers() -> Codebase:
    """Eight domains, each spread over four packages that are layers."""
    domains = ("apple", "banana", "cherry", "damson", "elder", "fig", "grape", "hazel")
    imports: dict[str, list[str]] = {}
    for domain in domains:
        imports[f"farm.models.{domain}"] = []
        imports[f"farm.services.{domain}_service"] = [f"farm.models.{domain}"]
        imports[f"farm.views.{domain}_view"] = [f"farm.services.{domain}_service", f"farm.models.{domain}"]
        imports[f"farm.tasks.{domain}_task"] = [f"farm.services.{domain}_service"]
    return code_base(imports)


def proposed(codebase: Codebase, *constraints: Constraint, settings: Settings | None = None) -> Proposal:
    return propose(codebase, collect_evidence(codebase), constraints, settings)


def decision(kind: ConstraintKind, *modules: str, value: str = "", line: int = 1) -> Constraint:
    return Constraint(kind, modules, value, Location("boundaries.toml", line))


def shuffled(codebase: Codebase) -> Codebase:
    """The same code base with files and facts in the opposite order."""
    return replace(codebase, files=codebase.files[::-1], facts={kind: facts[::-1] for kind, facts in reversed(codebase.facts.items())})


def imports_of(codebase: Codebase) -> dict[str, list[str]]:
    """Importer to what it imports, to build a changed code base from."""
    imports: dict[str, list[str]] = {}
    for fact in codebase.of(Import):
        imports.setdefault(fact.importer, []).append(fact.resolved)
    return imports

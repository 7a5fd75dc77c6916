"""Which services import which distribution."""

from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.distributions import distribution_of
from analyzer.model.facts import PackageImport
from analyzer.model.surface import Requirement
from analyzer.plan.cut import Cut


@dataclass(frozen=True, slots=True)
class Distributions:
    """Distributions that code imports: name to the modules that do."""

    importers: Mapping[str, frozenset[str]]
    cut: Cut

    @classmethod
    def of(cls, cut: Cut) -> "Distributions":
        """The distributions that running code imports; a declared one is preferred to a guess from the import name."""
        declared = frozenset(requirement.name for requirement in cut.codebase.of(Requirement))
        by_import: dict[str, set[str]] = {}
        for statement in cut.codebase.of(PackageImport):
            if cut.runs(statement.importer):
                by_import.setdefault(statement.name, set()).add(statement.importer)
        found: dict[str, set[str]] = {}
        for imported, modules in by_import.items():
            name = distribution_of(imported, declared)
            if name is not None:
                found.setdefault(name, set()).update(modules)
        return cls({name: frozenset(modules) for name, modules in found.items()}, cut)

    def users(self, name: str) -> tuple[str, ...]:
        """The services whose modules import a distribution, sorted."""
        return self.cut.services_of(self.importers.get(name, ()))

    def by_service(self) -> Mapping[str, tuple[str, ...]]:
        """Service to the distributions that its own modules import, sorted."""
        found: dict[str, list[str]] = {}
        for name in sorted(self.importers):
            for service in self.users(name):
                found.setdefault(service, []).append(name)
        return {service: tuple(names) for service, names in found.items()}

"""How close modules are by their imports alone: hubs count little, and so do files that gather names."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from analyzer.model.codebase import Codebase
from analyzer.model.facts import Import
from analyzer.model.place import ModuleName
from analyzer.model.syntax import When

MOMENT = {When.RUN: 1.0, When.GUARDED: 0.7, When.LAZY: 0.6, When.TYPE_CHECKING: 0.3}
"""What an import counts for by when it runs."""

GATHERING = 0.3
"""What an import in a package's own file counts for: most only gather names for others."""

PRIOR_INSIDE, PRIOR = 0.8, 4.0
"""A group without imports is taken to have a fifth of its ties inside; so much weight of ties outweighs that."""


@dataclass(frozen=True, slots=True)
class Closeness:
    """Import ties of business modules: ``strengths`` by (importer, imported), ``partners`` by module in both directions."""

    modules: int
    strengths: Mapping[tuple[ModuleName, ModuleName], float]
    partners: Mapping[ModuleName, Mapping[ModuleName, float]]

    def of(self, group: Collection[ModuleName]) -> float:
        """0 to 1: the share of the ties of a group's modules that stay inside the group, cautious where there are few ties."""
        members = set(group)
        inside = total = 0.0
        for module in sorted(members):
            for partner, strength in self.partners.get(module, {}).items():
                total += strength
                inside += strength if partner in members else 0.0
        return (inside + PRIOR_INSIDE) / (total + PRIOR)


def import_closeness(codebase: Codebase) -> Closeness:
    """Ties by imports, re-exports followed; divided by the root of how many import the target and of how many the importer imports."""
    business = set(codebase.business)
    packages = {file.module for file in codebase.files if file.is_package}
    weights: dict[tuple[ModuleName, ModuleName], float] = {}
    for fact in codebase.of(Import):
        pair = (fact.importer, fact.resolved)
        if pair[0] != pair[1] and business.issuperset(pair):
            weight = MOMENT[fact.when] * (GATHERING if fact.importer in packages else 1.0)
            weights[pair] = max(weights.get(pair, 0.0), weight)
    fan_out = Counter(importer for importer, _ in weights)
    fan_in = Counter(target for _, target in weights)
    strengths = {pair: weights[pair] / (fan_in[pair[1]] * fan_out[pair[0]]) ** 0.5 for pair in sorted(weights)}
    partners: dict[ModuleName, dict[ModuleName, float]] = defaultdict(lambda: defaultdict(float))
    for (importer, target), strength in strengths.items():
        partners[importer][target] += strength
        partners[target][importer] += strength
    return Closeness(len(business), strengths, partners)

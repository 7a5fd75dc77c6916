"""How strongly a module is bound to groups: sums of its ties."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

from analyzer.model.graph import DependencyGraph
from analyzer.model.partition import SHARED
from analyzer.model.place import ModuleName

Neighbours = Mapping[ModuleName, Mapping[ModuleName, float]]


def neighbours_of(graph: DependencyGraph) -> Neighbours:
    """Module to its partners with the weight of each tie."""
    around: dict[ModuleName, dict[ModuleName, float]] = {module: {} for module in graph.nodes}
    for edge in graph.edges:
        around[edge.source][edge.target] = edge.weight
        around[edge.target][edge.source] = edge.weight
    return around


def bonds(module: ModuleName, around: Neighbours, homes: Mapping[ModuleName, str]) -> dict[str, float]:
    """Group to the sum of the module's ties into it, strongest first (by name among equals)."""
    sums: dict[str, float] = defaultdict(float)
    for partner, weight in sorted(around.get(module, {}).items()):
        if partner in homes:
            sums[homes[partner]] += weight
    return dict(sorted(sums.items(), key=lambda item: (-item[1], item[0])))


def strongest(group: str, modules: Collection[ModuleName], homes: Mapping[ModuleName, str], around: Neighbours) -> str:
    """The other group, but not the kernel, that the modules of a group are bound to most, and their own where there is none."""
    pulls = Counter[str]()
    for module in sorted(modules):
        for home, weight in bonds(module, around, homes).items():
            pulls[home] += weight  # type: ignore[assignment]  # Counter is typed for whole numbers
    return min((home for home in pulls if home not in (group, SHARED)), key=lambda home: (-pulls[home], home), default=group)

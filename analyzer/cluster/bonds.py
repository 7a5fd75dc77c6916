"""How strongly a module is bound to groups: sums of its ties."""

from collections import defaultdict
from collections.abc import Mapping

from analyzer.model.graph import DependencyGraph
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

"""One cut of the modules into groups: packages that are domains as blocks, then communities of blocks and free modules."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from analyzer.cluster.algorithms import Algorithm, Ground
from analyzer.cluster.apart import kept_apart
from analyzer.cluster.blocks import TreeSums, package_blocks, tree_sums
from analyzer.cluster.settings import Granularity
from analyzer.cluster.twins import joined
from analyzer.graphs.packages import PackageTree
from analyzer.model.graph import DependencyGraph, Edge
from analyzer.model.place import ModuleName

Pair = tuple[ModuleName, ModuleName]
Groups = dict[ModuleName, str]
"""Module to its group, which is called by its least module."""

TINY = 8
"""Fewer modules are not divided."""

SMALL = 100
"""Below so many modules the resolution falls with the size, since few ties tell little."""


@dataclass(frozen=True, slots=True)
class Grain:
    """Resolutions of the two steps: of the cut through the package tree, and of the communities (times the root of the number of
    modules, so that a tie has to be the stronger, the more partners a module could have). A coarse cut is a balanced one whose
    services are then joined."""

    packages: float
    communities: float


GRAINS = {Granularity.COARSE: Grain(1.0, 1.0), Granularity.BALANCED: Grain(1.0, 1.0), Granularity.FINE: Grain(3.0, 3.0)}


@dataclass(frozen=True, slots=True)
class Terrain:
    """What is cut: the weighted graph of the clustered modules, the package tree, the import ties with hubs weakened once more, and
    their sums over the tree."""

    graph: DependencyGraph
    tree: PackageTree
    imports: Mapping[Pair, float]
    sums: TreeSums


def terrain(graph: DependencyGraph, tree: PackageTree) -> Terrain:
    """The ground for all cuts of one graph. An import tie is divided by the root of the greater number of import ties at its ends."""
    ties = {(edge.source, edge.target): weight for edge in graph.edges for signal, weight in edge.shares if signal == "imports"}
    degree = Counter(module for pair in ties for module in pair)
    imports = {pair: weight / max(degree[pair[0]], degree[pair[1]]) ** 0.5 for pair, weight in ties.items()}
    return Terrain(graph, tree, imports, tree_sums(graph.nodes, imports, tree))


def without(land: Terrain, modules: Collection[ModuleName]) -> Terrain:
    """The same ground without some modules and their ties."""
    edges = tuple(edge for edge in land.graph.edges if edge.source not in modules and edge.target not in modules)
    return terrain(DependencyGraph(tuple(node for node in land.graph.nodes if node not in modules), edges), land.tree)


def cut(
    land: Terrain,
    algorithm: Algorithm,
    grain: Grain,
    seed: int = 1,
    factors: Mapping[str, float] | None = None,
    tiny: int = TINY,
    left_out: Collection[ModuleName] = (),
) -> Groups:
    """Groups by an algorithm; ``factors`` changes the weight of every signal; fewer than ``tiny`` modules stay one group. The groups are
    found without the modules that are ``left_out``, which then stay with their block or join the group that they are tied to most."""
    modules = land.graph.nodes
    if len(modules) < tiny:
        return dict.fromkeys(modules, modules[0]) if modules else {}
    blocks = blocks_of(land, grain)
    ties: dict[tuple[str, str], float] = defaultdict(float)
    outside: list[Edge] = []
    for edge in land.graph.edges:
        if edge.source in left_out or edge.target in left_out:
            outside.append(edge)
            continue
        shares = edge.shares
        if not factors:
            weight = edge.weight
        elif len(shares) == 1:  # most ties
            weight = shares[0][1] * factors[shares[0][0]]
        else:
            weight = sum([share * factors[signal] for signal, share in shares])
        first, second = blocks[edge.source], blocks[edge.target]
        ties[(first, second) if first <= second else (second, first)] += weight
    size = len(modules) - len(left_out)
    resolution = grain.communities * size**0.5 * min(1.0, size / SMALL)
    nodes = sorted({blocks[module] for module in modules if module not in left_out})
    groups = kept_apart(algorithm.cluster(Ground(nodes, ties, resolution, seed)), blocks, ties)
    return by_least(_with({module: groups[blocks[module]] for module in modules if blocks[module] in groups}, modules, outside))


def _with(found: Mapping[ModuleName, str], modules: Iterable[ModuleName], ties: Iterable[Edge]) -> dict[ModuleName, str]:
    """The same groups with the modules that are missing, each where its ties to the others are strongest, or in a group of its own."""
    pulls: dict[ModuleName, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for edge in ties:
        for module, other in ((edge.source, edge.target), (edge.target, edge.source)):
            if module not in found and other in found:
                pulls[module][found[other]] += edge.weight
    homes = dict(found)
    for module in modules:
        if module not in found:
            homes[module] = min(pulls[module], key=lambda home: (-pulls[module][home], home), default=module)
    return homes


def blocks_of(land: Terrain, grain: Grain) -> dict[ModuleName, str]:
    """Module to the package in which it stays as a block, or itself; slices of one domain are a block too, called ``:`` and its word."""
    blocks = joined(package_blocks(land.sums, grain.packages), land.imports)
    domains = land.tree.slicing.domains
    return {module: f":{domains[module]}" if block == module and module in domains else block for module, block in blocks.items()}


def by_least(labels: Mapping[ModuleName, object]) -> Groups:
    """The same groups, each called by its least module."""
    least: dict[object, ModuleName] = {}
    for module in sorted(labels):
        least.setdefault(labels[module], module)
    return {module: least[labels[module]] for module in sorted(labels)}

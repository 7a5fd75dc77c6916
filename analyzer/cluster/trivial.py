"""Cuts that need no thought; a proposal has to be better than they are."""

from collections.abc import Callable, Sequence

from analyzer.cluster.algorithms import LEIDEN, LOUVAIN, Ground
from analyzer.cluster.cut import Groups, Terrain, by_least
from analyzer.graphs.packages import ancestors
from analyzer.model.place import ModuleName

MANY = 20_000
"""More imports take Louvain's algorithm too long."""

Trivial = tuple[str, Callable[[Terrain], Groups]]


def one_service(land: Terrain) -> Groups:
    """Everything in one service."""
    return by_least(dict.fromkeys(land.graph.nodes, 0))


def singletons(land: Terrain) -> Groups:
    """Every module a service."""
    return {module: module for module in land.graph.nodes}


def top_packages(land: Terrain) -> Groups:
    """The packages at the first level that divides the code; modules directly above them are one group."""
    return by_least(packages_at(land.graph.nodes, first_level(land.graph.nodes)))


def first_level(modules: Sequence[ModuleName]) -> int:
    """The number of leading names that all modules in packages share, and one more."""
    paths = [(*ancestors(module), module) for module in modules if "." in module]
    level = 1
    while paths and len({path[min(level, len(path)) - 1] for path in paths}) == 1 and level < max(len(path) for path in paths):
        level += 1
    return level


def packages_at(modules: Sequence[ModuleName], level: int) -> dict[ModuleName, str]:
    """Module to its package at a level (1: outermost), or to its own package where that is less deep."""
    inner = {package for module in modules for package in ancestors(module)}
    return {module: ".".join((module if module in inner else module.rpartition(".")[0]).split(".")[:level]) for module in modules}


def plain_louvain(land: Terrain) -> Groups:
    """Louvain's communities of the imports alone; above ``MANY`` imports Leiden's, which is much faster and at least as good."""
    pairs = tuple((edge.source, edge.target) for edge in land.graph.edges if any(signal == "imports" for signal, _ in edge.shares))
    found = (LOUVAIN if len(pairs) <= MANY else LEIDEN).cluster(Ground(land.graph.nodes, dict.fromkeys(pairs, 1.0), 1.0, 1))
    return by_least({module: found[module] for module in land.graph.nodes})


TRIVIAL: tuple[Trivial, ...] = (
    ("one-service", one_service),
    ("top-packages", top_packages),
    ("louvain", plain_louvain),
    ("singletons", singletons),
)
"""Name and making of each, from the coarsest to the finest."""

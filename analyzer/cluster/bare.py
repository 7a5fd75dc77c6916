"""Where nothing is known but who uses whom: no packages, no words, no data. What such a graph can tell is its structure."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import log1p

from analyzer.cluster.algorithms.structural import Limits, better_than, refined
from analyzer.cluster.bonds import neighbours_of
from analyzer.cluster.cut import TINY, Groups, by_least
from analyzer.cluster.merging import merged
from analyzer.cluster.tidying import SMALLEST, tidied
from analyzer.graphs.communities import Ties, leiden, louvain
from analyzer.graphs.structure import MovingCut, Uses
from analyzer.model.codebase import Codebase
from analyzer.model.facts import Definition, Import, Reference
from analyzer.model.graph import DependencyGraph, Edge
from analyzer.model.partition import SHARED
from analyzer.model.place import ModuleName

RESOLUTIONS = (1.0, 1.4, 2.0, 2.8, 4.0, 8.0)
"""Cuts from coarse to fine from which refinement starts."""

LARGEST = 3
"""No group grows beyond one in so many of the modules."""

TRIES = 20
"""So often refinement starts again from a shaken copy of the best cut."""

BEST = 4
"""So many of the refined cuts are tried to be bettered in that way."""

ALONE = "nothing that is known uses it, and it uses nothing"


def is_bare(codebase: Codebase) -> bool:
    """Whether all that is known of these modules is who uses whom: names without packages, at most one definition in each, no fact of
    any other kind."""
    known = {kind for kind, facts in codebase.facts.items() if facts}
    owners = Counter(fact.module for fact in codebase.of(Definition))
    return (
        len(codebase.business) >= TINY
        and known <= {Import, Reference, Definition}
        and all("." not in module for module in codebase.modules)
        and max(owners.values(), default=0) <= 1
    )


def uses_between(codebase: Codebase, modules: Sequence[ModuleName]) -> dict[tuple[str, str], float]:
    """How often one of these modules uses another, or itself: the references to it, one where it is only imported."""
    known, uses = frozenset(modules), dict[tuple[str, str], float]()
    for reference in codebase.of(Reference):
        pair = (reference.source_module, reference.target_module)
        if known.issuperset(pair):
            uses[pair] = uses.get(pair, 0.0) + reference.count
    for fact in codebase.of(Import):
        if fact.importer != fact.resolved and known.issuperset((fact.importer, fact.resolved)):
            uses.setdefault((fact.importer, fact.resolved), 1.0)
    return uses


def bare_cut(modules: Sequence[ModuleName], uses: Uses, number: int | None, seed: int) -> Groups:
    """Groups of a bare graph; modules without any use are shared. With a ``number``, cuts into so many groups are refined to be better
    than Louvain's by structural modularity, uses cut and interfaces together; without, by structural modularity, and the best of
    cuts from coarse to fine is taken. Groups neither fall below two modules nor grow beyond a third of all."""
    tied = tuple(sorted({node for pair in uses if pair[0] != pair[1] for node in pair}))
    groups: Groups = dict.fromkeys(modules, SHARED)
    if not tied:
        return groups
    uses = {pair: count for pair, count in uses.items() if pair[0] in tied}
    starts = _starts(tied, uses, number, seed)
    worth = better_than(MovingCut.of(uses, starts[0]).figures) if number else (lambda found: found.modularity)
    limits = Limits(SMALLEST, max(SMALLEST, len(tied) // LARGEST, len(tied) * 3 // (2 * number) if number else 0))

    def value(cut: Mapping[str, str]) -> float:
        return round(worth(MovingCut.of(uses, cut).figures), 9)

    climbed = sorted((refined(uses, start, worth, limits) for start in starts), key=value, reverse=True)
    best = max((refined(uses, cut, worth, limits, seed, TRIES) for cut in climbed[:BEST]), key=value)
    return groups | by_least({ModuleName(node): home for node, home in best.items()})


def _starts(tied: Sequence[str], uses: Uses, number: int | None, seed: int) -> list[dict[str, str]]:
    """Different cuts to start from, without groups of one module; with a number, into so many groups, Louvain's own first."""
    often: dict[tuple[str, str], float] = defaultdict(float)
    for (user, used), count in uses.items():
        often[(user, used) if user <= used else (used, user)] += count
    cuts = [_joined(louvain(tied, often, 1.0, seed), often, number, 0)] if number else []
    for weights in (often, {pair: log1p(count) for pair, count in often.items()}, dict.fromkeys(often, 1.0)):
        cuts += [_joined(leiden(tied, weights, resolution, seed), weights, number, SMALLEST) for resolution in RESOLUTIONS]
    if number and not any(len(set(cut.values())) == number for cut in cuts):
        cuts = [_joined({node: at for at, node in enumerate(tied)}, often, number, 0)]
    fit = [cut for cut in cuts if not number or len(set(cut.values())) == number] or cuts
    return [cut for at, cut in enumerate(fit) if cut not in fit[:at]]


def _joined(found: Mapping[str, int], ties: Ties[str], number: int | None, smallest: int) -> dict[str, str]:
    """Groups of a cut, small ones joined with those that they are bound to most, and the number of groups brought down."""
    edges = tuple(Edge(ModuleName(first), ModuleName(second), ties[first, second]) for first, second in sorted(ties))
    graph = DependencyGraph(tuple(ModuleName(node) for node in sorted(found)), edges)
    groups = by_least({module: found[module] for module in graph.nodes})
    if smallest:
        groups = tidied(groups, neighbours_of(graph), smallest)
    return {str(module): home for module, home in (merged(groups, graph, number) if number else groups).items()}

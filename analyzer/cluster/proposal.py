"""From evidence to proposed boundaries, step by step."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from analyzer.cluster.algorithms import LEIDEN, STRUCTURAL
from analyzer.cluster.apart import LARGE
from analyzer.cluster.bare import ALONE, bare_cut, is_bare, uses_between
from analyzer.cluster.bonds import Neighbours, neighbours_of
from analyzer.cluster.consensus import SLOW, Consensus, consensus
from analyzer.cluster.continuing import continued, is_start, kept_followers, kept_kernel
from analyzer.cluster.cut import GRAINS, Grain, Groups, Terrain, blocks_of, cut, terrain, without
from analyzer.cluster.decisions import Decisions, decide
from analyzer.cluster.domain_hubs import domain_hubs, gathered_at_hubs
from analyzer.cluster.followers import Following, clustered_modules, follow
from analyzer.cluster.hanging import leant, without_data
from analyzer.cluster.infrastructure import without_infrastructure
from analyzer.cluster.kernel import Uses, shared_kernel, uses_in
from analyzer.cluster.measures import Crossable, crossable, measures_of, with_calls
from analyzer.cluster.merging import merged
from analyzer.cluster.namesakes import joined_to_namesakes
from analyzer.cluster.naming import names_for, unique
from analyzer.cluster.obeying import Homes, counted, obeyed, renamed
from analyzer.cluster.placing import Grounds, Origins, placements
from analyzer.cluster.plugins import Plugins, find_plugins, gathered_plugins
from analyzer.cluster.reasons import reasons_of
from analyzer.cluster.settings import Granularity, Settings
from analyzer.cluster.tidying import tidied
from analyzer.cluster.trivial import TRIVIAL
from analyzer.cluster.weighing import dependency_graph
from analyzer.graphs.packages import package_tree
from analyzer.model.analysis import Alternative
from analyzer.model.beside import Beside, one_by_one
from analyzer.model.codebase import Codebase
from analyzer.model.graph import DependencyGraph, Evidence
from analyzer.model.partition import SHARED, Constraint, Partition
from analyzer.model.place import ModuleName, Problem

VIEWS = (1.0, 0.8, 0.9, 1.1, 1.2)
"""The kernel is what most of so many cuts show, with other seeds and the resolution times these (the first alone where cuts are slow)."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The weighted graph, the proposed partition, other cuts with their measures, decisions that could not be obeyed, and where the
    homes come from."""

    graph: DependencyGraph
    partition: Partition
    alternatives: tuple[Alternative, ...]
    problems: tuple[Problem, ...]
    origins: Origins


@dataclass(frozen=True, slots=True)
class _Job:
    codebase: Codebase
    land: Terrain
    around: Neighbours
    settings: Settings
    decisions: Decisions
    uses: Uses
    hubs: frozenset[ModuleName]
    plugins: Plugins
    crossable: Crossable


@dataclass(frozen=True, slots=True)
class _Found:
    """Named homes, the kernel with its reasons, blocks, and how sure the cut is (stability None: it was not repeated)."""

    named: Homes
    followers: Mapping[ModuleName, Following]
    kernel: Mapping[ModuleName, str]
    blocks: Mapping[ModuleName, str]
    certainty: Mapping[ModuleName, float]
    stability: float | None
    algorithm: str


def propose(
    codebase: Codebase,
    evidence: Iterable[Evidence],
    constraints: Sequence[Constraint] = (),
    settings: Settings | None = None,
    before: Mapping[ModuleName, str] | None = None,
    with_alternatives: bool = True,
    beside: Beside = one_by_one,
) -> Proposal:
    """Boundaries for a code base: every module placed once, with confidence, reason and next best home. Constraints always hold;
    those that exclude each other are problems with the code ``impossible-constraint``. Where ``before`` (the last boundaries, module
    to service) knows half of the code base, what it knows stays and what is new joins it: that takes a fraction of the time.
    Other cuts are made beside it."""
    chosen, evidence = settings or Settings(), tuple(evidence)
    graph = dependency_graph(clustered_modules(codebase), evidence, chosen.proportions)
    land = terrain(graph, package_tree(codebase))
    uses = uses_in(codebase, graph.nodes)
    around, decisions = neighbours_of(graph), decide(codebase.modules, constraints)
    job = _Job(codebase, land, around, chosen, decisions, uses, domain_hubs(uses), find_plugins(codebase, uses), crossable(codebase))
    number = job.decisions.services or chosen.services
    unlike = beside(partial(_unlike, job)) if with_alternatives else tuple
    found = _continued(job, before) if before and is_start(before, graph.nodes) else _fresh(job, number)
    proposed = renamed({**found.named, **{module: place.service for module, place in found.followers.items()}}, job.decisions)
    homes, problems = _decided(job, proposed, number)
    alike = beside(partial(_alike, job, found.kernel)) if with_alternatives else tuple
    origins = Origins(proposed, found.followers, found.kernel, found.blocks, found.certainty)
    grounds = Grounds(around, reasons_of(graph, evidence, homes, around), origins)
    placed = placements(codebase.modules, homes, grounds, decisions)
    measured = measures_of(job.crossable, graph, homes, sum(place.by_default for place in placed))
    partition = Partition(placed, found.algorithm, chosen.seed, found.stability, measured)
    return Proposal(graph, partition, (*alike(), *unlike()), (*job.decisions.problems, *problems), origins)


def reworded(proposal: Proposal, evidence: Iterable[Evidence], constraints: Sequence[Constraint] = ()) -> Proposal:
    """The same proposal, its reasons in the words of evidence that differs in nothing but its places in the code."""
    graph, homes = proposal.graph, proposal.partition.homes()
    around = neighbours_of(graph)
    grounds = Grounds(around, reasons_of(graph, evidence, homes, around), proposal.origins)
    placed = placements(homes, homes, grounds, decide(tuple(homes), constraints))
    return replace(proposal, partition=replace(proposal.partition, placements=placed))


def measured_again(proposal: Proposal, codebase: Codebase) -> Proposal:
    """The same proposal, its measures of calls taken of a subject that differs in nothing but calls inside modules."""
    cuttable, partition = crossable(codebase), proposal.partition
    alternatives = tuple(
        replace(one, measures=with_calls(one.measures, cuttable, one.homes)) if one.homes else one for one in proposal.alternatives
    )
    partition = replace(partition, measures=with_calls(partition.measures, cuttable, partition.homes()))
    return replace(proposal, partition=partition, alternatives=alternatives)


def _fresh(job: _Job, number: int | None) -> _Found:
    """The median of many cuts; of a bare graph a cut by its structure alone."""
    if is_bare(job.codebase):
        return _by_structure(job, number)
    granularity = job.settings.granularity
    kernel = _kernel(job, GRAINS[granularity])
    rest = without(job.land, kernel)
    blocks = blocks_of(rest, GRAINS[granularity])
    found = _enough(job, rest, consensus(rest, job.settings, partial(_gathered, job, granularity, blocks)), number)
    groups, below = _grouped(job, found.groups, kernel, granularity, number)
    named, kernel = _named(job, groups), {**kernel, **below}
    followers = follow(job.codebase, named)
    return _Found(named, followers, kernel, blocks, found.certainty, round(found.stability, 4), found.algorithm)


def _by_structure(job: _Job, number: int | None) -> _Found:
    """The cut of a bare graph; what has no tie is kernel."""
    modules = job.land.graph.nodes
    groups = bare_cut(modules, uses_between(job.codebase, modules), number, job.settings.seed)
    kernel = {module: ALONE for module in modules if groups[module] == SHARED}
    groups = groups if number else tidied(groups, job.around)
    if job.settings.granularity is Granularity.COARSE and not number:
        groups = merged(groups, job.land.graph, (len(set(groups.values()) - {SHARED}) + 1) // 2)
    named = _named(job, groups)
    return _Found(named, follow(job.codebase, named), kernel, {}, {}, None, STRUCTURAL.name)


def _continued(job: _Job, before: Mapping[ModuleName, str]) -> _Found:
    """The last boundaries, with what is new in them."""
    groups = continued(job.land.graph.nodes, before, job.around)
    taken = set(before.values())
    names: dict[str, str] = {}
    new = {home for home in groups.values() if home.startswith(":")}
    for group, name in names_for(job.codebase, groups, job.land.tree).items() if new else ():
        if group in new:
            names[group] = unique(name, taken)
            taken.add(names[group])
    named = {module: names.get(home, home) for module, home in groups.items()}
    followers = kept_followers(follow(job.codebase, named), before)
    return _Found(named, followers, kept_kernel(named, job.uses), {}, {}, None, "the last boundaries, continued")


def _kernel(job: _Job, grain: Grain) -> dict[ModuleName, str]:
    """The shared kernel, seen from cuts of everything, in which domain packages and the free modules around them are told apart: what
    most of them show, with the reason of the first that shows it."""
    blocks = blocks_of(job.land, grain)
    settled = {module: block for module, block in blocks.items() if block != module}
    domain, kernels = job.hubs.union(job.plugins.places), list[dict[ModuleName, str]]()
    for number, factor in enumerate(VIEWS if len(job.land.graph.edges) <= SLOW else VIEWS[:1]):
        groups = cut(job.land, LEIDEN, replace(grain, communities=grain.communities * factor), job.settings.seed + number)
        named = {module: settled.get(module, f"={group}") for module, group in groups.items()}
        kernels.append(shared_kernel(job.uses, named, settled, domain))
    often = Counter(module for kernel in kernels for module in kernel)
    found = sorted(module for module, times in often.items() if times > len(kernels) / 2)
    return {module: next(kernel[module] for kernel in kernels if module in kernel) for module in found}


def _gathered(job: _Job, granularity: Granularity, blocks: Mapping[ModuleName, str], groups: Groups) -> Groups:
    """Groups gathered at the hubs of their domain, and plugins at one place (but not in a fine cut)."""
    sizes = Counter(blocks.values())
    settled = {module for module, block in blocks.items() if sizes[block] >= LARGE}
    groups = gathered_at_hubs(groups, job.hubs, job.uses, settled)
    return groups if granularity is Granularity.FINE else gathered_plugins(groups, job.plugins, settled)


def _enough(job: _Job, land: Terrain, found: Consensus, number: int | None) -> Consensus:
    """The consensus, or a finer cut where it has fewer groups than are asked for."""
    grain = GRAINS[Granularity.FINE]
    for _ in range(8):
        if not number or len(set(found.groups.values())) >= number:
            return found
        groups = cut(land, LEIDEN, grain, job.settings.seed, tiny=0)
        found = replace(found, groups=groups, algorithm=f"{LEIDEN.name}, finer", certainty={})
        grain = Grain(grain.packages * 2, grain.communities * 2)
    return found


def _grouped(
    job: _Job, groups: Groups, kernel: Mapping[ModuleName, str], granularity: Granularity, number: int | None = None
) -> tuple[Groups, dict[ModuleName, str]]:
    """Groups and kernel together, and why more is kernel; what is too small to be a service joins another group, and a single module
    without any tie to a group is left out (it follows its package), unless it owns data or answers requests. A coarse cut has half as
    many services. Where a number of services is asked for that this would not leave, small groups stay."""
    raw: Groups = {**groups, **dict.fromkeys(kernel, SHARED)}
    tidy = tidied(raw, job.around)
    tidy = tidy if granularity is Granularity.FINE else leant(tidy, job.around, job.uses.owners, job.uses.doors)
    homes, below = without_infrastructure(tidy, job.uses, job.land.tree.slicing, job.around)
    if granularity is not Granularity.FINE:
        homes = without_data(homes, job.around, job.uses.owners, job.uses.answering)
        homes = joined_to_namesakes(homes, job.around, job.land.tree)
    if granularity is Granularity.COARSE and not number:
        homes = merged(homes, job.land.graph, (len(set(homes.values()) - {SHARED}) + 1) // 2)
    sizes = Counter(homes.values())
    stays = job.uses.owners | job.uses.doors
    if len(sizes) > 1:
        homes = {module: home for module, home in homes.items() if home == SHARED or sizes[home] > 1 or module in stays}
    is_enough = not number or len(set(homes.values()) - {SHARED}) >= number
    return (homes, below) if is_enough else (raw, {})


def _named(job: _Job, groups: Groups) -> Homes:
    names = names_for(job.codebase, groups, job.land.tree)
    return {module: names.get(group, SHARED) for module, group in groups.items()}


def _decided(job: _Job, homes: Homes, number: int | None) -> tuple[Homes, tuple[Problem, ...]]:
    homes = obeyed(homes, job.decisions, job.around)
    if number is None:
        return homes, ()
    return counted(homes, job.land.graph, job.decisions, number)


def _alike(job: _Job, kernel: Mapping[ModuleName, str]) -> tuple[Alternative, ...]:
    """The same method with as fine a grain, coarser or not, with the kernel of the proposal."""
    return tuple(
        _measured(job, one.value, _once(job, one, kernel)) for one in _others(job) if GRAINS[one] == GRAINS[job.settings.granularity]
    )


def _unlike(job: _Job) -> tuple[Alternative, ...]:
    """The same method with another grain, and the trivial cuts."""
    grains = ((one, GRAINS[one]) for one in _others(job) if GRAINS[one] != GRAINS[job.settings.granularity])
    cuts = [(one.value, _once(job, one, _kernel(job, grain))) for one, grain in grains]
    return tuple(_measured(job, name, homes) for name, homes in (*cuts, *((name, make(job.land)) for name, make in TRIVIAL)))


def _others(job: _Job) -> tuple[Granularity, ...]:
    return tuple(granularity for granularity in Granularity if granularity is not job.settings.granularity)


def _once(job: _Job, granularity: Granularity, kernel: Mapping[ModuleName, str]) -> Homes:
    """One cut around a kernel."""
    grain, rest = GRAINS[granularity], without(job.land, kernel)
    groups = _gathered(job, granularity, blocks_of(rest, grain), cut(rest, LEIDEN, grain, job.settings.seed))
    return _grouped(job, groups, kernel, granularity)[0]


def _measured(job: _Job, name: str, homes: Homes) -> Alternative:
    """A cut with the measures of the proposal."""
    return Alternative(name, len(set(homes.values()) - {SHARED}), measures_of(job.crossable, job.land.graph, homes), homes)

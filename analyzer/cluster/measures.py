"""Figures about a partition: what it cuts, how even it is, how much of it rests on evidence."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from analyzer.cluster.published import flows_between, published_measures
from analyzer.graphs.cycles import cyclic
from analyzer.model.codebase import Codebase
from analyzer.model.data import EntityLink, EntityUse, Mode, Transaction
from analyzer.model.facts import Import, Reference
from analyzer.model.graph import DependencyGraph
from analyzer.model.partition import SHARED, Measure
from analyzer.model.place import ModuleName, QualName
from analyzer.model.syntax import UseKind

Homes = Mapping[ModuleName, str]
Pair = tuple[ModuleName, ModuleName]


@dataclass(frozen=True, slots=True)
class Crossable:
    """What a boundary may cut, between business modules: imports and calls (each once), links between entities, writers of entities,
    and the modules of the entities that one transaction writes."""

    modules: tuple[ModuleName, ...]
    imports: tuple[Pair, ...]
    calls: tuple[tuple[Pair, QualName, int, bool], ...]
    links: tuple[Pair, ...]
    writes: tuple[tuple[str, ModuleName], ...]
    transactions: tuple[tuple[ModuleName, ...], ...]


def crossable(codebase: Codebase) -> Crossable:
    """What any boundary may cut; the same for all cuts of a code base."""
    business = frozenset(codebase.business)
    known = frozenset(codebase.modules)
    imports: dict[Pair, Pair] = {}
    for fact in codebase.of(Import):
        if fact.importer in business and fact.resolved in business:
            pair = (fact.importer, fact.resolved)
            imports.setdefault(pair, pair)
    calls = (((use.source_module, use.target_module), use) for use in codebase.of(Reference) if use.kind is UseKind.CALL)
    return Crossable(
        codebase.business,
        tuple(sorted(imports)),
        # each pair is kept once, whatever holds it
        tuple((imports.get(pair, pair), use.target, use.count, use.in_loop) for pair, use in calls if business.issuperset(pair)),
        tuple((_module(link.source, known), _module(link.target, known)) for link in codebase.of(EntityLink)),
        tuple((use.entity, use.module) for use in codebase.of(EntityUse) if use.mode is Mode.WRITE and use.module in business),
        tuple(tuple(_module(entity, known) for entity in one.entities) for one in codebase.of(Transaction)),
    )


def measures_of(cuttable: Crossable, graph: DependencyGraph, homes: Homes, by_default: int = 0) -> tuple[Measure, ...]:
    """All figures, over business modules; what touches the shared kernel is never cut, since every service carries a copy of it.
    ``by_default`` is how many modules were placed without evidence."""
    placed = {module: homes[module] for module in cuttable.modules if module in homes}
    imports = flows_between(cuttable.imports, placed)
    between = {pair: count for pair, count in imports.items() if pair[0] != pair[1] and SHARED not in pair}
    cut_share = sum(between.values()) / sum(imports.values()) if imports else 0.0
    calls = _calls_cut(cuttable, placed)
    found = (
        Measure("modularity", modularity(graph, placed), "weight of ties inside services over what chance would give", True),
        Measure("imports_cut", cut_share, "share of imports between services", False),
        *calls,
        *_data_cut(cuttable, placed),
        Measure("services_in_cycles", float(len(cyclic(between))), "services that import each other in a circle", False),
        Measure("size_balance", _balance(placed), "1 when all services have as many modules, towards 0 when one has all", True),
        Measure("shared_share", _share(placed, SHARED), "share of the modules in the shared kernel", False),
        *published_measures(imports, int(calls[-1].value), placed),
        Measure("coverage", 1 - by_default / len(homes) if homes else 1.0, "share of all modules placed with evidence", True),
    )
    return _rounded(found)


def _rounded(found: Iterable[Measure]) -> tuple[Measure, ...]:
    return tuple(Measure(item.name, round(item.value, 6), item.meaning, item.more_is_better) for item in found)


def with_calls(measures: Sequence[Measure], cuttable: Crossable, homes: Homes) -> tuple[Measure, ...]:
    """The same figures, those of calls taken again."""
    placed = {module: homes[module] for module in cuttable.modules if module in homes}
    calls = {one.name: one for one in _rounded(_calls_cut(cuttable, placed))}
    return tuple(calls.get(one.name, one) for one in measures)


def modularity(graph: DependencyGraph, homes: Homes) -> float:
    """Newman and Girvan's modularity (2004) of the weighted graph, each module of the shared kernel for itself."""
    group = {module: f":{module}" if homes.get(module, SHARED) == SHARED else homes[module] for module in graph.nodes}
    inside = total = 0.0
    volume: dict[str, float] = defaultdict(float)
    for edge in graph.edges:
        total += edge.weight
        inside += edge.weight if group[edge.source] == group[edge.target] else 0.0
        volume[group[edge.source]] += edge.weight
        volume[group[edge.target]] += edge.weight
    return inside / total - sum((one / (2 * total)) ** 2 for one in volume.values()) if total else 0.0


def _crosses(homes: Homes, source: ModuleName, target: ModuleName) -> bool:
    ends = (homes.get(source, SHARED), homes.get(target, SHARED))
    return ends[0] != ends[1] and SHARED not in ends


def _calls_cut(cuttable: Crossable, homes: Homes) -> tuple[Measure, ...]:
    total = crossing = looped = 0
    interfaces: set[QualName] = set()
    for (source, target), definition, count, in_loop in cuttable.calls:
        here, there = homes.get(source), homes.get(target)
        if here is None or there is None:
            continue
        total += count
        if here != there and here != SHARED != there:
            crossing += count
            looped += count if in_loop else 0
            interfaces.add(definition)
    return (
        Measure("calls_cut", crossing / total if total else 0.0, "share of call sites between services", False),
        Measure("calls_cut_in_loops", float(looped), "call sites inside loops that cross services", False),
        Measure("interfaces", float(len(interfaces)), "definitions that other services call", False),
    )


def _data_cut(cuttable: Crossable, homes: Homes) -> tuple[Measure, ...]:
    links = cuttable.links
    cut = sum(_crosses(homes, *link) for link in links)
    writers: dict[str, set[str]] = defaultdict(set)
    for entity, module in cuttable.writes:
        if homes.get(module, SHARED) != SHARED:
            writers[entity].add(homes[module])
    shared_writes = sum(len(services) > 1 for services in writers.values())
    torn = sum(len({homes.get(module, SHARED) for module in written} - {SHARED}) > 1 for written in cuttable.transactions)
    return (
        Measure(
            "entity_links_cut",
            cut / len(links) if links else 0.0,
            "share of links between entities that are declared in two services, whoever owns their tables",
            False,
        ),
        Measure("shared_writes", float(shared_writes), "entities that several services write", False),
        Measure("transactions_cut", float(torn), "transactions that write entities of several services", False),
    )


def _module(name: str, known: frozenset[ModuleName]) -> ModuleName:
    """The module in which something is defined: the longest one that its name begins with."""
    while name and name not in known:
        name = name.rpartition(".")[0]
    return ModuleName(name)


def _balance(homes: Homes) -> float:
    sizes = [count for home, count in sorted(Counter(homes.values()).items()) if home != SHARED]
    if len(sizes) < 2:
        return 1.0 if sizes else 0.0
    total = sum(sizes)
    return exp(-sum(size / total * log(size / total) for size in sizes)) / len(sizes)


def _share(homes: Homes, service: str) -> float:
    return sum(home == service for home in homes.values()) / len(homes) if homes else 0.0

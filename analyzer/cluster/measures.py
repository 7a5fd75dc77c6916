"""Figures about a partition: what it cuts, how even it is, how much of it rests on evidence."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from math import exp, log

from analyzer.graphs.cycles import cyclic
from analyzer.model.codebase import Codebase
from analyzer.model.data import EntityLink, EntityUse, Mode, Transaction
from analyzer.model.facts import Import, Reference
from analyzer.model.graph import DependencyGraph
from analyzer.model.partition import SHARED, Measure
from analyzer.model.place import ModuleName
from analyzer.model.syntax import UseKind

Homes = Mapping[ModuleName, str]


def measures_of(codebase: Codebase, graph: DependencyGraph, homes: Homes, by_default: int = 0) -> tuple[Measure, ...]:
    """All figures, over business modules; what touches the shared kernel is never cut, since every service carries a copy of it.
    ``by_default`` is how many modules were placed without evidence."""
    placed = {module: homes[module] for module in codebase.business if module in homes}
    found = (
        Measure("modularity", modularity(graph, placed), "weight of ties inside services over what chance would give", True),
        Measure("imports_cut", _imports_cut(codebase, placed), "share of imports between services", False),
        *_calls_cut(codebase, placed),
        *_data_cut(codebase, placed),
        Measure("services_in_cycles", _cycles(codebase, placed), "services that import each other in a circle", False),
        Measure("size_balance", _balance(placed), "1 when all services have as many modules, towards 0 when one has all", True),
        Measure("shared_share", _share(placed, SHARED), "share of the modules in the shared kernel", False),
        Measure("coverage", 1 - by_default / len(homes) if homes else 1.0, "share of all modules placed with evidence", True),
    )
    return tuple(Measure(item.name, round(item.value, 6), item.meaning, item.more_is_better) for item in found)


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


def _imports_cut(codebase: Codebase, homes: Homes) -> float:
    pairs = {(fact.importer, fact.resolved) for fact in codebase.of(Import) if fact.importer in homes and fact.resolved in homes}
    return sum(_crosses(homes, *pair) for pair in pairs) / len(pairs) if pairs else 0.0


def _calls_cut(codebase: Codebase, homes: Homes) -> tuple[Measure, ...]:
    calls = [
        fact for fact in codebase.of(Reference) if fact.kind is UseKind.CALL and fact.source_module in homes and fact.target_module in homes
    ]
    crossing = [fact for fact in calls if _crosses(homes, fact.source_module, fact.target_module)]
    total = sum(fact.count for fact in calls)
    share = sum(fact.count for fact in crossing) / total if total else 0.0
    looped = sum(fact.count for fact in crossing if fact.in_loop)
    interfaces = len({fact.target for fact in crossing})
    return (
        Measure("calls_cut", share, "share of call sites between services", False),
        Measure("calls_cut_in_loops", float(looped), "call sites inside loops that cross services", False),
        Measure("interfaces", float(interfaces), "definitions that other services call", False),
    )


def _data_cut(codebase: Codebase, homes: Homes) -> tuple[Measure, ...]:
    links = codebase.of(EntityLink)
    cut = sum(_crosses(homes, _module(link.source, homes), _module(link.target, homes)) for link in links)
    writers: dict[str, set[str]] = defaultdict(set)
    for use in codebase.of(EntityUse):
        if use.mode is Mode.WRITE and homes.get(use.module, SHARED) != SHARED:
            writers[use.entity].add(homes[use.module])
    shared_writes = sum(len(services) > 1 for services in writers.values())
    torn = 0
    for transaction in codebase.of(Transaction):
        torn += len({homes.get(_module(entity, homes), SHARED) for entity in transaction.entities} - {SHARED}) > 1
    return (
        Measure("entity_links_cut", cut / len(links) if links else 0.0, "share of links between entities that cross services", False),
        Measure("shared_writes", float(shared_writes), "entities that several services write", False),
        Measure("transactions_cut", float(torn), "transactions that write entities of several services", False),
    )


def _module(name: str, homes: Homes) -> ModuleName:
    """The placed module in which something is defined: the longest one that its name begins with."""
    while name and name not in homes:
        name = name.rpartition(".")[0]
    return ModuleName(name)


def _cycles(codebase: Codebase, homes: Homes) -> float:
    pairs = {
        (homes[fact.importer], homes[fact.resolved])
        for fact in codebase.of(Import)
        if fact.importer in homes and fact.resolved in homes and _crosses(homes, fact.importer, fact.resolved)
    }
    return float(len(cyclic(pairs)))


def _balance(homes: Homes) -> float:
    sizes = [count for home, count in sorted(Counter(homes.values()).items()) if home != SHARED]
    if len(sizes) < 2:
        return 1.0 if sizes else 0.0
    total = sum(sizes)
    return exp(-sum(size / total * log(size / total) for size in sizes)) / len(sizes)


def _share(homes: Homes, service: str) -> float:
    return sum(home == service for home in homes.values()) / len(homes) if homes else 0.0

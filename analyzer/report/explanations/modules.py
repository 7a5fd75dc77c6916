"""Why a module is where it is."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from analyzer.model.analysis import Analysis
from analyzer.model.explanation import Decided, Ground, Home, ModuleAnswer, SignalGrounds, Traffic
from analyzer.model.facts import Import
from analyzer.model.graph import Edge
from analyzer.model.partition import SHARED, ConstraintKind, Placement
from analyzer.model.patterns import covers
from analyzer.model.place import Location, ModuleName
from analyzer.model.source import SourceFile
from analyzer.report.explanations.grounds import DIGITS, SHOWN, edges_of, grounds_of, placed

IMPORTS, PACKAGE, FOLLOWS, DEFAULT = "imports", "package", "follows", "default"
"""What speaks for a module that is no node of the graph (tests, scripts, empty files): what it imports, where it stands, what it follows
(a service that it is named after), or nothing."""

HOMES = 5


def explain_module(analysis: Analysis, module: ModuleName) -> ModuleAnswer:
    """The answer for a module that the partition places. Its evidence is never empty: where no tie leads into the home, the imports
    do that decided it, else the package; and where nothing speaks for its place, that is said with the place of the file."""
    place = next(one for one in analysis.partition.placements if one.module == module)
    file = next(one for one in analysis.codebase.files if one.module == module)
    homes = analysis.partition.homes()
    edges = edges_of(analysis, lambda edge: module in (edge.source, edge.target))
    known = {home: [edge for edge in edges if homes.get(_other(edge, module)) == home] for home in (place.service, place.next_best)}
    links = _links(analysis, module)
    evidence = grounds_of(analysis, known[place.service])
    return ModuleAnswer(
        module=module,
        path=file.path,
        role=file.kind.value,
        lines=file.lines,
        service=place.service,
        reason=place.reason,
        confidence=round(place.confidence, DIGITS),
        is_uncertain=place.is_uncertain,
        by_default=place.by_default,
        is_kernel=place.service == SHARED,
        next_best=place.next_best,
        decisions=tuple(_decisions(analysis, module)),
        homes=_homes(edges, homes, place),
        evidence=evidence or (_without_ties(analysis, place, file, links),),
        against=grounds_of(analysis, known[place.next_best], 2) if place.next_best else (),
        used_by=_traffic((one for one in links if one.resolved == module), homes, lambda one: one.importer),
        uses=_traffic((one for one in links if one.importer == module), homes, lambda one: one.resolved),
        holds=_holds(analysis, module, file.path),
    )


def _other(edge: Edge, module: ModuleName) -> ModuleName:
    return edge.target if edge.source == module else edge.source


def _links(analysis: Analysis, module: ModuleName) -> list[Import]:
    """The imports of a module and those by others of it."""
    return [one for one in analysis.codebase.of(Import) if module in (one.importer, one.resolved) and one.importer != one.resolved]


def _homes(edges: Iterable[Edge], homes: dict[ModuleName, str], place: Placement) -> tuple[Home, ...]:
    """The five homes with the strongest ties, and its own and the next best one where they are not among these."""
    weights: dict[str, list[float]] = defaultdict(list)
    for edge in edges:
        weights[homes.get(_other(edge, place.module), SHARED)].append(edge.weight)
    total = sum(map(sum, weights.values()))
    ranked = sorted(weights, key=lambda home: (-sum(weights[home]), home))
    shown = [home for at, home in enumerate(ranked) if at < HOMES or home in (place.service, place.next_best)]
    sums = {home: sum(weights[home]) for home in shown}
    return tuple(Home(home, round(sums[home], DIGITS), round(sums[home] / total, DIGITS), len(weights[home])) for home in shown)


def _decisions(analysis: Analysis, module: ModuleName) -> Iterator[Decided]:
    for one in analysis.constraints:
        if one.kind is not ConstraintKind.NAME and any(covers(name, module) for name in one.modules):
            words = f"{one.kind.value} {', '.join(one.modules)}" + (f" to {one.value}" if one.kind is ConstraintKind.PIN else "")
            yield Decided(one.kind.value, words, placed(one.at))


def _without_ties(analysis: Analysis, place: Placement, file: SourceFile, links: list[Import]) -> SignalGrounds:
    """What speaks for a home without a tie in the graph: imports there and back, imports at all, the package, or nothing."""
    homes = analysis.partition.homes()
    ends = [(one, one.resolved if one.importer == place.module else one.importer) for one in links]
    near = [(one, end) for one, end in ends if homes.get(end) == place.service] or (ends if place.service == SHARED else [])
    if near:
        grounds = tuple(
            Ground(IMPORTS, one.importer, one.resolved, 0.0, f"imports {one.resolved}", placed(one.at)) for one, _ in near[:SHOWN]
        )
        return SignalGrounds(IMPORTS, 0.0, 1.0, len(near), grounds)
    mates = _mates(analysis, place)
    if mates and not place.by_default:
        package = mates[0][0]
        found = tuple(
            Ground(PACKAGE, place.module, one.module, 0.0, f"both in {package}", Location(one.path, 1)) for _, one in mates[:SHOWN]
        )
        return SignalGrounds(PACKAGE, 0.0, 1.0, len(mates), found)
    others = [module for module in analysis.partition.members(place.service) if module != place.module]
    if others and not place.by_default:
        told = Ground(FOLLOWS, place.module, _nearest(place.module, others), 0.0, place.reason, Location(file.path, 1))
        return SignalGrounds(FOLLOWS, 0.0, 1.0, 1, (told,))
    nothing = Ground(DEFAULT, place.module, "", 0.0, place.reason, Location(file.path, 1))
    return SignalGrounds(DEFAULT, 0.0, 0.0, 0, (nothing,))


def _nearest(module: ModuleName, others: list[ModuleName]) -> ModuleName:
    """The module of the home that shares most words of its name with a module that follows it."""
    words = set(re.split(r"[._]", module))
    return min(others, key=lambda other: (-len(words & set(re.split(r"[._]", other))), other))


def _mates(analysis: Analysis, place: Placement) -> list[tuple[str, SourceFile]]:
    """The files of the nearest package around a module (or in it) that hold modules of the same home."""
    homes = analysis.partition.homes()
    names = place.module.split(".")
    for depth in range(len(names), 0, -1):
        package = ".".join(names[:depth])
        inside = [one for one in analysis.codebase.files if one.module != place.module and f"{one.module}.".startswith(f"{package}.")]
        mates = [(package, one) for one in inside if homes.get(one.module) == place.service]
        if mates:
            return mates
    return []


def _traffic(links: Iterable[Import], homes: dict[ModuleName, str], end: Callable[[Import], ModuleName]) -> tuple[Traffic, ...]:
    """How many modules of each service stand at the other end, most first."""
    modules: dict[str, set[ModuleName]] = defaultdict(set)
    first: dict[str, Location] = {}
    for one in links:
        home = homes.get(end(one), SHARED)
        modules[home].add(end(one))
        first[home] = min(first.get(home, one.at), one.at)
    ranked = sorted(modules, key=lambda home: (-len(modules[home]), home))
    return tuple(Traffic(home, len(modules[home]), placed(first[home])) for home in ranked)


def _holds(analysis: Analysis, module: ModuleName, path: str) -> tuple[str, ...]:
    """Tables, routes and tasks that stand in a module."""
    plan = analysis.plan
    tables = [f"table {one.table or one.entity}" for one in plan.ownership if one.module == module]
    routes = [f"route {one.route}" for service in plan.services for one in service.endpoints if one.at.path == path]
    tasks = [f"task {one.name}" for service in plan.services for one in service.tasks if one.at.path == path]
    return (*tables, *routes, *tasks)

"""The graph of packages inside services, as values: a picture between the services and the hairball of all modules."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.facts import Import, Reference
from analyzer.model.source import FileKind
from analyzer.model.syntax import When

PACKAGES = 5
"""Packages that a service shows; what is left is one node, ``others``."""

ARROWS = 150
"""Arrows of the whole picture, the heaviest: more cannot be told apart."""


@dataclass(frozen=True, slots=True)
class PackageNode:
    """Modules of one service that share a package: the service's position, the package (empty: all others), how many."""

    service: int
    package: str
    modules: int


@dataclass(frozen=True, slots=True)
class PackageArrow:
    """Code of one node uses code of another, so often; ends are positions in ``PackageGraph.nodes``."""

    source: int
    target: int
    count: int


@dataclass(frozen=True, slots=True)
class PackageGraph:
    """Nodes by service and size, arrows by ends; ``left_out`` counts the lighter arrows that are not drawn."""

    nodes: tuple[PackageNode, ...]
    arrows: tuple[PackageArrow, ...]
    left_out: int


def package_graph(analysis: Analysis, shown: frozenset[str]) -> PackageGraph:
    """Packages of the code of the services to show (by id), tests left out, and the uses that cross from one of them to another."""
    order = {service.id: position for position, service in enumerate(analysis.plan.services) if service.id in shown}
    nodes: list[PackageNode] = []
    place: dict[str, int] = {}
    members: dict[str, list[str]] = defaultdict(list)
    packages: dict[str, str] = {file.module: file.package or file.module for file in analysis.codebase.files if file.kind is FileKind.CODE}
    for module, home in analysis.partition.homes().items():
        if module in packages:
            members[home].append(module)
    for home in sorted(members, key=lambda service: order.get(service, len(order))):
        if home not in order:
            continue
        for package, modules in _packages(members[home], packages):
            place.update(dict.fromkeys(modules, len(nodes)))
            nodes.append(PackageNode(order[home], package, len(modules)))
    arrows = _arrows(analysis, place, nodes)
    heavy = sorted(arrows, key=lambda arrow: (-arrow.count, arrow.source, arrow.target))[:ARROWS]
    return PackageGraph(tuple(nodes), tuple(sorted(heavy, key=lambda a: (a.source, a.target))), len(arrows) - len(heavy))


def _packages(modules: list[str], packages: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """The largest packages among these modules, and the rest under the empty name."""
    groups: dict[str, list[str]] = defaultdict(list)
    for module in modules:
        groups[packages[module]].append(module)
    ranked = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    if len(ranked) <= PACKAGES + 1:
        return ranked
    return [*ranked[:PACKAGES], ("", [module for _, group in ranked[PACKAGES:] for module in group])]


def _arrows(analysis: Analysis, place: dict[str, int], nodes: list[PackageNode]) -> list[PackageArrow]:
    """Uses between nodes of different services; a pair of modules without a known use counts its imports."""
    service = {module: nodes[position].service for module, position in place.items()}
    of = service.get
    uses: dict[tuple[str, str], int] = {}
    for reference in analysis.codebase.of(Reference):
        source, target = reference.source_module, reference.target_module
        if source in service and target in service and of(source) != of(target):
            uses[source, target] = uses.get((source, target), 0) + reference.count
    imports: Counter[tuple[str, str]] = Counter(
        (i.importer, i.resolved)
        for i in analysis.codebase.of(Import)
        if i.importer in service and i.resolved in service and of(i.importer) != of(i.resolved) and i.when is not When.TYPE_CHECKING
    )
    between: Counter[tuple[int, int]] = Counter()
    for (here, there), count in {**imports, **uses}.items():
        between[place[here], place[there]] += count
    return [PackageArrow(*ends, count) for ends, count in sorted(between.items())]

"""``python -m benchmarks.boundaries.graphs [--mono2micro DIR] [--thesis DIR]``: published graphs, clustered by us and by Louvain.

``--mono2micro`` is a checkout of kaliaanup/Mono2Micro-FSE-2021 (classes and calls at run time of four Java applications), ``--thesis`` one
of larsvasseldonk/thesis (modules, classes and static uses of seven Python projects). The graphs are read where they are; neither
repository has a licence.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from analyzer.cluster import Settings, propose
from analyzer.cluster.published import structural_modularity
from analyzer.graphs.communities import louvain
from analyzer.model.codebase import Codebase
from analyzer.model.facts import Definition, DefinitionKind, Import, Reference
from analyzer.model.partition import Constraint, ConstraintKind
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.source import SourceFile
from analyzer.model.syntax import UseKind, When
from analyzer.signals import collect_evidence

Homes = Mapping[str, object]

ROOT = "Root"
"""What Mono2Micro calls the place that calls come from at first; it is no class."""


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes, sorted, and directed uses with how often each happens."""

    name: str
    nodes: tuple[str, ...]
    uses: Mapping[tuple[str, str], int]


def mono2micro(folder: Path) -> Iterator[Graph]:
    """The calls between classes at run time, one graph an application."""
    for path in sorted(folder.glob("datasets_runtime/*/mono2micro_output/runtime_call_volume.json")):
        volumes = json.loads(path.read_text(encoding="utf-8"))
        uses = {(source, target): int(count) for key, count in volumes.items() for source, _, target in [key.partition("--")]}
        uses = {pair: count for pair, count in uses.items() if ROOT not in pair}
        yield Graph(path.parts[-3], tuple(sorted({node for pair in uses for node in pair})), uses)


def thesis(folder: Path) -> Iterator[Graph]:
    """The static uses between modules and classes, one graph a project; modules without functions and uses are left out, as there."""
    for path in sorted(folder.glob("analysed-projects/*/*_code_fragments_statics.json")):
        fragments = json.loads(path.read_text(encoding="utf-8"))["code_fragments"]
        names = {fragment["id"]: fragment["name"] for fragment in fragments}
        edges = [edge for fragment in fragments for edge in fragment["outgoing_edges"]]
        uses = {(names[source], names[target]): int(weight) for source, target, weight in edges if source != target}
        classes = {fragment["name"] for fragment in fragments if fragment["type"] == "class"}
        holders = {fragment["name"].rpartition(".")[0] for fragment in fragments if fragment["type"] == "function"}
        modules = {fragment["name"] for fragment in fragments if fragment["type"] == "module"} & holders
        nodes = classes | modules | {node for pair in uses for node in pair}
        yield Graph(path.parts[-2], tuple(sorted(nodes)), uses)


def codebase_of(graph: Graph) -> tuple[Codebase, dict[str, str]]:
    """The graph as a code base: every node a module, every use so many calls; and node to module. Names are no part of a graph, so
    modules are numbered."""
    named = {node: f"n{number:05}" for number, node in enumerate(graph.nodes)}
    modules = tuple(named.values())
    files = tuple(SourceFile(ModuleName(module), f"{module}.py", "", 10) for module in modules)
    imports, calls = list[Import](), list[Reference]()
    for (source, target), count in graph.uses.items():
        here, there = ModuleName(named[source]), ModuleName(named[target])
        at = Location(f"{here}.py", 1)
        imports.append(Import(here, there, there, ("run",), When.RUN, at))
        calls.append(Reference(QualName(f"{here}:run"), here, QualName(f"{there}:run"), there, UseKind.CALL, count, False, at))
    definitions = tuple(
        Definition(QualName(f"{module}:run"), ModuleName(module), DefinitionKind.FUNCTION, Location(f"{module}.py", 1), 9)
        for module in modules
    )
    facts = {Import: tuple(sorted(imports)), Reference: tuple(sorted(calls)), Definition: definitions}
    return Codebase(graph.name, files, facts), named  # type: ignore[arg-type]  # the types of the keys are those of the values


@dataclass(frozen=True, slots=True)
class Figures:
    """Groups; SM (SMQ in the study; more is better); ICP (share of the calls between groups) and IFN (nodes used from other groups, a
    group; less is better both); share of the nodes that are placed on evidence."""

    groups: int
    sm: float
    icp: float
    ifn: float
    coverage: float


def figures(graph: Graph, homes: Homes, coverage: float = 1.0) -> Figures:
    """The measures over all groups, the shared kernel as one of them."""
    named = {node: f"={home}" for node, home in homes.items()}
    sizes = Counter(named.values())
    flows = Counter((named[source], named[target]) for source, target in graph.uses)
    crossing = {pair: count for pair, count in graph.uses.items() if named[pair[0]] != named[pair[1]]}
    interfaces = {target for _, target in crossing}
    total = sum(graph.uses.values()) or 1
    return Figures(len(sizes), structural_modularity(flows, sizes), sum(crossing.values()) / total, len(interfaces) / len(sizes), coverage)


def ours(graph: Graph, settings: Settings, number: int | None = None) -> tuple[dict[str, str], float]:
    """Our homes and the share placed on evidence."""
    codebase, named = codebase_of(graph)
    asked = [Constraint(ConstraintKind.SERVICES, (), str(number), Location("boundaries.toml"))] if number else []
    places = {str(place.module): place for place in propose(codebase, collect_evidence(codebase), asked, settings).partition.placements}
    covered = sum(not place.by_default for place in places.values()) / len(places)
    return {node: places[module].service for node, module in named.items()}, covered


def plain_louvain(graph: Graph) -> dict[str, int]:
    """Louvain's communities of the uses, weighted by how often each happens."""
    ties: Counter[tuple[str, str]] = Counter()
    for (source, target), count in graph.uses.items():
        ties[min(source, target), max(source, target)] += count
    return louvain(graph.nodes, ties, 1.0, 1)


def rows(graph: Graph) -> Iterator[tuple[str, Figures]]:
    """Louvain; what climbs from there on all three measures with as many groups; what climbs on SM alone; ours, as many; ours."""
    from benchmarks.boundaries.climb import better_than, climbed  # it is written in terms of graphs

    communities = plain_louvain(graph)
    base = figures(graph, communities)
    yield "Louvain", base
    yield "climber, as many", figures(graph, climbed(graph, communities, better_than(base), is_fixed=True))
    yield "climber on SM", figures(graph, climbed(graph, communities, lambda found: found.sm, is_fixed=False))
    tied = {node for pair in graph.uses if pair[0] != pair[1] for node in pair}
    homes, covered = ours(graph, Settings(), len({communities[node] for node in tied}))
    yield "ours, as many", figures(graph, homes, covered)
    homes, covered = ours(graph, Settings())
    yield "ours", figures(graph, homes, covered)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.boundaries.graphs", description=__doc__)
    parser.add_argument("--mono2micro", type=Path)
    parser.add_argument("--thesis", type=Path)
    options = parser.parse_args()
    graphs = [*(mono2micro(options.mono2micro) if options.mono2micro else ()), *(thesis(options.thesis) if options.thesis else ())]
    print(f"{'graph':14} {'way':17} {'nodes':>6} {'groups':>7} {'SM':>7} {'ICP':>7} {'IFN':>7} {'coverage':>9}")
    for graph in graphs:
        for way, found in rows(graph):
            cells = f"{len(graph.nodes):6} {found.groups:7} {found.sm:7.3f} {found.icp:7.3f} {found.ifn:7.2f} {found.coverage:9.3f}"
            print(f"{graph.name:14} {way:17} {cells}", flush=True)


if __name__ == "__main__":
    main()

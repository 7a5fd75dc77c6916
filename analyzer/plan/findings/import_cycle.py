"""Modules that import each other in a circle."""

from collections import Counter
from collections.abc import Iterable, Iterator

from analyzer.graphs.cycles import components
from analyzer.model.facts import Import
from analyzer.model.place import Location, Severity
from analyzer.model.plan import Finding
from analyzer.model.syntax import When
from analyzer.model.text import counted
from analyzer.plan.cut import Cut
from analyzer.plan.cycles import edges_to_cut, shortest_path
from analyzer.plan.findings.finder import Finder, Survey, finding
from analyzer.plan.wording import last

MANY = 12
"""Beyond this many modules in one knot only its most telling cycles are shown one by one."""

Edge = tuple[str, str]


def _find(survey: Survey) -> Iterator[Finding]:
    cut = survey.cut
    first, names = _edges(cut)
    for part in components(first):
        members = set(part)
        inside = {edge: _cost(edge, names, first) for edge in first if members.issuperset(edge)}
        closing = edges_to_cut(inside)
        after: dict[str, list[str]] = {}
        for source, target in sorted(inside):
            after.setdefault(source, []).append(target)
        if len(part) > MANY:
            yield _knot(cut, part, closing, first)
        ranked = sorted(closing, key=lambda edge: (-len(cut.services_of(edge)), inside[edge], edge))
        for edge in ranked[:MANY] if len(part) > MANY else ranked:
            yield _cycle(cut, edge, shortest_path(after, edge[1], edge[0]), first)


def _edges(cut: Cut) -> tuple[dict[Edge, Import], Counter[Edge]]:
    """First import statement and number of imported names of each pair of modules, in code that runs."""
    first: dict[Edge, Import] = {}
    names: Counter[Edge] = Counter()
    for statement in cut.codebase.of(Import):
        edge = (str(statement.importer), str(statement.resolved))
        if statement.when is When.TYPE_CHECKING or edge[0] == edge[1] or not (cut.runs(edge[0]) and cut.runs(edge[1])):
            continue
        names[edge] += max(1, len(statement.names))
        if edge not in first or _earlier(statement, first[edge]):
            first[edge] = statement
    return first, names


def _earlier(statement: Import, known: Import) -> bool:
    """Whether a statement shows the edge better: one that runs on import before a lazy one, then the first."""
    return (statement.when is When.LAZY, statement.at) < (known.when is When.LAZY, known.at)


def _cost(edge: Edge, names: Counter[Edge], first: dict[Edge, Import]) -> float:
    """Names that would have to come from elsewhere; a lazy import is already the back edge in its author's mind."""
    return names[edge] * (0.25 if first[edge].when is When.LAZY else 1.0)


def _cycle(cut: Cut, edge: Edge, path: tuple[str, ...], first: dict[Edge, Import]) -> Finding:
    services = cut.services_of(path)
    steps = [(path[i], path[i + 1]) for i in range(len(path) - 1)]
    way = " -> ".join([edge[0], *path])
    lazy = " (held apart only by an import inside a function)" if any(first[e].when is When.LAZY for e in (edge, *steps)) else ""
    return finding(
        "import-cycle",
        Severity.WARNING if len(services) > 1 else Severity.INFO,
        [first[step].at for step in steps],
        f"Import cycle{lazy}: {way}",
        services,
        f"Cut {edge[0]} -> {edge[1]}: pass in what {last(edge[0])} needs, or move it below both modules",
        at=first[edge].at,
    )


def _knot(cut: Cut, part: Iterable[str], closing: tuple[Edge, ...], first: dict[Edge, Import]) -> Finding:
    modules = tuple(part)
    services = cut.services_of(modules)
    places: list[Location] = [first[edge].at for edge in closing]
    return finding(
        "import-cycle",
        Severity.ERROR if len(services) > 1 else Severity.WARNING,
        places,
        f"{len(modules):,} modules reach each other through imports; cutting {counted(len(closing), 'import')} would untie them",
        services,
        "Cut the imports listed, cheapest first",
    )


IMPORT_CYCLE = Finder("import-cycle", _find)

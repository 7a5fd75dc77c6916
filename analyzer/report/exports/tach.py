"""``tach.toml``: which module may depend on which, with the dependencies of today that cross a border marked as deprecated."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from analyzer.model.analysis import Analysis
from analyzer.model.files import TextFile
from analyzer.model.partition import SHARED
from analyzer.model.source import FileKind
from analyzer.model.text import toml_string
from analyzer.report.exports.export import Export, Order
from analyzer.report.exports.territory import Node, Territory, territory, violations

MANY_NODES = 40
"""A service of more nodes than this has one list of dependencies for all of them; else each node that crosses has its own."""

HEAD = """\
# Boundaries between services inside the monolith, for tach (https://docs.gauge.sh).
# Run:   tach check
# Dependencies marked "deprecated" are the violations of today: take them away one by one, and add none.

exact = false
root_module = "ignore"
"""


def _render(order: Order) -> tuple[TextFile, ...]:
    analysis = order.analysis
    roots = _source_roots(analysis)
    known = territory(analysis, only_packages=False, absorbing=True, source_roots=roots)
    head = f"{HEAD}source_roots = {_array(toml_string(root or '.') for root in roots)}\n"
    return (TextFile("tach.toml", "\n".join([head, *_modules(order, known)])),)


def _source_roots(analysis: Analysis) -> list[str]:
    """The source folders. Where one lies inside another tach takes its files for modules of the outer one: the larger of them is kept."""
    sizes = Counter(file.source_root for file in analysis.codebase.files if file.kind is FileKind.CODE)
    kept: list[str] = []
    for root in sorted(sizes, key=lambda root: (-sizes[root], root)):
        if not any(_is_inside(root, other) or _is_inside(other, root) for other in kept):
            kept.append(root)
    return sorted(kept) or [""]


def _is_inside(folder: str, other: str) -> bool:
    return not other or folder.startswith(f"{other}/")


def _modules(order: Order, known: Territory) -> Iterator[str]:
    free: set[str] = set(order.analysis.plan.roots)
    today: dict[Node, set[Node]] = defaultdict(set)
    for violation in violations(order.analysis, known):
        if order.wishes.strict.isdisjoint((violation.here, violation.there)):
            today[violation.source].add(violation.target)
    for service, nodes in known.nodes.items():
        yield f"# {service}"
        own = [node.name for node in nodes]
        if service == SHARED:
            yield from _kernel(known, nodes, today, free)
        elif len(nodes) > MANY_NODES:
            yield _entry(own, own, {target for node in nodes for target in today[node]})
        else:
            clean = [node.name for node in nodes if not today[node]]
            if clean:
                yield _entry(clean, own, ())
            for node in nodes:
                if today[node]:
                    yield _entry([node.name], own, today[node])


def _kernel(known: Territory, nodes: tuple[Node, ...], today: dict[Node, set[Node]], free: set[str]) -> Iterator[str]:
    """The shared kernel: everybody may use it (``utility``); what puts the application together may use everything."""
    everything = [node.name for others in known.nodes.values() for node in others]
    own = [node.name for node in nodes]
    clean = [node.name for node in nodes if node.name not in free and not today[node]]
    if clean:
        yield _entry(clean, own, (), is_utility=True)
    for node in nodes:
        if node.name in free:
            yield _entry([node.name], everything, (), is_utility=True)
        elif today[node]:
            yield _entry([node.name], own, today[node], is_utility=True)


def _entry(paths: list[str], allowed: Iterable[str], deprecated: Iterable[Node], is_utility: bool = False) -> str:
    path = f"path = {toml_string(paths[0])}" if len(paths) == 1 else f"paths = {_array(map(toml_string, paths))}"
    old = [f"{{ path = {toml_string(node.name)}, deprecated = true }}" for node in sorted(deprecated)]
    lines = [
        "[[modules]]",
        path,
        f"depends_on = {_array([*map(toml_string, sorted(set(allowed) - set(paths[:1] * (len(paths) == 1)))), *old])}",
    ]
    return "\n".join([*lines, *(["utility = true"] if is_utility else []), ""])


def _array(values: Iterable[str]) -> str:
    known = list(values)
    return "[" + "".join(f"\n    {value}," for value in known) + "\n]" if len(known) > 1 else f"[{''.join(known)}]"


TACH = Export("tach", "tach.toml: the same boundaries for tach", _render, is_for_code=True)

"""Our edges beside grimp's, and the reason for each that grimp does not have.

* ``package``: ``from package import submodule`` names the package, whose ``__init__`` runs; grimp keeps the submodule alone.
* ``definition``: what is imported from a module is defined in another one; grimp's own graph must lead from the one to the other.
* ``outside``: one of the two ends is a module that grimp leaves out, a file in a folder without ``__init__.py``.
* ``attribute``: ``from package import name`` where the package has an attribute and a submodule of one name; the attribute wins.
* ``parent``: ``import a.b.gone`` names a module that is made at run time: the package that holds it is known to be imported.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from analyzer.model.facts import Import
from analyzer.read.imports import link_imports
from analyzer.read.names import NameTable
from analyzer.read.scan import scan
from analyzer.read.survey import survey
from benchmarks.imports.definitions import Followed, check_followed
from benchmarks.imports.oracle import Edge, Oracle, ask_grimp


@dataclass(frozen=True, slots=True)
class Comparison:
    """Edges of grimp's that we miss, our extra edges by reason (``""``: none is known), and what was followed to a definition."""

    modules: int
    edges: int
    missing: tuple[Edge, ...]
    extra: Counter[str]
    unexplained: tuple[Edge, ...]
    followed: Followed
    seconds: float
    grimp_seconds: float

    @property
    def recall(self) -> float:
        """Share of grimp's edges that we have."""
        return 1 - len(self.missing) / self.edges if self.edges else 1.0


def compare(folder: Path, package: str, workers: int = 1) -> Comparison:
    """Both readers on one package; nothing of it is imported."""
    oracle = ask_grimp(folder, package)
    started = time.perf_counter()
    scanned = scan(survey(folder / package), frozenset(), workers)
    names = NameTable(scanned.modules, scanned.is_python2)
    found = [item for item in link_imports(names, sorted(scanned.modules)) if isinstance(item, Import)]
    seconds = time.perf_counter() - started
    ours = _edges(found)
    reasons = {edge: max(_reason(item, edge, oracle) for item in items) for edge, items in ours.items() if edge not in oracle.edges}
    return Comparison(
        len(scanned.modules),
        len(oracle.edges),
        tuple(sorted(oracle.edges - ours.keys())),
        Counter(why for why in reasons.values() if why),
        tuple(sorted(edge for edge, why in reasons.items() if not why)),
        check_followed(folder / package, found, names),
        seconds,
        oracle.seconds,
    )


def _edges(found: Iterable[Import]) -> dict[Edge, list[Import]]:
    """Each importer with the module that a statement names, and with the one that defines what is imported."""
    edges: dict[Edge, list[Import]] = defaultdict(list)
    for item in found:
        for end in {item.target, item.resolved}:
            edges[item.importer, end].append(item)
    return edges


def _reason(item: Import, edge: Edge, oracle: Oracle) -> str:
    """Which kind of extra edge this is, ``""`` for none that is known."""
    importer, end = edge
    if not {importer, end} <= oracle.modules:
        return "outside"
    submodules = {f"{item.target}.{name}" for name in item.names} & oracle.modules
    if end == item.target and submodules and submodules <= oracle.targets.get(importer, set()):
        return "package"
    if end == item.resolved and end != item.target and oracle.leads(item.target, end):
        return "definition"
    if submodules:
        return "attribute"
    return "parent" if end == item.target and not item.names and end in oracle.modules else ""

"""Our edges beside grimp's, and the reason for each that grimp does not have.

* ``package``: ``from package import submodule`` names the package, whose ``__init__`` runs; grimp keeps the submodule alone.
* ``definition``: what is imported from a module is defined in another one; grimp's own graph must lead from the one to the other.
* ``outside``: one of the two ends is a module that grimp leaves out, a file in a folder without ``__init__.py``.
* ``attribute``: ``from package import name`` where the package has an attribute and a submodule of one name; the attribute wins.
* ``compiled``: the name comes out of an extension module; the package that holds it is as near as reading gets.
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
    """Edges of grimp's (those of a module to itself left out) that we miss; ``deeper`` counts those to a package of which we name the
    module inside that defines what is imported (an attribute of one name hides the package); our extra edges by reason (``""``: none is
    known), and what was followed to a definition."""

    modules: int
    edges: int
    deeper: int
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
    names = NameTable(scanned.modules, scanned.is_python2, scanned.roots)
    found = [item for item in link_imports(names, sorted(scanned.modules)) if isinstance(item, Import)]
    seconds = time.perf_counter() - started
    ours = _edges(found)
    reasons = {edge: max(_reason(item, edge, oracle, names) for item in items) for edge, items in ours.items() if edge not in oracle.edges}
    missing = oracle.edges - ours.keys()
    deeper = {edge for edge in missing if any(item.importer == edge[0] and _is_deeper(item, edge[1]) for item in found)}
    return Comparison(
        len(scanned.modules),
        len(oracle.edges),
        len(deeper),
        tuple(sorted(missing - deeper)),
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
        for end in {item.target, item.resolved} - {item.importer}:
            edges[item.importer, end].append(item)
    return edges


def _reason(item: Import, edge: Edge, oracle: Oracle, names: NameTable) -> str:
    """Which kind of extra edge this is, ``""`` for none that is known."""
    importer, end = edge
    if not {importer, end} <= oracle.modules:
        return "outside"
    submodules = {f"{item.target}.{name}" for name in item.names} & oracle.modules
    if end == item.target and submodules and submodules <= oracle.targets.get(importer, set()):
        return "package"
    if end == item.resolved and end != item.target and oracle.leads(item.target, end):
        return "definition"
    if any(_leads_outside(names.export(item.target, name), item.resolved, names) for name in item.names):
        return "compiled"
    if submodules:
        return "attribute"
    return "parent" if end == item.target and not item.names and end in oracle.modules else ""


def _is_deeper(item: Import, end: str) -> bool:
    """Whether an import of a package's attribute ends inside the package ``end``, which has the attribute's name."""
    return item.resolved.startswith(f"{end}.") and any(f"{item.target}.{name}" == end for name in item.names)


def _leads_outside(full: str, resolved: str, names: NameTable) -> bool:
    """Whether a name comes out of a module below ``resolved`` that no Python file is."""
    module = full.rpartition(".")[0]
    return module.startswith(f"{resolved}.") and not names.is_known(module)

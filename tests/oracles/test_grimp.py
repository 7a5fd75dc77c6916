"""Imports agree with grimp, an independent reader: each of its edges is found, and each of ours beyond them has a reason.

Kinds of edges that grimp does not have, each checked for what it claims:

* ``package``: ``from package import submodule`` names the package, whose ``__init__`` runs; grimp keeps the submodule alone.
* ``definition``: what is imported from a module is defined in another one; grimp's own graph must lead from the one to the other.
* ``outside``: one of the two ends is a module that grimp leaves out, a file in a folder without ``__init__.py``.
* ``attribute``: ``from package import name`` where the package has an attribute and a submodule of one name; the attribute wins.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from analyzer.model.facts import Import
from analyzer.read.imports import link_imports
from analyzer.read.names import NameTable
from analyzer.read.scan import scan
from benchmarks.codebases.sources import DownloadError, Release, unpacked

pytestmark = pytest.mark.network

GRIMP = """
import json, sys, grimp
graph = grimp.build_graph(sys.argv[1], cache_dir=None)
print(json.dumps([sorted(graph.modules), sorted([m, t] for m in graph.modules for t in graph.find_modules_directly_imported_by(m))]))
"""
Edge = tuple[str, str]


def tree_of(release: Release) -> Path:
    """The unpacked release; without a network a failure in continuous integration, else a test that is passed over."""
    try:
        return unpacked(release)
    except DownloadError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no package index: {error}")


def grimps(tree: Path, package: str) -> tuple[set[str], set[Edge]]:
    """Grimp's modules and edges, found in a process of its own, for it looks packages up on the module path."""
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-W", "ignore", "-c", GRIMP, package]
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=True)
    modules, edges = json.loads(done.stdout)
    return set(modules), {(importer, target) for importer, target in edges}


def reach(edges: set[Edge]) -> dict[str, set[str]]:
    targets: dict[str, set[str]] = {}
    for importer, target in edges:
        targets.setdefault(importer, set()).add(target)
    return targets


def leads(targets: dict[str, set[str]], start: str, end: str) -> bool:
    """Whether a chain of imports leads from one module to another."""
    seen, waiting = {start}, [start]
    while waiting:
        module = waiting.pop()
        if module == end:
            return True
        fresh = targets.get(module, set()) - seen
        seen |= fresh
        waiting += fresh
    return False


def reason(item: Import, edge: Edge, modules: set[str], theirs: dict[str, set[str]]) -> str:
    """Which kind of extra edge this is, ``""`` for none that is known."""
    importer, end = edge
    if not {importer, end} <= modules:
        return "outside"
    submodules = {f"{item.target}.{name}" for name in item.names} & modules
    if end == item.target and submodules and submodules <= theirs.get(importer, set()):
        return "package"
    if end == item.resolved and end != item.target and leads(theirs, item.target, end):
        return "definition"
    return "attribute" if submodules else ""


@pytest.mark.parametrize(
    ("release", "package"),
    [
        (Release("ipython", "3.2.1"), "IPython"),
        (Release("networkx", "3.4.2"), "networkx"),
        (Release("apache-superset", "6.1.0"), "superset"),
    ],
    ids=lambda value: value.label if isinstance(value, Release) else value,
)
def test_every_edge_of_grimps_is_found_and_every_other_has_a_reason(release: Release, package: str) -> None:
    tree = tree_of(release)
    modules, edges = grimps(tree, package)
    scanned = scan(tree, frozenset(), 1)
    found = link_imports(NameTable(scanned.modules, scanned.is_python2))
    ours: dict[Edge, list[Import]] = {}
    for item in found:
        if isinstance(item, Import) and item.importer.split(".")[0] == package:
            for end in {item.target, item.resolved}:
                ours.setdefault((item.importer, end), []).append(item)
    assert len(edges) > 1_000
    assert sorted(edges - ours.keys()) == []
    theirs = reach(edges)
    reasons = {edge: max(reason(item, edge, modules, theirs) for item in items) for edge, items in ours.items() if edge not in edges}
    assert [edge for edge, why in sorted(reasons.items()) if not why] == []
    counts = Counter(reasons.values())
    assert counts["attribute"] + counts["outside"] <= len(edges) // 50, counts

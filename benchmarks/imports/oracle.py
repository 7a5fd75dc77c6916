"""What grimp, an independent reader of import statements, says about a package."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PROGRAM = """
import json, sys, time, grimp
started = time.perf_counter()
graph = grimp.build_graph(sys.argv[1], cache_dir=None)
seconds = time.perf_counter() - started
edges = sorted([m, t] for m in graph.modules for t in graph.find_modules_directly_imported_by(m))
print(json.dumps([seconds, sorted(graph.modules), edges]))
"""
Edge = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Oracle:
    """Modules, edges (importer, imported), and the seconds that finding them took; ``targets`` is the edges by importer."""

    modules: frozenset[str]
    edges: frozenset[Edge]
    targets: dict[str, set[str]]
    seconds: float

    def leads(self, start: str, end: str) -> bool:
        """Whether a chain of imports leads from one module to another."""
        seen, waiting = {start}, [start]
        while waiting:
            module = waiting.pop()
            if module == end:
                return True
            fresh = self.targets.get(module, set()) - seen
            seen |= fresh
            waiting += fresh
        return False


def ask_grimp(folder: Path, package: str) -> Oracle:
    """Grimp's graph of a package in a folder, found in a process of its own, for grimp looks packages up on the module path."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-W", "ignore", "-c", PROGRAM, package]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"grimp failed on {package}: {done.stderr.splitlines()[-1:]}")
    seconds, modules, edges = json.loads(done.stdout)
    targets: dict[str, set[str]] = {}
    for importer, target in edges:
        targets.setdefault(importer, set()).add(target)
    return Oracle(frozenset(modules), frozenset((importer, target) for importer, target in edges if importer != target), targets, seconds)

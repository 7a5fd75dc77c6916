"""Runs a program of the benchmark and notes which of its functions call which: what Python itself does, as far as one run shows."""

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.calls.cases import Edges, edges

TRACER = Path(__file__).with_name("tracer.py")
SECONDS = 20


def observe(folder: Path) -> Edges:
    """The calls between functions of the program that a run of its ``main.py`` takes; empty where it does not start."""
    command = [sys.executable, "-I", str(TRACER), str(folder.resolve())]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, cwd=folder, check=False)
    except subprocess.TimeoutExpired:
        return frozenset()
    last = done.stdout.decode(errors="replace").rpartition("\n")[2]
    return edges(json.loads(last)) if last.startswith("{") else frozenset()

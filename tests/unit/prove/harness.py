"""Runs a piece of Python inside the harness, in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

HARNESS = Path(__file__).resolve().parents[3] / "templates" / "prove"


def run_inside(code: str, folder: Path, **told: object) -> list[dict[str, object]]:
    """The events of a journal that a program with the harness in it has written; the program has to end well."""
    (folder / "share").mkdir(exist_ok=True)
    run = {"mode": "record", "journal": str(folder / "journal.jsonl"), "share": str(folder / "share"), "root": str(folder), **told}
    (folder / "run.json").write_text(json.dumps(run))
    environment = {**os.environ, "PYTHONPATH": f"{HARNESS}{os.pathsep}{folder}", "UNBRAID_PROVE": str(folder / "run.json")}
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    journal = folder / "journal.jsonl"
    return [json.loads(line) for line in journal.read_text().splitlines()] if journal.exists() else []

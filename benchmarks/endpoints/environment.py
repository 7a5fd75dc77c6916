"""An application's own environment: a virtual environment below ``.cache/`` with its pinned release, and a copy of its source to read."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.endpoints.case import Case

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "endpoints"
DUMP = Path(__file__).with_name("dump.py")
SECONDS = 1_200


class EnvironmentProblemError(Exception):
    """An application could not be installed or started."""


def installed(case: Case) -> Path:
    """The interpreter of a case's environment, made if it is not there yet; raises EnvironmentProblemError."""
    folder = CACHE / "venvs" / case.label
    python = folder / "bin" / "python"
    if not (folder / "complete").is_file():
        _run([sys.executable, "-m", "venv", str(folder)], CACHE)
        pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--prefer-binary"]
        _run([*pip, case.requirement, *case.beside], CACHE)
        (folder / "complete").touch()
    return python


def source(case: Case, python: Path) -> Path:
    """A folder that holds the application's own packages and nothing else; raises EnvironmentProblemError."""
    tree = CACHE / "sources" / case.label
    if not tree.is_dir():
        fresh = tree.with_name(f"{tree.name}.part")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        for package in case.packages:
            found = _site(python) / package
            if found.is_dir():
                shutil.copytree(found, fresh / package, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
            else:
                shutil.copy(found.with_suffix(".py"), fresh)
        if case.root:
            (fresh / case.root / "__init__.py").unlink(missing_ok=True)
        (fresh / case.root).rename(tree)
    return tree


def served(case: Case, python: Path) -> list[dict[str, Any]]:
    """The routes that the running application serves; raises EnvironmentProblemError with the last words of the attempt."""
    scratch = CACHE / "scratch" / case.label
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    own = [str((_site(python) / package).resolve()) for package in case.packages]
    return ask(python, case.framework, {"setup": case.setup, "apps": case.apps, "own": own}, scratch)


def ask(python: Path, framework: str, job: dict[str, Any], folder: Path) -> list[dict[str, Any]]:
    """What ``dump.py`` prints under an interpreter; raises EnvironmentProblemError."""
    output = _run([str(python), "-P", str(DUMP), framework, json.dumps(job)], folder)
    rows: list[dict[str, Any]] = json.loads(output.splitlines()[-1])
    return rows


def _site(python: Path) -> Path:
    return next((python.parent.parent / "lib").glob("python3*")) / "site-packages"


def _run(command: list[str], folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise EnvironmentProblemError(f"more than {SECONDS} seconds: {command[:4]}") from error
    if done.returncode or not (done.stdout.strip() or "-m" in command):
        raise EnvironmentProblemError("\n".join((done.stderr or done.stdout).strip().splitlines()[-8:]))
    return done.stdout

"""What all rungs of one proof have in common: where things lie, what runs, and with which interpreter."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from analyzer.model.errors import UsageError
from analyzer.prove.system import System


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds that a run may take: the baseline, and every other rung at least ``rung`` and ``factor`` baselines."""

    baseline: float = 1800.0
    rung: float = 300.0
    factor: float = 12.0


@dataclass(frozen=True, slots=True)
class Setup:
    """The monolith's folder, its services, the test command, its interpreter, and a folder of our own to work in."""

    source: Path
    closure: System
    seams: System | None
    command: tuple[str, ...]
    interpreter: str
    harness: Path
    work: Path
    limits: Limits
    runtime: Path | None = None

    @property
    def system(self) -> System:
        """The services as they were cut the furthest."""
        return self.seams or self.closure


def interpreter_of(given: str | None, command: tuple[str, ...]) -> str:
    """The interpreter of the monolith: as given, that of the test command, or the one on the path. Raises UsageError."""
    if given is not None:
        path = shutil.which(given)
        if path is None:
            raise UsageError(f"there is no interpreter {given}", "give the Python of the environment in which the tests run: --python")
        return str(Path(path).absolute())
    first = Path(command[0]).name
    found = shutil.which(command[0])
    if found is None:
        raise UsageError(f"there is no command {command[0]}", "give the test command after --, as you would type it in the folder")
    if first.startswith("python"):
        return str(Path(found).absolute())
    beside = next((one for name in ("python", "python3") if (one := Path(found).with_name(name)).is_file()), None)
    if beside is None:
        raise UsageError(f"the interpreter behind {command[0]} is not known", "give it with --python")
    return str(beside.absolute())


def environment_for(setup: Setup, run_file: Path | None) -> dict[str, str]:
    """The environment of the test command: as it is, the interpreter's folder first on the path, the harness put in."""
    found = {name: value for name, value in os.environ.items() if not name.startswith(("UNBRAID_", "PYTEST_"))}
    found["PATH"] = os.pathsep.join([str(Path(setup.interpreter).parent), found.get("PATH", "")])
    paths = [str(setup.harness), *([found["PYTHONPATH"]] if found.get("PYTHONPATH") else [])]
    if run_file is not None:
        found["UNBRAID_PROVE"] = str(run_file)
        found["PYTHONPATH"] = os.pathsep.join(paths)
    return found


def copy_harness(texts: Mapping[str, str], folder: Path) -> Path:
    """Write the harness below a folder; returns where it lies."""
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder

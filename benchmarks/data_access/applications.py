"""An application, set up in its own environment below ``.cache/``, and its tests run once under the recorder."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "data_access"
RECORDER = Path(__file__).with_name("recorder")
SECONDS = 3600


class SetupError(Exception):
    """The source or its requirements could not be had, or the tests sent no query."""


@dataclass(frozen=True, slots=True)
class Application:
    """A repository at a commit (none: the sample), what to install for its tests, and the command that runs them."""

    name: str
    what: str
    requirements: tuple[str, ...]
    command: tuple[str, ...]
    repository: str = ""
    commit: str = ""

    @property
    def tree(self) -> Path:
        """Where the source is, unless another folder is given."""
        return CACHE / "trees" / f"{self.name}-{self.commit}" if self.repository else ROOT / "sample_monolith"


def source(application: Application, given: Path | None) -> Path:
    """The folder with the source, cloned if it is not there; raises SetupError."""
    tree = given or application.tree
    if not tree.is_dir():
        clone = ["git", "clone", "-q", application.repository, str(tree)]
        commands = (clone, ["git", "-C", str(tree), "checkout", "-q", application.commit])
        for command in commands:
            done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
            if done.returncode:
                shutil.rmtree(tree, ignore_errors=True)
                raise SetupError(f"{' '.join(command)}: {done.stderr.strip()[-300:]}; unpack it there, or give the folder with --path")
    return tree.resolve()


def recorded(application: Application, tree: Path, fresh: bool) -> list[Path]:
    """The files that the recorder wrote, of the last run unless ``fresh``; raises SetupError."""
    folder = CACHE / "records" / application.name
    found = sorted(folder.glob("record.*"))
    if found and not fresh:
        return found
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    python = _environment(application, tree)
    settings = {
        "PYTHONPATH": str(RECORDER),
        "PYTHONDONTWRITEBYTECODE": "1",
        "RECORD_ROOT": str(tree),
        "RECORD_TO": str(folder / "record"),
    }
    with (folder / "log.txt").open("wb") as log:
        subprocess.run(
            [str(python), *application.command],
            cwd=tree,
            env={**os.environ, **settings},
            stdout=log,
            stderr=subprocess.STDOUT,
            timeout=SECONDS,
            check=False,
        )
    found = sorted(folder.glob("record.*"))
    if not found:
        raise SetupError(f"{application.name}: no query was recorded, see {folder / 'log.txt'}")
    return found


def _environment(application: Application, tree: Path) -> Path:
    folder = CACHE / "venvs" / application.name
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        wanted = [one.format(tree=tree) for one in application.requirements]
        for command in ([sys.executable, "-m", "venv", str(folder)], [str(python), "-m", "pip", "install", "-q", *wanted]):
            done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
            if done.returncode:
                raise SetupError(f"{application.name}: {done.stderr.strip()[-300:]}")
        (folder / "ready").touch()
    return python

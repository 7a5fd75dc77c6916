"""Applications in environments of their own, made once under ``.cache/``, and copies of their sources alone, for reading."""

import shutil
import subprocess
import venv
from pathlib import Path

from benchmarks.entities.applications import Application

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "entities"
SECONDS = 1800


class InstallError(Exception):
    """An application could not be installed: no network, no such release, or a dependency that does not build."""


def interpreter_of(application: Application) -> Path:
    """The Python that has the application; installs it if it is not there yet; raises InstallError."""
    home = CACHE / application.label
    python = home / "bin" / "python"
    done = home / "installed"
    if not done.is_file():
        venv.create(home, with_pip=True)
        extras = f"[{application.extras}]" if application.extras else ""
        wanted = [f"{application.name}{extras}=={application.version}", *application.requires]
        command = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *wanted]
        run = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        if run.returncode:
            lines = [line for line in run.stderr.splitlines() if "ERROR" in line]
            raise InstallError(f"{application.label}: {' '.join(lines)[:300]}")
        done.write_text("")
    return python


def sources_of(application: Application) -> Path:
    """A folder with the Python files of the application's own packages and nothing else."""
    tree = CACHE / "trees" / application.label
    if not tree.is_dir():
        interpreter_of(application)
        libraries = next((CACHE / application.label / "lib").glob("python*")) / "site-packages"
        fresh = tree.with_name(f"{tree.name}.part")
        shutil.rmtree(fresh, ignore_errors=True)
        for package in application.packages:
            for path in sorted((libraries / package).rglob("*.py")):
                target = fresh / path.relative_to(libraries)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
        fresh.rename(tree)
    return tree

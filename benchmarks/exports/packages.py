"""Readers of our exports as their registries have them: fetched once into ``.cache/readers/``; nothing of them is installed."""

import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.codebases.sources import DownloadError

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "readers"
MERMAID, CATALOG_MODEL = ("mermaid", "11.17.2"), ("@backstage/catalog-model", "1.10.1")
C4STUDIO = ("c4studio", "0.3.0")
SECONDS = 300


def npm_package(name: str, version: str) -> Path:
    """The files of an npm package; raises DownloadError."""
    own = Path(sys.executable).with_name("npm")
    npm = str(own) if own.exists() else shutil.which("npm")
    if npm is None:
        raise DownloadError("npm is not installed")
    return _fetched(f"{name.replace('/', '+')}-{version}", [npm, "pack", "--silent", "--ignore-scripts", f"{name}@{version}"]) / "package"


def python_package(name: str, version: str) -> Path:
    """The folder that holds a pure Python package, whatever Python its authors ask for; raises DownloadError."""
    pip = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps", "--ignore-requires-python"]
    return _fetched(f"{name}-{version}", [*pip, "--only-binary", ":all:", "--platform", "any", f"{name}=={version}"])


def _fetched(label: str, command: Sequence[str]) -> Path:
    folder = CACHE / label
    if folder.is_dir():
        return folder
    fresh = folder.with_name(f"{label}.part")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        done = subprocess.run(command, cwd=fresh, capture_output=True, text=True, timeout=SECONDS, check=False)
        (archive,) = fresh.iterdir()
    except (OSError, subprocess.TimeoutExpired, ValueError) as error:
        raise DownloadError(f"{label}: {error}") from error
    if done.returncode:
        raise DownloadError(f"{label}: {done.stderr.strip()[-300:]}")
    _unpack(archive, fresh)
    archive.unlink()
    fresh.rename(folder)
    return folder


def _unpack(archive: Path, folder: Path) -> None:
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(folder)
    else:
        with tarfile.open(archive) as opened:
            opened.extractall(folder, filter="data")

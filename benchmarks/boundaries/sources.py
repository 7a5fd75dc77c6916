"""The sources of a case: a checked-out tree, a git repository to export a commit from, or a release of the package index."""

import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.boundaries.cases import Case


@contextmanager
def tree_of(case: Case, sources: Path) -> Iterator[Path]:
    """The folder in which the case's packages lie. Looked for, in this order: ``sources/NAME`` (a tree), ``sources/OWNER+REPO/...`` and
    ``sources/OWNER/REPO`` (git repositories), the package index. Raises FileNotFoundError when there is none."""
    plain = sources / case.name
    if plain.is_dir() and not (plain / "HEAD").is_file():
        yield plain / case.srcroot
        return
    with TemporaryDirectory(prefix="boundaries-") as name:
        folder = Path(name)
        if case.repo.startswith("pypi:"):
            _download(case.repo.removeprefix("pypi:"), case.commit, folder)
        else:
            _export(_repository(case, sources), case.commit, folder)
        yield folder / case.srcroot


def _repository(case: Case, sources: Path) -> Path:
    for start in (sources / case.repo.replace("/", "+"), sources / case.repo):
        for place in (start, *sorted(start.glob("*"))):
            if (place / ".git").exists() or (place / "HEAD").is_file():
                return place
    raise FileNotFoundError(f"{case.name}: neither a tree {case.name} nor a git repository of {case.repo} in {sources}")


def _export(repository: Path, commit: str, folder: Path) -> None:
    command = ["git", "-C", str(repository), "archive", "--format=tar", commit]
    archive = subprocess.run(command, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=BytesIO(archive)) as tar:
        tar.extractall(folder, filter="data")


def _download(name: str, version: str, folder: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "-q",
        "--no-deps",
        "--only-binary",
        ":all:",
        "-d",
        str(folder),
        f"{name}=={version}",
    ]
    subprocess.run(command, check=True, capture_output=True)
    wheel = next(folder.glob("*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    wheel.unlink()

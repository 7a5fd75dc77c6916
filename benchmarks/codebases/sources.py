"""Source releases, downloaded once by pip into ``.cache/`` and unpacked there; nothing of them is installed."""

import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "codebases"
SECONDS = 600


class DownloadError(Exception):
    """A release could not be had: no network, no such release, or an archive that is none."""


@dataclass(frozen=True, slots=True)
class Release:
    """A distribution, its version, and what kind of code base it is."""

    name: str
    version: str
    what: str = ""

    @property
    def label(self) -> str:
        return f"{self.name}-{self.version}"


def unpacked(release: Release) -> Path:
    """The folder that holds a release, downloaded and unpacked if it is not there yet; raises DownloadError."""
    tree = CACHE / "trees" / release.label
    if not tree.is_dir():
        archive = _download(release)
        fresh = tree.with_name(f"{tree.name}.part")
        shutil.rmtree(fresh, ignore_errors=True)
        try:
            _unpack(archive, fresh)
        except (OSError, tarfile.TarError, zipfile.BadZipFile) as error:
            raise DownloadError(f"{archive.name}: {error}") from error
        inner = list(fresh.iterdir())
        (inner[0] if len(inner) == 1 and archive.suffix != ".whl" else fresh).rename(tree)
        shutil.rmtree(fresh, ignore_errors=True)
    return tree


def trees(releases: Iterable[Release], names: Collection[str] = ()) -> Iterator[tuple[Release, Path | None]]:
    """The releases (those of these names, or all) with the folder of each; None, and a line on standard error, where it cannot be had."""
    for release in releases:
        if names and release.name not in names:
            continue
        tree: Path | None = None
        try:
            tree = unpacked(release)
        except DownloadError as error:
            print(f"not downloaded: {error}", file=sys.stderr)
        yield release, tree


def _download(release: Release) -> Path:
    """The archive of a release: its source archive, or the wheel where there is none that pip accepts."""
    folder = CACHE / "archives" / release.label
    folder.mkdir(parents=True, exist_ok=True)
    errors = ""
    for choice in (["--no-binary", release.name], []):
        found = sorted(folder.iterdir())
        if found:
            return found[0]
        pip = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps", *choice]
        command = [*pip, "-d", str(folder), f"{release.name}=={release.version}"]
        try:
            errors = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False).stderr
        except subprocess.TimeoutExpired:
            errors = f"pip took more than {SECONDS} seconds"
    found = sorted(folder.iterdir())
    if not found:
        lines = [line for line in errors.splitlines() if "ERROR" in line] or errors.splitlines()[-1:]
        raise DownloadError(f"{release.label}: {' '.join(lines)[:300]}")
    return found[0]


def _unpack(archive: Path, folder: Path) -> None:
    if archive.suffix in (".whl", ".zip"):
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(folder)
    else:
        with tarfile.open(archive) as opened:
            for member in opened:
                _extract(opened, member, folder)


def _extract(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Writes a plain file that lies inside the folder; links, devices and paths that lead elsewhere are left out.

    The standard library's own filter came with Python 3.11.4 only.
    """
    target = (folder / member.name).resolve()
    content = archive.extractfile(member) if member.isfile() else None
    if content is not None and target.is_relative_to(folder.resolve()):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.read())

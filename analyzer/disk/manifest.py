"""What was generated into a folder before: a digest and a pristine copy of every file, so that edits can be told and merged."""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from analyzer.disk.places import UnsafePathError, target_in
from analyzer.model.place import Location, Problem

MANIFEST = ".unbraid-manifest.json"
PRISTINE = ".unbraid-pristine.zip"
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The digest of each file as it was generated (by path), and the paths that were left with marks of a conflict."""

    files: Mapping[str, str]
    conflicts: frozenset[str] = frozenset()

    def to_bytes(self) -> bytes:
        """The manifest as it is written, the same for the same content."""
        content = {"version": 2, "files": dict(sorted(self.files.items())), "conflicts": sorted(self.conflicts)}
        return (json.dumps(content, indent=1) + "\n").encode()


def read_manifest(folder: Path) -> tuple[Manifest, tuple[Problem, ...]]:
    """The manifest of a folder (an empty one where there is none), and a problem where it cannot be read."""
    path = folder / MANIFEST
    if not path.is_file():
        return Manifest({}), ()
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        files = {str(name): str(emitted) for name, emitted in content["files"].items()}
        conflicts = frozenset(str(name) for name in content.get("conflicts", ()))
        for name in files:
            target_in(folder, name)
    except (ValueError, KeyError, TypeError, AttributeError, UnsafePathError):
        message = "the manifest cannot be read, so every file that is there counts as the user's"
        return Manifest({}), (Problem(Location(MANIFEST), "bad-manifest", message, hint="restore it, or write to a new folder"),)
    return Manifest(files, conflicts), ()


class Pristine:
    """The texts of generated files as they were generated, by digest; what is missing or damaged is just not there."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / PRISTINE

    def digests(self) -> frozenset[str]:
        """The digests whose texts are there."""
        try:
            with zipfile.ZipFile(self._path) as archive:
                return frozenset(archive.namelist())
        except (OSError, zipfile.BadZipFile):
            return frozenset()

    def text(self, wanted: str) -> bytes | None:
        """The text of a digest, None where it is not there."""
        try:
            with zipfile.ZipFile(self._path) as archive:
                return archive.read(wanted)
        except (OSError, KeyError, zipfile.BadZipFile, EOFError, RuntimeError, ValueError):
            return None


def pack(texts: Mapping[str, bytes]) -> bytes:
    """An archive of texts by digest: the same bytes for the same texts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(texts):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), texts[name], zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def is_text(data: bytes) -> bool:
    """Whether bytes can be merged line by line."""
    return b"\0" not in data[:8192]

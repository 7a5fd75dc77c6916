"""Fetches the libraries that the report page contains: python -m tools.vendor

Each is one file of one version of one npm package. The package is fetched by npm and refused where its digest is not the one below; the
file and its licence go to templates/report/vendor, with a list of what they are. ``--check`` fetches nothing: it compares the files that
are there with the list.
"""

import base64
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "templates" / "report" / "vendor"
LIST = FOLDER / "vendored.json"


@dataclass(frozen=True)
class Library:
    """A package of the npm registry, its digest there (SHA-512 in base64), and the files wanted from it."""

    name: str
    version: str
    integrity: str
    file: str
    licence: str
    why: str


LIBRARIES = (
    Library(
        "d3-hierarchy",
        "3.1.2",
        "FX/9frcub54beBdugHjDCdikxThEqjnR93Qt7PvQTOHxyiNCAlvMrHhclk3cD5VeAaq9fxmfRp+CnWw9rEMBuA==",
        "dist/d3-hierarchy.min.js",
        "ISC",
        "the treemap",
    ),
    Library(
        "d3-sankey",
        "0.12.3",
        "nQhsBRmM19Ax5xEIPLMY9ZmJ/cDvd1BG3UVvt5h3WRxKg5zGRbvnteTyWAbzeSvlh3tW7ZEmq4VwR5mB3tutmQ==",
        "dist/d3-sankey.min.js",
        "BSD-3-Clause",
        "the flows between services",
    ),
)


def fetched(library: Library) -> tarfile.TarFile:
    """The package, opened; raises SystemExit where it is not the one that is meant."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = f"{library.name}@{library.version}"
        subprocess.run(["npm", "pack", "--silent", "--ignore-scripts", wanted], cwd=folder, check=True, capture_output=True)
        data = next(Path(folder).glob("*.tgz")).read_bytes()
    found = base64.b64encode(hashlib.sha512(data).digest()).decode()
    if found != library.integrity:
        raise SystemExit(f"{wanted} is not what is meant: its digest is sha512-{found}")
    return tarfile.open(fileobj=io.BytesIO(data))


def member(package: tarfile.TarFile, name: str) -> bytes:
    """One file of a package."""
    file = package.extractfile(f"package/{name}")
    assert file is not None, name
    return file.read()


def entry(library: Library, file: bytes) -> dict[str, str]:
    """What the list says about a library."""
    name = Path(library.file).name
    digest = hashlib.sha256(file).hexdigest()
    return {
        "name": library.name,
        "version": library.version,
        "file": name,
        "sha256": digest,
        "integrity": f"sha512-{library.integrity}",
        "licence": library.licence,
        "licence_file": f"{library.name}.LICENSE",
        "why": library.why,
    }


def fetch() -> None:
    """Writes every library, its licence, and the list."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    entries = []
    for library in LIBRARIES:
        with fetched(library) as package:
            file, licence = member(package, library.file), member(package, "LICENSE")
        (FOLDER / Path(library.file).name).write_bytes(file)
        (FOLDER / f"{library.name}.LICENSE").write_bytes(licence)
        entries.append(entry(library, file))
    LIST.write_text(json.dumps(entries, indent=1) + "\n", encoding="utf-8")


def check() -> list[str]:
    """What is wrong with the files that are there, in words."""
    wrong = []
    listed = {one["name"]: one for one in json.loads(LIST.read_text(encoding="utf-8"))}
    for library in LIBRARIES:
        path = FOLDER / Path(library.file).name
        if not path.is_file() or listed.get(library.name) != entry(library, path.read_bytes()):
            wrong.append(f"{path.name} is not {library.name} {library.version} as it was fetched")
        if not (FOLDER / f"{library.name}.LICENSE").is_file():
            wrong.append(f"the licence of {library.name} is missing")
    return wrong


if __name__ == "__main__":
    if "--check" in sys.argv:
        found = check()
        print("\n".join(found) or "every vendored library is as it was fetched")
        raise SystemExit(bool(found))
    fetch()

"""Do import-linter and tach take our contracts for real code bases: kept as they are, broken by a planted import?"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analyzer.app import Job, analyze
from analyzer.model.analysis import Analysis
from analyzer.model.errors import UsageError
from analyzer.model.facts import Import
from analyzer.model.partition import SHARED
from analyzer.model.source import FileKind, SourceFile
from analyzer.report.exports import EXPORTS, Wishes, make_export

PROGRAMS = Path(sys.executable).parent
TOOLS = {
    "import-linter": ("contracts.ini", (str(PROGRAMS / "lint-imports"), "--no-cache", "--config", "contracts.ini")),
    "tach": ("tach.toml", (str(PROGRAMS / "tach"), "check")),
}
UNABLE = ("defined with setup.py",)
"""What a tool says of code bases that it does not read at all."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a tool made of a code base: exit codes as it is and with a planted import (None where none would cross a border),
    seconds, and its last words."""

    tool: str
    services: int
    kilobytes: float
    seconds: float
    as_is: int
    planted: int | None
    words: str

    @property
    def is_good(self) -> bool:
        """Kept as it is, broken by the plant; or a code base that the tool does not read."""
        return (self.as_is == 0 and self.planted in (1, None)) or any(text in self.words for text in UNABLE)


def outcomes(folder: Path) -> Iterator[Outcome]:
    """What each tool makes of a copy of a code base."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(shutil.copytree(folder, Path(scratch) / "app", symlinks=True))
        analysis, _ = analyze(Job(copy, copy / "unbraid-out", cached=False))
        for tool, (name, command) in TOOLS.items():
            try:
                (file,) = make_export(next(one for one in EXPORTS if one.name == tool), analysis, Wishes())
            except UsageError as error:
                yield Outcome(tool, len(analysis.partition.services), 0.0, 0.0, 0, None, error.message)
                continue
            (copy / name).write_text(file.text, encoding="utf-8")
            roots = sorted({one.source_root for one in analysis.codebase.files} - {""})
            start = time.perf_counter()
            as_is, words = _run(command, copy, roots)
            seconds = time.perf_counter() - start
            planted, _ = _with_plant(analysis, copy, command, roots) or (None, "")
            yield Outcome(tool, len(analysis.partition.services), len(file.text) / 1000, seconds, as_is, planted, words)


def _run(command: tuple[str, ...], folder: Path, roots: list[str]) -> tuple[int, str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(roots)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip() and "WARN" not in line]
    return done.returncode, " ".join(said[-3:])


def _with_plant(analysis: Analysis, folder: Path, command: tuple[str, ...], roots: list[str]) -> tuple[int, str] | None:
    """The same with one import more, from a service that does not use the imported one today; None where there is none to plant."""
    plant = _plant(analysis)
    if plant is None:
        return None
    source, target = plant
    path = folder / source.path
    before = path.read_bytes()
    path.write_bytes(before + f"\n\nimport {target.module}\n".encode())
    try:
        return _run(command, folder, roots)
    finally:
        path.write_bytes(before)


def _plant(analysis: Analysis) -> tuple[SourceFile, SourceFile] | None:
    homes = analysis.partition.homes()
    tied = {(homes.get(one.importer), homes.get(one.target)) for one in analysis.codebase.of(Import)}
    packages = {file.module for file in analysis.codebase.files if file.is_package}
    code = [file for file in analysis.codebase.files if _is_plain(file, packages) and homes.get(file.module, SHARED) != SHARED]
    apart = ((a, b) for a in code for b in code if homes[a.module] != homes[b.module])
    return next(((a, b) for a, b in apart if (homes[a.module], homes[b.module]) not in tied), None)


def _is_plain(file: SourceFile, packages: set[str]) -> bool:
    """Whether a file is business code below packages that are packages all the way up."""
    parts = file.module.split(".")
    inside = all(".".join(parts[:size]) in packages for size in range(1, len(parts)))
    return file.kind is FileKind.CODE and len(parts) > 1 and inside and not file.is_package

"""Analyses to export, and the programs that read what was exported."""

import functools
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from analyzer.app import Job, analyze
from analyzer.model.analysis import Analysis
from analyzer.model.files import TextFile
from analyzer.report.exports import EXPORTS, Wishes, make_export
from tests.sample_answer import SAMPLE
from tests.unit.report.fixture import HOSTILE, shop

PROGRAMS = Path(sys.executable).parent


@functools.cache
def webnet() -> Analysis:
    """The analysis of the sample."""
    return analyze(Job(SAMPLE, SAMPLE / "no-such-folder", workers=1, cached=False))[0]


def exported(name: str, analysis: Analysis, wishes: Wishes | None = None) -> tuple[TextFile, ...]:
    """The files of an export."""
    return make_export(next(one for one in EXPORTS if one.name == name), analysis, wishes or Wishes())


def text_of(name: str, analysis: Analysis, wishes: Wishes | None = None) -> str:
    """The text of an export that is one file."""
    (file,) = exported(name, analysis, wishes)
    return file.text


def copied(source: Path, target: Path) -> Path:
    """A copy of the code of a folder that a tool may write beside."""
    return shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", ".*_cache", "unbraid-out", ".venv"))


def lint_imports(folder: Path, contracts: str) -> subprocess.CompletedProcess[str]:
    """import-linter, run in a folder on contracts."""
    (folder / "contracts.ini").write_text(contracts, encoding="utf-8")
    command = [str(PROGRAMS / "lint-imports"), "--no-cache", "--config", "contracts.ini"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def tach_check(folder: Path, settings: str) -> subprocess.CompletedProcess[str]:
    """tach, run in a folder on its settings."""
    (folder / "tach.toml").write_text(settings, encoding="utf-8")
    return subprocess.run([str(PROGRAMS / "tach"), "check"], cwd=folder, capture_output=True, text=True, check=False)


ODD = (
    *HOSTILE, "!include /etc/passwd", "${PATH}", "a \\", '"', "''", "//", "# x", "/* y", "{", "}", "->", "a -> b", "end", "subgraph x",
    "%%{init}%%", "- a: b", "&x", "*x", "!!python/object/apply:os.system ['true']", "", " ",
)  # fmt: skip


def odd() -> Analysis:
    """A shop whose services have the oddest of titles, two of them the same."""
    analysis = shop()
    services = analysis.plan.services
    ids = [service.id for service in services] + [f"s{n}" for n in range(len(ODD))]
    many = [replace(services[n % len(services)], id=ids[n], title=ODD[n % len(ODD)]) for n in range(len(ODD) + 2)]
    return replace(analysis, plan=replace(analysis.plan, services=tuple(many)))

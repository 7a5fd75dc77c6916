"""What every export obeys: same bytes for the same analysis, whatever the hash seed; nothing invisible in it; hostile names do no harm."""

import hashlib
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from analyzer.model.analysis import Analysis
from analyzer.model.errors import UsageError
from analyzer.model.files import TextFile
from analyzer.report.exports import EXPORTS, Export, Wishes, make_export
from tests.unit.report.fixture import large, shop

ROOT = Path(__file__).parents[2]
EACH = pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.name)


def made(export: Export, analysis: Analysis) -> tuple[TextFile, ...]:
    """The files of an export; none where the code base cannot be said in its words: these have modules, but no packages."""
    try:
        return make_export(export, analysis, Wishes())
    except UsageError:
        assert export.name == "import-linter"
        return ()


def digests() -> dict[str, str]:
    files = {f"{export.name}/{file.path}": file.text for export in EXPORTS for file in made(export, shop())}
    return {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}


def test_the_same_analysis_gives_the_same_bytes_under_every_hash_seed() -> None:
    program = "from tests.laws.test_export_laws import digests; print(digests())"
    runs = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "4711")
    }
    assert len(runs) == 1


@EACH
def test_hostile_names_are_shown_and_do_nothing(export: Export) -> None:
    for file in made(export, shop()):
        file.text.encode()
        wrong = {c for c in file.text if c not in "\n\u2060" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
        assert wrong == set(), (file.path, wrong)
        assert file.text.endswith("\n") and not file.path.startswith(("/", "."))
        assert max(map(len, file.text.splitlines())) < 6000


@EACH
def test_a_large_code_base_is_no_trouble(export: Export) -> None:
    assert all(file.text for file in made(export, large(400, 24)))


@EACH
def test_names_are_as_they_are_typed(export: Export) -> None:
    from analyzer.cli.export import NAMES
    from analyzer.cli.export import export as command

    assert export.name in NAMES and len(NAMES) == len(EXPORTS)
    assert export.name in (command.help or "")
    assert export.about and not export.about.endswith(".")

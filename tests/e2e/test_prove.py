"""The sample proves its own split by the command, and nothing is left running however a proof ends."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from analyzer.app import Job, scaffold_to
from analyzer.prove.contracts.files import stands_alone
from tests.e2e.command import RUN, copy_of_sample, environment, unbraid
from tests.ports import free_ports, wait_for_answer

SUITE = ("tests/http/test_shipping.py", "tests/unit/test_utils.py")
SERVE = """
import os, sys
sys.path.insert(0, os.getcwd())
import service
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIServer, make_server
class Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True
make_server("127.0.0.1", int(os.environ["PORT"]), service.application, Threads).serve_forever()
"""
SLOW_TESTS = """
import os, pathlib, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"])
pathlib.Path(sys.argv[1]).write_text(f"{os.getpid()} {child.pid}")
time.sleep(300)
"""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A copy of the sample, and its services."""
    folder = tmp_path_factory.mktemp("proof")
    source = copy_of_sample(folder / "source")
    scaffold_to(Job(source, folder / "out", workers=1))
    return source, folder / "out"


@pytest.fixture(scope="module")
def proof(
    sample: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[subprocess.CompletedProcess[str], dict[str, Any], Path]:
    source, services = sample
    out = tmp_path_factory.mktemp("proven")
    options = ["--services", services, "--out", out, "--rungs", "loopback,A0,A2,controls", "--python", sys.executable]
    done = unbraid("prove", source, *options, "--", "python", "-m", "pytest", "-q", *SUITE, seconds=300)
    assert (out / "proof.json").exists(), done.stderr
    return done, json.loads((out / "proof.json").read_text()), out


def test_the_sample_keeps_its_behaviour_on_every_rung(proof: tuple[subprocess.CompletedProcess[str], dict[str, Any], Path]) -> None:
    done, found, out = proof
    assert done.returncode == 0, done.stdout + done.stderr
    assert found["losses"] == []
    assert found["gates"] == []
    rungs = {rung["rung"]: (rung["tests"], rung["passed"]) for rung in found["rungs"]}
    portable = sum(1 for test in found["tests"] if test["portable"])
    assert portable >= 15
    assert rungs["baseline"] == rungs["record"] == rungs["loopback"]
    assert rungs["loopback"][0] > portable
    assert rungs["A0"] == rungs["A2"] == (portable, portable)
    assert f"A0 {portable}, A2 {portable}" in done.stdout
    assert "A2" in (out / "proof.md").read_text()


def test_tests_are_answered_by_several_services_and_seams_are_really_called(
    proof: tuple[subprocess.CompletedProcess[str], dict[str, Any], Path],
) -> None:
    found = proof[1]
    assert len({name for test in found["tests"] for name in test["services"]}) >= 3
    called = [seam for seam in found["seams"] if seam["over_http"]]
    assert len(called) >= 5
    assert {seam["tested"] for seam in called} == {True}
    assert all(seam["recorded"] and seam["loopback"] for seam in called)
    assert all(not seam["tested"] for seam in found["seams"] if not seam["over_http"])


def test_what_is_broken_on_purpose_turns_red(proof: tuple[subprocess.CompletedProcess[str], dict[str, Any], Path]) -> None:
    controls = {control["what"]: control for control in proof[1]["controls"]}
    asked = {f"stop {name}" for test in proof[1]["tests"] for name in test["services"]}
    assert len(asked) >= 3
    assert asked | {"corrupt the codec"} == set(controls)
    assert {what for what, control in controls.items() if not control["held"]} == set()


@contextmanager
def running(out: Path, database: Path) -> Iterator[tuple[int, dict[str, int]]]:
    """The services of a folder behind its gateway, on a database that its migrations have made: the ports of both."""
    names = sorted(path.name for path in (out / "services").iterdir())
    gateway = free_ports(len(names) + 1)
    ports = {name: gateway + 1 + number for number, name in enumerate(names)}
    peers = json.dumps({name: f"http://127.0.0.1:{port}" for name, port in ports.items()})
    common = {**os.environ, "DATABASE_URL": f"sqlite:///{database}", "UNBRAID_PEERS": peers, "UNBRAID_SECRET": "between-services"}
    migration = [sys.executable, "unbraid_library.py", "-m", "alembic", "-c", "alembic.ini", "upgrade", "head"]
    subprocess.run(migration, cwd=out / "services/catalogue", env=common, check=True, capture_output=True)
    processes = []
    try:
        for name, port in ports.items():
            command, folder = [sys.executable, "-c", SERVE], out / "services" / name
            processes.append(subprocess.Popen(command, cwd=folder, env={**common, "PORT": str(port)}, stderr=subprocess.DEVNULL))
        upstreams = [f"{name}=127.0.0.1:{port}" for name, port in ports.items()]
        command = [sys.executable, str(out / "gateway/dev_gateway.py"), "--port", str(gateway), *upstreams]
        processes.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        for port in (*ports.values(), gateway):
            wait_for_answer(port)
        yield gateway, ports
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(20)


def test_every_contract_example_that_claims_to_need_nothing_passes_against_the_services(
    sample: tuple[Path, Path], proof: tuple[subprocess.CompletedProcess[str], dict[str, Any], Path], tmp_path: Path
) -> None:
    passed = claimed = 0
    with running(sample[1], tmp_path / "services.db") as (gateway, ports):
        for folder in sorted((proof[2] / "contracts").iterdir()):
            told = json.loads((folder / "examples.json").read_text())
            alone = sum(map(stands_alone, [*told["routes"], *told["seams"]]))
            addresses = {"UNBRAID_TARGET": f"http://127.0.0.1:{ports[folder.name]}", "UNBRAID_GATEWAY": f"http://127.0.0.1:{gateway}"}
            others = {"UNBRAID_SECRET": "between-services", "UNBRAID_DATABASE": str(tmp_path / "services.db")}
            command = [sys.executable, "-m", "pytest", "-q", "--tb=short", "-p", "no:cacheprovider", "-p", "no:randomly", str(folder)]
            done = subprocess.run(
                command, env={**os.environ, **addresses, **others}, cwd=folder, capture_output=True, text=True, check=False
            )
            assert done.returncode in (0, 5), done.stdout
            found = re.findall(r"(\d+) passed", done.stdout)
            passed, claimed = passed + sum(map(int, found)), claimed + alone
            assert sum(map(int, found)) == alone, (folder.name, done.stdout)
    assert f"of which {claimed} need nothing but services that run" in proof[0].stdout + proof[0].stderr
    assert passed == claimed >= 15


def test_no_process_of_a_proof_is_left(proof: tuple[subprocess.CompletedProcess[str], dict[str, Any], Path]) -> None:
    left = [path for path in Path("/proc").glob("[0-9]*/cmdline") if b"unbraid_prove/serve.py" in read(path)]
    ours = [path for path in left if str(proof[2].parent).encode() in read(path.with_name("environ"))]
    assert ours == []


def read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def is_alive(process: int) -> bool:
    try:
        return b"Z" not in Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2][:3]
    except OSError:
        return False


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_proof_ends_everything_that_it_started(sample: tuple[Path, Path], tmp_path: Path, sign: int) -> None:
    source, services = sample
    (tmp_path / "slow.py").write_text(SLOW_TESTS)
    pids = tmp_path / "pids"
    command = [sys.executable, "-c", RUN, "prove", source, "--services", services, "--out", tmp_path, "--", sys.executable]
    process = subprocess.Popen([*command, tmp_path / "slow.py", pids], env=environment(), stderr=subprocess.PIPE, text=True)
    try:
        started = wait_for(pids)
        assert all(map(is_alive, started))
        process.send_signal(sign)
        assert process.wait(30) == 130
    finally:
        process.kill()
        process.communicate()
    assert not any(map(is_alive, started))
    assert not (tmp_path / "proof.json").exists()


def wait_for(pids: Path) -> list[int]:
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        if pids.exists() and len(pids.read_text().split()) == 2:
            return [int(word) for word in pids.read_text().split()]
        time.sleep(0.1)
    raise AssertionError("the test command was not started")


def test_a_command_without_end_is_ended_and_says_so(sample: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "slow.py").write_text(SLOW_TESTS)
    source, services = sample
    options = ["--services", services, "--out", tmp_path, "--minutes", "0.1", "--", sys.executable]
    done = unbraid("prove", source, *options, tmp_path / "slow.py", tmp_path / "pids")
    assert done.returncode == 2
    assert "ran no test" in done.stderr
    assert not any(map(is_alive, wait_for(tmp_path / "pids")))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--services", "{empty}", "--", "python"], "there are no services in"),
        (["--services", "{services}", "--", "no-such-command"], "there is no command no-such-command"),
        (["--services", "{services}", "--rungs", "A9", "--", "python"], "there is no rung A9"),
        (["--services", "{services}", "--python", "no-python", "--", "python"], "there is no interpreter no-python"),
        (
            ["--services", "{services}", "--", sys.executable, "-c", "pass"],
            "the test command ran no test that was seen; the command printed nothing",
        ),
        (
            ["--services", "{services}", "--", sys.executable, "-c", "print('one', 'two' + chr(27), sep=chr(10))"],
            "this\n  | one\n  | two\\x1b\n",
        ),
    ],
)
def test_what_cannot_be_run_is_said_with_a_hint(sample: tuple[Path, Path], tmp_path: Path, arguments: list[str], message: str) -> None:
    filled = [word.replace("{empty}", str(tmp_path)).replace("{services}", str(sample[1])) for word in arguments]
    done = unbraid("prove", sample[0], *filled)
    assert done.returncode == 2
    assert message in done.stderr
    assert "hint: " in done.stderr
    assert "Traceback" not in done.stderr

"""Each service in an environment of its own, from nothing but its own list of dependencies: it imports, and says that it is ready."""

import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from analyzer.distributions import normalised
from analyzer.prove.outcomes import MEANING, Fresh, Rung, RungRun
from analyzer.prove.process import end, run_to_end, start, tail
from analyzer.prove.setup import Setup
from analyzer.prove.system import Service

INSTALL_SECONDS = 900.0
IMPORT_SECONDS = 300.0
READY_SECONDS = 60.0
IMPORTS = """
import importlib, json, os, sys
sys.path.insert(0, os.getcwd())
failed = {}
entry, names = json.loads(sys.argv[1])
for name in ([entry] if entry else []) + names:
    try:
        importlib.import_module(name)
    except BaseException as error:
        failed[name] = "{}: {}".format(type(error).__name__, error)[:400]
with open(sys.argv[2], "w") as stream:
    json.dump(failed, stream)
os._exit(0)
"""


def run_fresh(setup: Setup, recorded: RungRun, progress: Callable[[str, int, int], None] | None) -> tuple[Fresh, ...]:
    """Try every service, one after another, in the environment variables of the recorded run; by name."""
    if progress is not None:
        progress(f"{Rung.FRESH}: {MEANING[Rung.FRESH]}", 0, 0)
    work = setup.work / "fresh"
    work.mkdir()
    found = []
    for service in setup.system.services:
        found.append(_try(setup, service, work / service.folder, _environment(setup, recorded.environment)))
        shutil.rmtree(work / service.folder / "venv", ignore_errors=True)
    return tuple(found)


def _environment(setup: Setup, recorded: Mapping[str, str]) -> dict[str, str]:
    """The variables with which the tests run, without what belongs to their environment of packages; nobody else answers calls."""
    around = {name: value for name, value in {**os.environ, **recorded}.items() if not name.startswith(("UNBRAID_", "PYTEST_"))}
    for name in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "DJANGO_SETTINGS_MODULE"):
        around.pop(name, None)
    peers = {service.folder: "http://127.0.0.1:9" for service in setup.system.services}
    around.setdefault("SECRET_KEY", "proof-only")
    return {**around, "UNBRAID_SECRET": "proof-only", "UNBRAID_PEERS": json.dumps(peers)}


def _try(setup: Setup, service: Service, work: Path, environment: Mapping[str, str]) -> Fresh:
    """One service: a copy of its folder, a new environment from its requirements, every module, and its own command."""
    work.mkdir()
    folder = work / "service"
    shutil.copytree(setup.system.folder_of(service.folder), folder, symlinks=True, ignore=shutil.ignore_patterns(".venv", "__pycache__"))
    python = work / "venv" / "bin" / "python"
    why, note = _install(setup, folder, python, work)
    if why:
        return Fresh(service.folder, why, 0, {}, "not started", note)
    names = [name for name in service.modules if _is_importable(name) and name not in service.scripts]
    told = json.dumps([service.entry if service.framework != "plain" else "", names])
    ended = run_to_end(
        [str(python), "-c", IMPORTS, told, str(work / "failed.json")], folder, environment, work / "imports.log", IMPORT_SECONDS
    )
    try:
        failed: dict[str, str] = json.loads((work / "failed.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        failed = {service.entry: _last(ended.output) or "importing its modules did not come to an end"}
    said, stands_in = with_a_database(lambda around: _ready(service, folder, python, work, around), environment, work / "empty.db")
    return Fresh(service.folder, "", len(names), dict(sorted(failed.items())), said, "; ".join(filter(None, (note, stands_in))))


def _install(setup: Setup, folder: Path, python: Path, work: Path) -> tuple[str, str]:
    """Make the environment; what went wrong (``""`` for nothing), and a note. Where the pins of the list do not install on this
    interpreter, as old ones may not, the same names are tried at the versions with which the tests run."""
    made = _run([setup.interpreter, "-m", "venv", str(python.parents[1])], folder, work / "venv.log")
    if made or not (folder / "requirements.txt").is_file():
        return made and f"the environment cannot be made: {made}", ""
    pip = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "-q", "-r"]
    refused = _run([*pip, "requirements.txt"], folder, work / "install.log")
    if not refused:
        return "", ""
    known = _versions(setup.interpreter, work)
    lines = (folder / "requirements.txt").read_text(encoding="utf-8").splitlines()
    (work / "as-tested.txt").write_text(
        "".join(f"{at_tested(line, known)}\n" for line in lines if not line.startswith("-c ")), encoding="utf-8"
    )
    (work / "tested-with.txt").write_text("".join(f"{name}=={version}\n" for name, version in known.items()), encoding="utf-8")
    again = _run([*pip, str(work / "as-tested.txt"), "-c", str(work / "tested-with.txt")], folder, work / "install-as-tested.log")
    note = f"its pins do not install on this interpreter ({refused})"
    return (f"its requirements cannot be installed: {refused}", "") if again else ("", f"{note}: the versions of the tests are taken")


def _run(command: list[str], folder: Path, log: Path) -> str:
    """What went wrong, ``""`` for nothing."""
    around = {name: value for name, value in os.environ.items() if not name.startswith(("UNBRAID_", "PYTHON"))}
    try:
        ended = run_to_end(command, folder, around, log, INSTALL_SECONDS)
    except OSError as error:
        return str(error)
    return "" if ended.code == 0 else _last(ended.output) or "it took too long"


def _versions(interpreter: str, work: Path) -> dict[str, str]:
    """The distributions that the tests' own environment has, by name."""
    script = (
        "import json; from importlib.metadata import distributions as d; print(json.dumps({o.metadata['Name']: o.version for o in d()}))"
    )
    _run([interpreter, "-c", script], work, work / "versions.log")
    try:
        found = json.loads(tail(work / "versions.log", 1 << 20))
    except ValueError:
        return {}
    return {str(name): str(version) for name, version in sorted(found.items()) if name and version}


def at_tested(line: str, known: Mapping[str, str]) -> str:
    """A line of requirements at the version with which the tests run, where these have it, or have it built (``-binary``)."""
    parts = re.match(r"([A-Za-z0-9._-]+)(\[[^\]]*\])?", line)
    if parts is None:
        return line
    have = {normalised(name): version for name, version in known.items()}
    name, extras = parts.group(1), parts.group(2) or ""
    for one in (name, f"{name}-binary", name.removesuffix("-binary")):
        if normalised(one) in have:
            return f"{one}{extras}=={have[normalised(one)]}"
    return line


def _is_importable(name: str) -> bool:
    """Whether a module can be imported alone: a script of migrations runs inside of its tool only."""
    parts = name.split(".")
    return all(part.isidentifier() for part in parts) and parts[-1] != "__main__" and not (len(parts) > 1 and parts[-1] == "env")


def with_a_database(ask: Callable[[Mapping[str, str]], str], environment: Mapping[str, str], file: Path) -> tuple[str, str]:
    """What ``ask`` says in an environment, and a note. Where tests bring their own database and no ``DATABASE_URL`` is given, the
    server that production settings name may not be there: an empty file stands in for it, if the service reads that variable."""
    said = ask(environment)
    if "DATABASE_URL" in environment or not said.startswith("503: ") or '"failed": {}' not in said or '"database"' not in said:
        return said, ""
    if ask({**environment, "DATABASE_URL": f"sqlite:///{file}"}) != "ready":
        return said, ""
    return "ready", "the database of its settings does not answer and no DATABASE_URL was given: an empty SQLite file stands in"


def _ready(service: Service, folder: Path, python: Path, work: Path, environment: Mapping[str, str]) -> str:
    """``ready``, or what stands in the way: the answer of ``/readyz``, or how the process ended."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    path = os.pathsep.join([str(python.parent), environment.get("PATH", "")])
    process = start([str(python), *service.command], folder, {**environment, "PATH": path, "PORT": str(port)}, work / "service.log")
    try:
        return _asked(process, port, work / "service.log")
    finally:
        end(process)


def _asked(process: subprocess.Popen[bytes], port: int, log: Path) -> str:
    limit = time.monotonic() + READY_SECONDS
    while time.monotonic() < limit:
        if process.poll() is not None:
            return f"it has ended: {_last(tail(log))}"
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/readyz")
            answer = connection.getresponse()
            said = answer.read().decode("utf-8", "replace")
            return "ready" if answer.status == 200 else f"{answer.status}: {said[:400]}"
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        finally:
            connection.close()
    return f"no answer within {READY_SECONDS:.0f} s"


def _last(output: str) -> str:
    """The last line that tells of an error, else the last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return next((line for line in reversed(lines) if "rror" in line), lines[-1] if lines else "")[:400]

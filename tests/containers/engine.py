"""A container engine: the one that is there, else one of the tests' own, in namespaces that vanish with it.

The own engine has its network, mounts and processes for itself: the machine's network stays as it is, and one kill ends the
engine with everything that it started.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

START = 'ip link set lo up && mount -t proc proc /proc && "$@"; exit $?'
NEEDED = ("dockerd", "docker", "setpriv", "unshare", "nsenter", "ip", "iptables")


@dataclass(frozen=True)
class Engine:
    """How to talk to an engine: environment for its clients, and what to put before a command that calls published ports."""

    environment: dict[str, str]
    inside: tuple[str, ...] = ()
    is_own: bool = False
    log: Path | None = field(default=None, compare=False)

    def run(self, *command: str, check: bool = True, seconds: float = 300, **options: object) -> subprocess.CompletedProcess[str]:
        """Run a client of the engine; its output is in the error of one that fails."""
        done = subprocess.run(
            command,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
            **options,  # type: ignore[call-overload]
        )
        assert done.returncode == 0 or not check, f"{' '.join(command)}: {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-6000:]}"
        return done  # type: ignore[no-any-return]


def lacks() -> str:
    """Why no engine can be used or made here, in one line; nothing where one can."""
    if _answers(dict(os.environ)):
        return ""
    if os.name != "posix" or not sys.platform.startswith("linux"):
        return "no container engine runs, and one can be made on Linux only"
    if os.geteuid() != 0:
        return "no container engine runs, and only root can start one"
    missing = [name for name in NEEDED if not _program(name)]
    if missing:
        return f"no container engine runs, and these programs to start one are missing: {', '.join(missing)}"
    if "overlay" not in Path("/proc/filesystems").read_text():
        return "no container engine runs, and this kernel has no overlay file system"
    return ""


@contextmanager
def engine(folder: Path) -> Iterator[Engine]:
    """An engine for the time of the block; its data lies in ``folder`` and is gone afterwards."""
    if _answers(dict(os.environ)):
        yield Engine(dict(os.environ))
        return
    folder.mkdir(parents=True)
    log = folder / "engine.log"
    short = Path(tempfile.mkdtemp(prefix="engine-", dir="/tmp"))  # a socket's path has 104 letters at most
    options = [
        f"--host=unix://{short / 'socket'}", f"--data-root={folder / 'data'}", f"--exec-root={short / 'exec'}",
        f"--pidfile={short / 'pid'}",
        "--bip=10.213.0.1/24", "--default-address-pool=base=10.214.0.0/16,size=24",
    ]  # fmt: skip
    names = ["setpriv", "--pdeathsig=KILL", "unshare", "--mount", "--net", "--pid", "--fork", "--kill-child=SIGKILL"]
    with log.open("wb") as out:
        process = subprocess.Popen([*names, "sh", "-c", START, "sh", "dockerd", *options], stdout=out, stderr=out, env=_environment())
    try:
        made = Engine(_environment() | {"DOCKER_HOST": f"unix://{short / 'socket'}"}, (), True, log)
        _wait(made, process)
        yield Engine(made.environment, ("nsenter", f"--net=/proc/{_child(process.pid)}/ns/net"), True, log)
    finally:
        _end(process)
        for made_folder in (folder, short):
            shutil.rmtree(made_folder, ignore_errors=True)


def _environment() -> dict[str, str]:
    return {**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin"}


def _program(name: str) -> str | None:
    return shutil.which(name, path=_environment()["PATH"])


def _answers(environment: dict[str, str]) -> bool:
    if not _program("docker"):
        return False
    done = subprocess.run(
        ["docker", "info", "--format", "{{.ServerVersion}}"], env=environment, capture_output=True, check=False, timeout=30
    )
    return done.returncode == 0


def _wait(made: Engine, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if _answers(made.environment):
            return
        assert process.poll() is None and made.log, f"the engine has ended: {made.log.read_text()[-3000:] if made.log else ''}"
        time.sleep(0.1)
    raise AssertionError(f"the engine does not answer: {made.log.read_text()[-3000:] if made.log else ''}")


def _child(pid: int) -> int:
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])


def _end(process: subprocess.Popen[bytes]) -> None:
    """One kill: what was started in the engine's own namespaces ends with their first process, and their mounts with it."""
    process.kill()
    process.wait(20)

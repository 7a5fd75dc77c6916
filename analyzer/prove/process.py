"""Processes with time limits, of which nothing is left behind however the proof ends."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SHOWN = 6000
GRACE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit code, None where its time was up; ``output`` is the end of what it printed."""

    code: int | None
    seconds: float
    output: str


def run_to_end(command: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path, seconds: float) -> Ended:
    """Run a command in a process group of its own; after ``seconds`` the whole group is ended. Raises FileNotFoundError."""
    began = time.monotonic()
    process = start(command, folder, environment, log)
    code: int | None = None
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired:
        pass
    finally:
        end(process)
    return Ended(code, time.monotonic() - began, tail(log))


def start(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path, descriptors: Sequence[int] = ()
) -> subprocess.Popen[bytes]:
    """Start a command in a process group of its own, its output in a file."""
    with log.open("wb") as stream:
        return subprocess.Popen(
            list(command),
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=tuple(descriptors),
        )


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process and everything that it has started: politely, then not."""
    for kind in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, kind)
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        if not _group_lives(process.pid):
            return


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def tail(log: Path, size: int = SHOWN) -> str:
    """The end of a file as text."""
    try:
        data = log.read_bytes()
    except OSError:
        return ""
    return data[-size:].decode("utf-8", "replace")

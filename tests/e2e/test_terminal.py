"""What a person sees on a terminal, and another program behind a pipe."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from tests.e2e.command import RUN, environment, make_shop, unbraid

LOOK = re.compile(r"\x1b\[[0-9;]*m")
CONTROL = re.compile(r"\x1b\[[0-9;]*[mK]")


def on_terminal(columns: int, *arguments: object, **extra: str) -> str:
    """Everything that a command writes to a terminal of so many columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    environ = {name: value for name, value in environment(TERM="xterm-256color", **extra).items() if name not in ("COLUMNS", "LINES", "CI")}
    command = [sys.executable, "-c", RUN, *map(str, arguments)]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environ, close_fds=True) as process:
        os.close(theirs)
        said = b""
        while part := _read(ours):
            said += part
        process.wait(timeout=60)
    os.close(ours)
    return said.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so at the end of a terminal
        return b""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_shop(tmp_path_factory.mktemp("terminal") / "shop")


@pytest.mark.parametrize("columns", [80, 200])
def test_sentences_fit_the_terminal_and_commands_stay_whole(shop: Path, columns: int) -> None:
    said = on_terminal(columns, "analyze", shop, "--out", shop.parent / "out", "--services", 2)
    lines = [line.rpartition("\r")[2] for line in CONTROL.sub("", said).replace("\r\n", "\n").splitlines()]
    paths = ("Read ", "Decide ", "Guard ", "Next ")
    assert [line for line in lines if len(line) > columns and not line.startswith(paths)] == []
    assert any(line.startswith("Shared by all: ") for line in lines) and "\x1b[1m" in said


def test_no_colour_is_asked_for_or_needed(shop: Path) -> None:
    wrong = ("analyze", shop / "nowhere")
    assert "\x1b[31m" in on_terminal(80, *wrong)
    assert LOOK.search(on_terminal(80, *wrong, NO_COLOR="1")) is None
    piped = unbraid("analyze", shop, "--out", shop.parent / "piped", "--services", 2)
    assert piped.returncode == 0 and "\x1b" not in piped.stdout + piped.stderr

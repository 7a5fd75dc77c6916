"""Ports of this machine: free ones, and those where a service has begun to answer."""

import os
import socket
import time
import urllib.request
from contextlib import suppress


def free_port() -> int:
    """A port that the system gives."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def free_ports(count: int) -> int:
    """The first of some consecutive free ports."""
    start = 21000 + os.getpid() % 100 * 100  # test runs beside this one begin elsewhere
    for first in (*range(start, 32000, 100), *range(21000, start, 100)):
        try:
            for port in range(first, first + count):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return first
    raise AssertionError("no free ports")


def wait_for_answer(port: int) -> None:
    """Come back when what listens at a port says that it is alive; fails after 90 seconds."""
    limit = time.monotonic() + 90
    while time.monotonic() < limit:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
            return
        time.sleep(0.05)
    raise AssertionError("a service does not start")

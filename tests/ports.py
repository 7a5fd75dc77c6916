"""Ports of this machine that are free at the moment."""

import os
import socket


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

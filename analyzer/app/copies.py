"""Work beside this process, in copies of it that see everything in memory and change nothing."""

import os
import pickle
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

from analyzer.model.beside import Beside, one_by_one

T = TypeVar("T")

ENOUGH = 200
"""Smaller code bases take less time than copying a process."""


@contextmanager
def copies(workers: int | None, files: int) -> Iterator[Beside]:
    """Inside, work can be done beside this process: where ``workers`` (default: the number of processors) are several, the code base
    has ``ENOUGH`` files, and the system can copy a process (not Windows). What nobody asked for at the end is given up."""
    if (workers or os.cpu_count() or 1) < 2 or files < ENOUGH or not hasattr(os, "fork"):
        yield one_by_one
        return
    running: dict[int, int] = {}

    def beside(work: Callable[[], T]) -> Callable[[], T]:
        child, pipe = _copy(work)
        running[child] = pipe
        return lambda: _result(child, running.pop(child), work)

    try:
        yield beside
    finally:
        for child, pipe in running.items():
            os.close(pipe)
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def _copy(work: Callable[[], T]) -> tuple[int, int]:
    """A copy of this process that does the work, and the pipe through which it tells the result."""
    reading, writing = os.pipe()
    # Ctrl-C reaches every process of a terminal: this one answers for all.
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        child = os.fork()
        if not child:
            _tell(work, writing)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
    os.close(writing)
    return child, reading


def _tell(work: Callable[[], T], pipe: int) -> None:
    """Does the work, tells the result, and ends this process, whatever happens."""
    status = 1
    try:
        with open(pipe, "wb") as stream:
            pickle.dump(work(), stream, pickle.HIGHEST_PROTOCOL)
        status = 0
    finally:
        os._exit(status)


def _result(child: int, pipe: int, work: Callable[[], T]) -> T:
    with open(pipe, "rb") as stream:
        told = stream.read()
    _, status = os.waitpid(child, 0)
    # A copy that failed, or was ended for want of memory: what is wrong, if anything, shows here.
    return work() if status else pickle.loads(told)

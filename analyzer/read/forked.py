"""Work on what this process already holds in memory, shared out to copies of it."""

import gc
import multiprocessing
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor

Task = Callable[[], bytes]

_tasks: Sequence[Task] = ()


def run_forked(tasks: Sequence[Task], workers: int) -> list[bytes]:
    """The result of each task, in order. Tasks run in copies of this process, so they see everything and change nothing.

    Where the system cannot copy a process (Windows), or with one worker, they run here one after the other.
    """
    global _tasks
    if workers <= 1 or len(tasks) < 2 or "fork" not in multiprocessing.get_all_start_methods():
        return [task() for task in tasks]
    _tasks = tasks
    # Nothing of what is shared is looked at by the collector, so the pages stay shared.
    gc.freeze()
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        with ProcessPoolExecutor(workers, multiprocessing.get_context("fork")) as pool:
            results = pool.map(_run, range(len(tasks)))
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
            return list(results)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        gc.unfreeze()
        _tasks = ()


def _run(number: int) -> bytes:
    gc.disable()
    return _tasks[number]()

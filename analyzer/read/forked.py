"""Work on what this process already holds in memory, shared out to copies of it."""

import gc
import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

Task = Callable[[], bytes]
Run = Callable[[Iterable[str]], dict[str, bytes]]

_tasks: Mapping[str, Task] = {}


@contextmanager
def forked(tasks: Mapping[str, Task], workers: int) -> Iterator[Run]:
    """Inside, some of the tasks at a time can be run, by name: the result of each. Tasks run in copies of this process as it was at the
    first run, so they see everything and change nothing; what one has looked up is there for those that the same copy runs later.

    Where the system cannot copy a process (Windows), or with one worker, they run here one after the other.
    """
    global _tasks
    if workers <= 1 or len(tasks) < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield lambda names: {name: tasks[name]() for name in names}
        return
    _tasks = tasks
    # Nothing of what is shared is looked at by the collector, so the pages stay shared.
    gc.freeze()
    try:
        with ProcessPoolExecutor(workers, multiprocessing.get_context("fork")) as pool:
            yield lambda names: _run(pool, tuple(names))
    finally:
        gc.unfreeze()
        _tasks = {}


def _run(pool: ProcessPoolExecutor, names: tuple[str, ...]) -> dict[str, bytes]:
    # Ctrl-C reaches every process of a terminal: the parent answers for all, so its workers are born with it blocked.
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        results = pool.map(_one, names)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
    return dict(zip(names, results, strict=True))


def _one(name: str) -> bytes:
    gc.disable()
    return _tasks[name]()

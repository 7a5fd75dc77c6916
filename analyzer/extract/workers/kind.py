"""What a kind of queue worker is, and the workers of one service."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from analyzer.model.surface import Task


@dataclass(frozen=True, slots=True)
class WorkerKind:
    """``name`` is that of the framework of its jobs and of the folder with its templates; ``command`` is what Python is started
    with (``{module}`` is the generated module, ``{queue}`` the service's queue); ``wire_name`` is what a message calls a job."""

    name: str
    command: tuple[str, ...]
    wire_name: Callable[[Task], str]


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker of one service: what its process is called, its generated module, and what Python is started with."""

    kind: str
    name: str
    module: str
    command: tuple[str, ...]


def workers_of(tasks: Collection[Task], kinds: Iterable[WorkerKind], modules: tuple[str, ...], queue: str) -> tuple[Worker, ...]:
    """One worker for each kind of job, the kind with the most jobs first. ``modules`` are names for the generated modules that no
    module of the code base has."""
    counts = [(-sum(task.framework == kind.name for task in tasks), kind.name, kind) for kind in kinds]
    used = [kind for count, _, kind in sorted(counts, key=lambda one: one[:2]) if count]
    found: list[Worker] = []
    for kind, module in zip(used, modules, strict=False):
        command = tuple(word.replace("{module}", module).replace("{queue}", queue) for word in kind.command)
        found.append(Worker(kind.name, "worker" if not found else f"worker-{kind.name}", module, command))
    return tuple(found)


def queue_names(tasks: Iterable[Task], kinds: Iterable[WorkerKind], queue_of: Callable[[Task], str]) -> dict[str, dict[str, str]]:
    """For each kind the queue of each job, by the name that a message calls it; jobs of the shared kernel have none."""
    every = tuple(tasks)
    found = {
        kind.name: {kind.wire_name(task): queue_of(task) for task in sorted(every) if task.framework == kind.name and queue_of(task)}
        for kind in kinds
    }
    return {name: dict(sorted(queues.items())) for name, queues in found.items() if queues}

"""Celery, RQ, Dramatiq and Huey: jobs, and calls of jobs by name."""

from collections.abc import Iterator

from analyzer.frameworks.celery.by_name import by_name
from analyzer.frameworks.celery.kinds import KINDS, PACKAGES, QUEUED, SENDERS
from analyzer.frameworks.celery.queued import discovered, queued
from analyzer.frameworks.celery.tasks import tasks
from analyzer.frameworks.framework import Framework
from analyzer.frameworks.imported import imports_any
from analyzer.frameworks.objects import Objects
from analyzer.model.codebase import Fact
from analyzer.read.program import Program


def _facts(program: Program) -> Iterator[Fact]:
    if not imports_any(program, *PACKAGES):
        return
    objects = Objects(program, KINDS)
    found = list(tasks(program, objects))
    yield from found
    yield from queued(program, frozenset(task.handler for task in found))
    yield from discovered(program)
    yield from by_name(program, {task.name: task.module for task in found})


CELERY = Framework("celery", frozenset({*SENDERS, *QUEUED, "autodiscover_tasks"}), _facts)

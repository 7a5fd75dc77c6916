"""Celery, RQ, Dramatiq and Huey: jobs, and calls of jobs by name."""

from collections.abc import Iterator

from analyzer.frameworks.celery.by_name import by_name
from analyzer.frameworks.celery.kinds import KINDS, SENDERS
from analyzer.frameworks.celery.tasks import tasks
from analyzer.frameworks.framework import Framework
from analyzer.frameworks.objects import Objects
from analyzer.model.codebase import Fact
from analyzer.read.program import Program


def _facts(program: Program) -> Iterator[Fact]:
    found = list(tasks(program, Objects(program, KINDS)))
    yield from found
    yield from by_name(program, {task.name: task.module for task in found})


CELERY = Framework("celery", frozenset(SENDERS), _facts)

"""The kinds of queue workers. To add one: a file here, a line below, a folder under ``templates/service``, a section in
``unbraid_jobs.py`` that sends jobs to the queue of their owner."""

from analyzer.extract.workers.celery import CELERY
from analyzer.extract.workers.dramatiq import DRAMATIQ
from analyzer.extract.workers.huey import HUEY
from analyzer.extract.workers.kind import Worker, WorkerKind, queue_names, workers_of
from analyzer.extract.workers.rq import RQ

WORKERS: tuple[WorkerKind, ...] = (CELERY, DRAMATIQ, HUEY, RQ)

__all__ = ["WORKERS", "Worker", "WorkerKind", "queue_names", "workers_of"]

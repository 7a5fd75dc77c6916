"""Celery: the worker takes one queue; jobs are routed by name."""

from analyzer.extract.workers.kind import WorkerKind

CELERY = WorkerKind(
    "celery", ("-m", "celery", "-A", "{module}:app", "worker", "-Q", "{queue}", "--loglevel", "INFO"), lambda task: task.name
)

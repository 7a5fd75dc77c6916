"""Dramatiq: messages carry the name of their actor and of their queue."""

from analyzer.extract.workers.kind import WorkerKind

DRAMATIQ = WorkerKind("dramatiq", ("-m", "dramatiq", "{module}", "--queues", "{queue}", "--processes", "1"), lambda task: task.name)

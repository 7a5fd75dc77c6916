"""Huey: a message carries the module and the name of its job; a queue is a storage of its own."""

from analyzer.extract.workers.kind import WorkerKind

HUEY = WorkerKind("huey", ("-m", "huey.bin.huey_consumer", "{module}.huey"), lambda task: f"{task.module}.{task.name}")

"""RQ: a job is called by the dotted name of its function; a worker takes queues by name."""

from analyzer.extract.workers.kind import WorkerKind

RQ = WorkerKind("rq", ("-m", "{module}"), lambda task: str(task.handler))

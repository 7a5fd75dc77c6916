"""The decorators and classes by which queue libraries know a job, by full dotted name."""

CELERY_APP = "celery"
HUEY = "huey"
RQ = "rq"
_HUEYS = (
    "BlackHoleHuey", "FileHuey", "Huey", "MemoryHuey", "PriorityRedisExpireHuey", "PriorityRedisHuey", "RedisExpireHuey", "RedisHuey",
    "SqliteHuey",
)  # fmt: skip
KINDS: dict[str, frozenset[str]] = {
    CELERY_APP: frozenset({"celery.Celery", "celery.app.base.Celery", "celery.app.Celery"}),
    HUEY: frozenset(
        {"huey.contrib.djhuey.HUEY", "huey.contrib.sql_huey.SqlHuey", "huey.contrib.asyncio.AsyncHuey"}
        | {f"{place}.{name}" for place in ("huey", "huey.api") for name in _HUEYS}
    ),
    RQ: frozenset({"flask_rq2.RQ", "flask_rq2.app.RQ"}),
    "dramatiq": frozenset({"dramatiq.Broker"}),
}

DOTTED = "dotted"
PLAIN = "plain"

DECORATORS: dict[str, tuple[str, str, str]] = {
    "celery.shared_task": ("celery", "name", DOTTED),
    "celery.app.shared_task": ("celery", "name", DOTTED),
    "celery.task": ("celery", "name", DOTTED),
    "celery.decorators.task": ("celery", "name", DOTTED),
    "celery.task.task": ("celery", "name", DOTTED),
    "celery.task.periodic_task": ("celery", "name", DOTTED),
    "dramatiq.actor": ("dramatiq", "actor_name", PLAIN),
    "rq.decorators.job": ("rq", "", DOTTED),
    "rq.job": ("rq", "", DOTTED),
    "django_rq.job": ("rq", "", DOTTED),
    "django_rq.decorators.job": ("rq", "", DOTTED),
    "flask_rq2.job": ("rq", "", DOTTED),
    "huey.contrib.djhuey.task": ("huey", "name", PLAIN),
    "huey.contrib.djhuey.periodic_task": ("huey", "name", PLAIN),
    "huey.contrib.djhuey.db_task": ("huey", "name", PLAIN),
    "huey.contrib.djhuey.db_periodic_task": ("huey", "name", PLAIN),
    "huey.contrib.djhuey.on_commit_task": ("huey", "name", PLAIN),
    "procrastinate.task": ("procrastinate", "name", DOTTED),
}
"""Decorator to (framework, keyword that names the job, how a job without it is named)."""

METHODS: dict[tuple[str, str], tuple[str, str, str]] = {
    (CELERY_APP, "task"): ("celery", "name", DOTTED),
    (CELERY_APP, "periodic_task"): ("celery", "name", DOTTED),
    (HUEY, "task"): ("huey", "name", PLAIN),
    (HUEY, "periodic_task"): ("huey", "name", PLAIN),
    (RQ, "job"): ("rq", "", DOTTED),
}
"""Decorator that is a method: (kind of the receiver, method) to the same."""

TASK_CLASSES = frozenset({"celery.Task", "celery.app.task.Task", "celery.task.Task", "celery.task.base.Task"})
"""Subclasses of these with a ``name`` or a ``run`` are jobs."""

ACTOR_CLASSES = frozenset({"dramatiq.GenericActor", "dramatiq.generic.GenericActor"})
"""Subclasses of these that have a ``perform`` are actors."""

QUEUED: dict[str, tuple[int, str]] = {
    "enqueue": (0, "f"),
    "enqueue_call": (0, "func"),
    "enqueue_in": (1, "func"),
    "enqueue_at": (1, "f"),
}
"""Methods of RQ that take a function: last name to the position and keyword of it."""

PACKAGES = frozenset({"celery", "django_rq", "dramatiq", "huey", "procrastinate", "rq", "rq_scheduler", "flask_rq2", "arq"})

SENDERS: dict[str, int] = {"send_task": 0, "signature": 0, "enqueue": 0, "enqueue_call": 0, "enqueue_in": 1, "enqueue_at": 1, "get_task": 0}
"""Methods and functions that take a job by name: last name to the position of that name."""

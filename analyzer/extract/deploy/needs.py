"""What the services need beside them: a database, a queue, a cache, as far as declared drivers and settings tell."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from analyzer.extract.services import Service

QUEUES = frozenset({"celery", "dramatiq", "huey", "procrastinate", "rq"})
"""The frameworks of jobs that wait in a queue."""
_WITHOUT_SERVER = frozenset({"huey", "procrastinate"})
"""Those whose queue is a file or the database where no client of Redis is declared."""
_REDIS_EXTRA = re.compile(r"^[\w.-]+\[[^\]]*redis")
_QUEUE_KEY = re.compile("BROKER_URL$|^(?:RQ_|HUEY_|DRAMATIQ_|QUEUE_)?REDIS_URL$")
_CACHE_KEY = re.compile("^(?:REDIS_CACHE|CACHE_REDIS|SESSION_REDIS|REDIS)_URL$")
_CACHE_URL = re.compile("^CACHE_URL$")
_CACHE_READERS = ("django-redis", "django-environ", "flask-caching", "aiocache")
_POSTGRES = (
    ("asyncpg", "postgresql+asyncpg"), ("psycopg2", "postgresql"), ("psycopg2-binary", "postgresql"), ("psycopg", "postgresql"),
    ("psycopg-binary", "postgresql"), ("pg8000", "postgresql+pg8000"),
)  # fmt: skip
_MYSQL = (
    ("mysqlclient", "mysql"), ("pymysql", "mysql+pymysql"), ("mysql-connector-python", "mysql+mysqlconnector"),
    ("aiomysql", "mysql+aiomysql"), ("asyncmy", "mysql+asyncmy"),
)  # fmt: skip
_MAPPERS = ("sqlalchemy", "django", "peewee", "tortoise-orm", "pony", "flask-sqlalchemy", "sqlmodel")


@dataclass(frozen=True, slots=True)
class Needs:
    """``database`` is ``postgresql``, ``mysql``, ``sqlite`` or ``""``, ``scheme`` that of its address; ``queue`` is ``redis``,
    ``rabbitmq`` or ``""``. The keys are environment keys that hold the addresses of the queue and of the cache."""

    database: str
    scheme: str
    queue: str
    queue_keys: tuple[str, ...]
    cache_keys: tuple[str, ...]

    @property
    def queue_url(self) -> str:
        """The address of the queue, by its host name."""
        return {"redis": "redis://queue:6379/0", "rabbitmq": "amqp://queue:5672//"}.get(self.queue, "")

    @property
    def ports(self) -> tuple[tuple[str, int], ...]:
        """The host name and port of each thing that is needed."""
        database = {"postgresql": 5432, "mysql": 3306}.get(self.database)
        queue = {"redis": 6379, "rabbitmq": 5672}.get(self.queue)
        found = [("db", database), ("queue", queue), ("cache", 6379 if self.cache_keys else None)]
        return tuple((name, port) for name, port in found if port is not None)


def needs_of(services: Iterable[Service], keys: Collection[str]) -> Needs:
    """The needs of services whose code reads these environment keys."""
    every = tuple(services)

    def uses(*names: str) -> bool:
        return any(service.uses(*names) for service in every)

    database, scheme = _database(uses)
    queued = {task.framework for service in every for task in service.tasks} & QUEUES
    redis = uses("redis", "rq") or any(_REDIS_EXTRA.search(need.line) for service in every for need in service.dependencies.needs)
    if not redis:
        queued -= _WITHOUT_SERVER
    has_queue = bool(queued)
    queue = "" if not has_queue else "rabbitmq" if not redis and uses("celery", "dramatiq") else "redis"
    queue_keys = tuple(sorted(key for key in keys if _QUEUE_KEY.search(key))) or ("CELERY_BROKER_URL",)
    caching = [key for key in keys if _CACHE_KEY.match(key) or (_CACHE_URL.match(key) and uses(*_CACHE_READERS))]
    cache_keys = tuple(sorted(set(caching) - set(queue_keys if has_queue else ())))
    return Needs(database, scheme, queue, queue_keys if has_queue else (), cache_keys)


def _database(uses: Callable[..., bool]) -> tuple[str, str]:
    """The kind of database and the scheme of its address, by the declared driver; SQLite where no server's driver is declared."""
    for kind, drivers in (("postgresql", _POSTGRES), ("mysql", _MYSQL)):
        for name, scheme in drivers:
            if uses(name):
                newer = name in ("psycopg", "psycopg-binary") and uses("sqlalchemy", "flask-sqlalchemy", "sqlmodel")
                return kind, "postgresql+psycopg" if newer else scheme
    return ("sqlite", "sqlite") if uses(*_MAPPERS) else ("", "")

"""Objects that belong to the process: database, queue and cache."""

import functools
import hashlib
import pickle
import time
from pathlib import Path
from urllib.parse import urlsplit

from celery import Celery, Task
from flask import Flask, has_app_context
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData, event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)


@event.listens_for(Engine, "connect")
def _configure_sqlite(connection, _record):
    if type(connection).__module__.startswith("sqlite3"):
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA busy_timeout=5000")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.close()


class AppCelery(Celery):
    """Celery whose ``send_task`` honours ``task_always_eager`` too."""

    flask_app: Flask | None = None

    def send_task(self, name, args=None, kwargs=None, **options):
        if self.conf.task_always_eager:
            return self.tasks[name].apply(args=args, kwargs=kwargs)
        return super().send_task(name, args=args, kwargs=kwargs, **options)

    def init_app(self, app: Flask) -> None:
        self.flask_app = app
        self.conf.update(app.config["CELERY"])
        self.set_default()
        app.extensions["celery"] = self


class ContextTask(Task):
    """Runs the job inside the application context, reusing an active one."""

    abstract = True

    def __call__(self, *args, **kwargs):
        if has_app_context():
            return self.run(*args, **kwargs)
        with self.app.flask_app.app_context():
            return self.run(*args, **kwargs)


celery = AppCelery("webnet", task_cls=ContextTask)


class MemoryStore:
    """Values of this process only."""

    def __init__(self):
        self._values = {}

    def get(self, key):
        expires, value = self._values.get(key, (0, None))
        return value if expires > time.monotonic() else None

    def set(self, key, value, ttl):
        self._values[key] = (time.monotonic() + ttl, value)

    def delete(self, key):
        self._values.pop(key, None)

    def clear(self):
        self._values.clear()


class FileStore:
    """Values in a folder, for several processes on one machine."""

    def __init__(self, folder: str):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)

    def _path(self, key):
        return self.folder / hashlib.sha256(key.encode()).hexdigest()

    def get(self, key):
        try:
            expires, value = pickle.loads(self._path(key).read_bytes())
        except (FileNotFoundError, EOFError):
            return None
        return value if expires > time.time() else None

    def set(self, key, value, ttl):
        part = self._path(key).with_suffix(".part")
        part.write_bytes(pickle.dumps((time.time() + ttl, value)))
        part.replace(self._path(key))

    def delete(self, key):
        self._path(key).unlink(missing_ok=True)

    def clear(self):
        for path in self.folder.iterdir():
            path.unlink(missing_ok=True)


class Cache:
    """A small cache: ``get``, ``set``, ``delete`` and a ``memoize`` decorator."""

    def __init__(self):
        self.store = MemoryStore()
        self.default_ttl = 60

    def init_app(self, app: Flask) -> None:
        address = urlsplit(app.config["CACHE_URL"])
        if address.scheme == "file":
            self.store = FileStore(address.path)
        else:
            self.store = MemoryStore()
        self.default_ttl = app.config["CACHE_DEFAULT_TTL"]
        app.extensions["cache"] = self

    def get(self, key):
        return self.store.get(key)

    def set(self, key, value, ttl=None):
        self.store.set(key, value, self.default_ttl if ttl is None else ttl)

    def delete(self, key):
        self.store.delete(key)

    def clear(self):
        self.store.clear()

    def memoize(self, prefix: str, ttl=None):
        """Keep results by positional arguments; ``function.forget(*args)`` drops one."""

        def decorate(function):
            def key_of(args):
                return ":".join([prefix, *map(str, args)])

            @functools.wraps(function)
            def wrapper(*args):
                found = self.get(key_of(args))
                if found is None:
                    found = function(*args)
                    self.set(key_of(args), found, ttl)
                return found

            wrapper.forget = lambda *args: self.delete(key_of(args))
            return wrapper

        return decorate


cache = Cache()

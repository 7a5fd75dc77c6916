"""Rows that tests write by themselves: the state on which the answers of their requests depend, and which no request has made."""

import re
import sqlite3

from unbraid_prove import given
from unbraid_prove.imports import after_import, replace
from unbraid_prove.journal import JOURNAL

WRITES = re.compile(r'\s*(?:(?:INSERT(?:\s+OR\s+\w+)?|REPLACE)\s+INTO|UPDATE)\s+((?:["`\[]?\w+["`\]]?\.)?["`\[]?\w+)', re.IGNORECASE)
USES = re.compile(r'\b(?:FROM|JOIN|INTO|UPDATE)\s+(?:["`\[]?\w+["`\]]?\.)?["`\[]?(\w+)', re.IGNORECASE)
KEPT_BY_LIBRARIES = frozenset({"alembic_version", "django_migrations", "django_content_type", "auth_permission"})

_STATE = {"test": None, "asking": 0, "shared": False}
_OWN, _SHARED, _BETWEEN = {}, {}, {}
_TOUCHED = set()


class Asking:
    """While the application answers: what is written now is its own doing."""

    def __enter__(self):
        if not _STATE["asking"]:
            _TOUCHED.clear()
            given.before(JOURNAL.test, written())
        _STATE["asking"] += 1

    def __exit__(self, *details):
        _STATE["asking"] -= 1
        if not _STATE["asking"]:
            given.after(written())
        return False


class Shared:
    """While something is set up for several tests."""

    def __enter__(self):
        self.before = _STATE["shared"]
        _STATE["shared"] = True

    def __exit__(self, *details):
        _STATE["shared"] = self.before
        return False


def written():
    """Table to the number of rows that the test that runs, or what was set up for it, has written so far."""
    _enter(JOURNAL.test)
    found = {}
    for part in (_OWN, _SHARED, _BETWEEN):
        for table, count in part.items():
            found[table] = found.get(table, 0) + count
    return dict(sorted(found.items()))


def used(of_request):
    """The tables that the application has used for the request that it answers, or has answered last. What a test calls by itself
    may use every table in which it has written."""
    return sorted(_TOUCHED) if of_request or _STATE["asking"] else sorted({*_TOUCHED, *written()})


def _enter(test):
    """Another test begins: its own rows are none yet, and what was written before it counts for its class only."""
    before = _STATE["test"]
    if test == before or test is None:
        return
    _STATE["test"] = test
    _OWN.clear()
    if before is not None and _class_of(before) != _class_of(test):
        _BETWEEN.clear()
    for table, count in _BETWEEN.pop(None, {}).items():
        _BETWEEN[table] = _BETWEEN.get(table, 0) + count


def _class_of(test):
    return re.split(r"[.:]+(?=[^.:]*$)", test.partition("[")[0])[0]


def wrote(sql, count=1):
    """A statement has been sent to a database."""
    if not isinstance(sql, str):
        return
    if _STATE["asking"]:
        _TOUCHED.update(table.lower() for table in USES.findall(sql[:20000]))
        return
    found = WRITES.match(sql)
    table = re.sub(r"\W", "", found.group(1).rpartition(".")[2]).lower() if found else ""
    if not table or table in KEPT_BY_LIBRARIES or table.startswith("sqlite_"):
        return
    _enter(JOURNAL.test)
    if _STATE["shared"]:
        part = _SHARED
    elif JOURNAL.test is None:
        part = _BETWEEN.setdefault(None, {})
    else:
        part = _OWN
    part[table] = part.get(table, 0) + count


class Watched(sqlite3.Connection):
    """A connection that can be found again."""


def install():
    replace(sqlite3, "connect", _tracing)
    sqlite3.dbapi2.connect = sqlite3.connect
    after_import("sqlalchemy", _sqlalchemy)
    after_import("django.db.backends.utils", _django)
    after_import("asyncpg.connection", _asyncpg)


def _tracing(original):
    def connect(*args, **options):
        if len(args) < 6:
            options.setdefault("factory", Watched)
        connection = original(*args, **options)
        if isinstance(connection, Watched):
            given.watch(connection, wrote)
        else:
            connection.set_trace_callback(wrote)
        return connection

    return connect


def _sqlalchemy(module):
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    def sent(connection, cursor, statement, parameters, context, executemany):
        if connection.dialect.name != "sqlite":
            wrote(statement, len(parameters) if executemany else 1)

    event.listen(Engine, "before_cursor_execute", sent)


def _django(module):
    def make(many):
        def wrap(original):
            def method(self, sql, params=None):
                if self.db.vendor != "sqlite":
                    wrote(sql, len(params) if many and hasattr(params, "__len__") else 1)
                return original(self, sql, params)

            return method

        return wrap

    replace(module.CursorWrapper, "execute", make(False))
    replace(module.CursorWrapper, "executemany", make(True))


def _asyncpg(module):
    def wrap(original):
        async def method(self, query, *args, **options):
            wrote(query)
            return await original(self, query, *args, **options)

        return method

    for name in ("execute", "executemany", "fetch", "fetchrow", "fetchval"):
        replace(module.Connection, name, wrap)

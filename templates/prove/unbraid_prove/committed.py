"""Data of a test where other processes see it: transactions are committed before a request, and undone after the test.

Databases in memory become a file of the run's own folder. Tests of Django run as if the database had no transactions,
with a wipe of our own after each.
"""

import json
import os
import sqlite3
import sys
import weakref

from unbraid_prove.imports import after_import, replace
from unbraid_prove.journal import JOURNAL
from unbraid_prove.run import current

_TRACKED = weakref.WeakSet()
_FILES = set()
_STARTED = {}


def install():
    _sqlite()
    after_import("psycopg2", lambda module: replace(module, "connect", _tracking))
    after_import("psycopg", lambda module: replace(module.Connection, "connect", _tracking_method))
    after_import("asyncpg.transaction", _asyncpg)
    from unbraid_prove import django_cases, restoring

    JOURNAL.after.append(restoring.after_test)
    django_cases.install()


def memory_file():
    return os.path.join(current().share, "memory.sqlite3")


class TrackedConnection(sqlite3.Connection):
    """A connection that can be found again."""


def is_memory(name):
    name = os.fsdecode(name) if isinstance(name, (bytes, os.PathLike)) else str(name)
    return name in (":memory:", "") or "mode=memory" in name or ":memory:" in name


def _sqlite():
    def make(original):
        def connect(database, *args, **options):
            if len(args) < 5:
                options.setdefault("factory", TrackedConnection)
            if is_memory(database):
                if "cache=shared" not in str(database):
                    _fresh_memory()
                database, memory = memory_file(), True
                options.pop("uri", None)
            else:
                memory = False
                _remember(database, options.get("uri", False))
            connection = original(database, *args, **options)
            if memory:
                connection.execute("PRAGMA journal_mode=WAL").close()
            connection.execute("PRAGMA synchronous=OFF").close()
            if isinstance(connection, TrackedConnection):
                _TRACKED.add(connection)
            return connection

        return connect

    replace(sqlite3, "connect", make)
    sqlite3.dbapi2.connect = sqlite3.connect


_MEMORY = {"test": None}


def _fresh_memory():
    """A database in memory starts empty: so does its file, for the first connection of another test. Within one test all
    connections share it, since the services cannot tell them apart."""
    test, before = JOURNAL.test, _MEMORY["test"]
    _MEMORY["test"] = test
    if test != before and os.path.exists(memory_file()):
        _drop_everything(memory_file())


def _drop_everything(path):
    connection = sqlite3.Connection(path, timeout=5)
    try:
        connection.execute("PRAGMA foreign_keys=OFF")
        kinds = connection.execute("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND type IN ('view', 'table')")
        for kind, name in kinds.fetchall():
            connection.execute('DROP {} IF EXISTS "{}"'.format(kind, name.replace('"', '""')))
        connection.commit()
    finally:
        connection.close()


def _remember(database, uri):
    name = os.fsdecode(database) if isinstance(database, (bytes, os.PathLike)) else str(database)
    if uri and name.startswith("file:"):
        name = name[5:].partition("?")[0]
    path = os.path.abspath(name)
    if os.path.basename(path).startswith((".coverage", ".testmon")) or path in _FILES:
        return
    _FILES.add(path)
    part = os.path.join(current().share, "databases.part")
    with open(part, "w", encoding="utf-8") as stream:
        json.dump(sorted(_FILES), stream)
    os.replace(part, os.path.join(current().share, "databases.json"))


def _tracking(original):
    def connect(*args, **options):
        connection = original(*args, **options)
        _TRACKED.add(connection)
        return connection

    return connect


def _tracking_method(original):
    plain = getattr(original, "__func__", original)

    def connect(cls, *args, **options):
        connection = plain(cls, *args, **options)
        _TRACKED.add(connection)
        return connection

    return classmethod(connect)


def before_request():
    """Commit what is open in this process, so that the services see it."""
    for connection in list(_TRACKED):
        try:
            if _in_transaction(connection):
                connection.commit()
        except Exception as error:
            if "closed" not in str(error) and "thread" not in str(error):
                JOURNAL.trouble("a transaction could not be committed: {}: {}".format(type(error).__name__, error))


def _in_transaction(connection):
    if isinstance(connection, sqlite3.Connection):
        return connection.in_transaction
    if getattr(connection, "closed", 0):
        return False
    info = getattr(connection, "info", None)
    status = int(getattr(info, "transaction_status", 0) or 0)
    return status == 2


def after_request():
    """What sessions of SQLAlchemy remember may have changed: it is read again."""
    module = sys.modules.get("sqlalchemy.orm.session")
    for session in list(getattr(module, "_sessions", {}).values()):
        try:
            if not (session.dirty or session.new or session.deleted):
                session.expire_all()
        except Exception as error:
            JOURNAL.trouble("a session could not be expired: {}".format(error))


def _asyncpg(module):
    def starts(original):
        async def start(self):
            await original(self)
            if not getattr(self, "_nested", False):
                _STARTED[id(self)] = self

        return start

    def ends(original):
        async def end(self):
            _STARTED.pop(id(self), None)
            await original(self)

        return end

    replace(module.Transaction, "start", starts)
    replace(module.Transaction, "commit", ends)
    replace(module.Transaction, "rollback", ends)


async def before_request_async():
    """Commit the open transactions of asyncpg and open them anew; the test's end undoes what they did."""
    for transaction in list(_STARTED.values()):
        connection = transaction._connection
        if connection.is_closed():
            _STARTED.pop(id(transaction), None)
            continue
        from unbraid_prove import restoring

        await restoring.remember(connection)
        await connection.execute("COMMIT; BEGIN")

"""Django's test cases with committed data: no transaction around a test, and the tables put back after it."""

from unbraid_prove.imports import after_import, replace
from unbraid_prove.journal import JOURNAL

_ROWS = {}


def install():
    after_import("django.test.testcases", _install)


def _install(module):
    module.connections_support_transactions = lambda aliases=None: False
    if hasattr(module, "connections_support_savepoints"):
        module.connections_support_savepoints = lambda aliases=None: False
    case = module.TransactionTestCase
    setup = case.__dict__["_pre_setup"]
    plain = getattr(setup, "__func__", setup)

    def _pre_setup(self):
        _remember_rows(self)
        return plain(self)

    case._pre_setup = classmethod(_pre_setup) if isinstance(setup, classmethod) else _pre_setup
    replace(case, "_fixture_teardown", _restoring)


def _names(case):
    return sorted(case._databases_names(include_mirrors=False))


def _remember_rows(case):
    """The rows that migrations have left, read once for each database."""
    from django.db import connections

    for alias in _names(case):
        if alias not in _ROWS:
            connection = connections[alias]
            found = {}
            with connection.cursor() as cursor:
                for table in connection.introspection.table_names(cursor):
                    cursor.execute("SELECT * FROM {}".format(connection.ops.quote_name(table)))
                    found[table] = ([column[0] for column in cursor.description], cursor.fetchall())
            _ROWS[alias] = found


def _restoring(original):
    def _fixture_teardown(self):
        for alias in _names(self):
            try:
                _restore(alias)
            except Exception as error:
                JOURNAL.trouble("tables could not be put back: {}: {}".format(type(error).__name__, error))
                original(self)

    return _fixture_teardown


def _restore(alias):
    from django.db import connections, transaction

    connection = connections[alias]
    quote = connection.ops.quote_name
    with connection.constraint_checks_disabled(), transaction.atomic(using=alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            names = ", ".join(quote(table) for table in _ROWS[alias])
            cursor.execute("TRUNCATE {} RESTART IDENTITY CASCADE".format(names))
        for table, (columns, rows) in _ROWS[alias].items():
            if connection.vendor != "postgresql" and not _unchanged(cursor, quote(table), rows):
                cursor.execute("DELETE FROM {}".format(quote(table)))
            elif connection.vendor != "postgresql":
                continue
            if rows:
                marks = ", ".join(["%s"] * len(columns))
                text = "INSERT INTO {} ({}) VALUES ({})".format(quote(table), ", ".join(map(quote, columns)), marks)
                cursor.executemany(text, rows)
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE name = 'sqlite_sequence'")
            if cursor.fetchone():
                kept = [table for table, (_, rows) in _ROWS[alias].items() if rows]
                marks = ", ".join(["%s"] * len(kept)) or "''"
                cursor.execute("DELETE FROM sqlite_sequence WHERE name NOT IN ({})".format(marks), kept)


def _unchanged(cursor, table, rows):
    cursor.execute("SELECT * FROM {} LIMIT {}".format(table, len(rows) + 1))
    return cursor.fetchall() == rows

"""Django's test cases with committed data: no transaction around a test, and the tables put back after it."""

from unbraid_prove.imports import after_import, replace
from unbraid_prove.journal import JOURNAL

_ROWS = {}
"""Database to its rows as the migrations have left them."""
_CLASS = {"of": None, "rows": {}}
"""The class whose tests run, and the rows with which each of them begins: those of the migrations, and those that it has made
once for all of its tests."""


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
        _begin_test(self if isinstance(self, type) else type(self))
        return plain(self)

    case._pre_setup = classmethod(_pre_setup) if isinstance(setup, classmethod) else _pre_setup
    replace(case, "_fixture_teardown", _restoring)
    _around_classes(case)


def _around_classes(case):
    """Rows that a class makes for all of its tests are there for each of them, and gone after the last."""

    def setUpClass(cls):
        _begin_class(cls)
        super(case, cls).setUpClass()

    own = case.__dict__.get("setUpClass")
    if own is None:
        case.setUpClass = classmethod(setUpClass)
    else:

        def wrapped(cls):
            _begin_class(cls)
            own.__func__(cls)

        case.setUpClass = classmethod(wrapped)


def _begin_class(cls):
    """What the class before has made is gone; nothing where the database cannot be asked yet."""
    _CLASS.update(of=None)
    for alias in _names(cls):
        try:
            if alias in _ROWS:
                _restore(alias, _ROWS[alias])
            else:
                _ROWS[alias] = _rows_now(alias)
        except Exception as error:
            JOURNAL.trouble("tables could not be put back before a class: {}: {}".format(type(error).__name__, error))


def _begin_test(cls):
    if _CLASS["of"] is cls:
        return
    rows = {alias: _rows_now(alias) for alias in _names(cls)}
    for alias in rows:
        _ROWS.setdefault(alias, rows[alias])
    _CLASS.update(of=cls, rows=rows)


def _names(case):
    return sorted(case._databases_names(include_mirrors=False))


def _rows_now(alias):
    """The rows of each table of a database, with its columns."""
    from django.db import connections

    connection = connections[alias]
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute("SELECT * FROM {}".format(connection.ops.quote_name(table)))
            found[table] = ([column[0] for column in cursor.description], cursor.fetchall())
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE name = 'sqlite_sequence'")
            if cursor.fetchone():
                cursor.execute("SELECT name, seq FROM sqlite_sequence")
                found["sqlite_sequence"] = (["name", "seq"], cursor.fetchall())
    return found


def _restoring(original):
    def _fixture_teardown(self):
        for alias in _names(self):
            try:
                _restore(alias, _CLASS["rows"].get(alias) or _ROWS[alias])
            except Exception as error:
                JOURNAL.trouble("tables could not be put back: {}: {}".format(type(error).__name__, error))
                original(self)

    return _fixture_teardown


def _restore(alias, kept_rows):
    from django.db import connections, transaction

    connection = connections[alias]
    quote = connection.ops.quote_name
    with connection.constraint_checks_disabled(), transaction.atomic(using=alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            names = ", ".join(quote(table) for table in kept_rows)
            cursor.execute("TRUNCATE {} RESTART IDENTITY CASCADE".format(names))
        for table, (columns, rows) in kept_rows.items():
            if connection.vendor != "postgresql" and not _unchanged(cursor, quote(table), rows):
                cursor.execute("DELETE FROM {}".format(quote(table)))
            elif connection.vendor != "postgresql":
                continue
            if rows:
                marks = ", ".join(["%s"] * len(columns))
                text = "INSERT INTO {} ({}) VALUES ({})".format(quote(table), ", ".join(map(quote, columns)), marks)
                cursor.executemany(text, rows)
            if connection.vendor == "postgresql" and rows:
                _advance(cursor, quote, table, columns, rows[0])


def _advance(cursor, quote, table, columns, row):
    """Numbers go on after those of the rows that were put back (PostgreSQL)."""
    for column, value in zip(columns, row):
        if type(value) is int:
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [quote(table), column])
            (sequence,) = cursor.fetchone()
            if sequence:
                cursor.execute("SELECT setval(%s, (SELECT max({}) FROM {}))".format(quote(column), quote(table)), [sequence])


def _unchanged(cursor, table, rows):
    cursor.execute("SELECT * FROM {} LIMIT {}".format(table, len(rows) + 1))
    return cursor.fetchall() == rows

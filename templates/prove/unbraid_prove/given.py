"""What a test itself put into the database before each of its requests, row by row: read from SQLite where the test has written."""

import base64
import functools
import sqlite3
import weakref

from unbraid_prove.run import current

MOST_ROWS = 60
"""Rows of one table; a larger one is not told."""
LARGEST = 24 * 1024
"""Characters of one value."""

_OPEN = []
"""Connections of this process, weakly; the one that was used last comes last."""
_NOW = {"test": None, "after": {}, "found": None, "reading": False}


def watch(connection, told):
    """Remember a connection; each statement of it is told."""
    place = weakref.ref(connection)
    _OPEN.append(place)
    connection.set_trace_callback(functools.partial(_used, place, told))


def _used(place, told, sql):
    if _NOW["reading"]:
        return
    if _OPEN[-1] is not place:
        _OPEN[:] = [one for one in _OPEN if one is not place and one() is not None] + [place]
    told(sql)


def before(test, tables):
    """An answer begins: what differs in these tables from how the last answer of the test has left them."""
    if current().mode != "record":
        return
    if _NOW["test"] != test:
        _NOW.update(test=test, after={})
    now = None if _NOW["after"] is None else _state(tables)
    _NOW["found"] = None if now is None else _difference(_NOW["after"], now)


def after(tables):
    """An answer has ended."""
    if current().mode != "record":
        return
    _NOW["after"] = None if _NOW["found"] is None else _state(tables)


def found():
    """Table to its columns, key, and the rows that the test has put there or taken away; None where they cannot be told."""
    return _NOW["found"]


def _state(tables):
    """The rows of some tables, those not committed included: None where a table is too large or no connection has it."""
    _NOW["reading"] = True
    try:
        return _read(tables)
    finally:
        _NOW["reading"] = False


def _read(tables):
    result = {}
    connections = [one for one in (place() for place in reversed(_OPEN)) if one is not None]
    for table in tables:
        rows = next((rows for rows in (_rows(one, table) for one in connections) if rows is not None), None)
        if rows is None:
            return None
        result[table] = rows
    return result


def _rows(connection, table):
    """(columns, key, rows by key) as one connection sees them, what it has not committed included; None where it cannot."""
    name = '"{}"'.format(table.replace('"', '""'))
    try:
        cursor = sqlite3.Cursor(connection)
        cursor.row_factory = None
        told = cursor.execute("PRAGMA table_info({})".format(name)).fetchall()
        # An expression has no declared type: no converter of the application changes what is read.
        values = ", ".join('+"{}"'.format(one[1].replace('"', '""')) for one in told)
        rows = cursor.execute("SELECT {} FROM {} LIMIT {}".format(values, name, MOST_ROWS + 1)).fetchall() if told else []
        cursor.close()
    except Exception:
        return None
    columns = [one[1] for one in told]
    key = [one[1] for one in sorted(told, key=lambda one: one[5]) if one[5]] or columns
    places = [columns.index(one) for one in key]
    if not told or len(rows) > MOST_ROWS or any(len(value) > LARGEST for row in rows for value in row if isinstance(value, (str, bytes))):
        return None
    return columns, key, {tuple(row[place] for place in places): row for row in rows}


def _difference(then, now):
    result = {}
    for table, (columns, key, rows) in sorted(now.items()):
        known = then.get(table, (None, None, {}))[2]
        put = [row for name, row in rows.items() if known.get(name) != row]
        gone = [name for name in known if name not in rows]
        if put or gone or table not in then:
            result[table] = {"columns": columns, "key": key, "put": _told(put), "gone": _told(gone)}
    return result


def _told(rows):
    return [[_value(value) for value in row] for row in rows]


def _value(value):
    return {"base64": base64.b64encode(value).decode("ascii")} if isinstance(value, bytes) else value


__all__ = ["after", "before", "found", "watch"]

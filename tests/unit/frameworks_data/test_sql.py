"""Tables of SQL statements."""

import logging

import pytest

from analyzer.frameworks.data_access.sql import MAX_LENGTH, Tables, is_sql, tables_of

STATEMENTS = {
    "SELECT * FROM orders o, public.lines l": Tables(("lines", "orders"), ()),
    "INSERT INTO archive (id) SELECT id FROM Orders": Tables(("orders",), ("archive",)),
    "UPDATE orders SET a = %(a)s WHERE id IN (SELECT order_id FROM lines)": Tables(("lines",), ("orders",)),
    'DELETE FROM "orders" WHERE id = %s': Tables((), ("orders",)),
    "WITH o AS (SELECT * FROM orders) SELECT * FROM o": Tables(("orders",), ()),
    "TRUNCATE TABLE logs": Tables((), ("logs",)),
    "SELECT relname FROM pg_class, information_schema.tables": Tables((), ()),
    "SELECT 1; DELETE FROM orders": Tables((), ("orders",)),
}


@pytest.mark.parametrize("text", STATEMENTS)
def test_what_is_read_and_what_is_written(text: str) -> None:
    assert tables_of(text) == STATEMENTS[text]


@pytest.mark.parametrize("text", ["SELECT FROM WHERE (", "SELECT * FROM " + "(" * 3000, "SELECT * FROM a" + " " * MAX_LENGTH])
def test_what_cannot_be_read_is_none(text: str) -> None:
    assert tables_of(text) is None


@pytest.mark.parametrize("text", ["Select a colour", "Update interval", "update your profile", "DELETE /orders/3", "WITHOUT x AS (", ""])
def test_prose_is_no_statement(text: str) -> None:
    assert not is_sql(text)


def test_a_statement_that_is_half_understood_is_not_told_to_the_user(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "sqlglot"):
        tables_of("UPDATE STATISTICS orders SET x = 1")
        tables_of("ALTER SESSION SET x")
    assert not caplog.records

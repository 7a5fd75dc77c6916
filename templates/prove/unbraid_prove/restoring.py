"""PostgreSQL put back after a test that meant to roll back: a copy of the committed rows is kept in a schema of its own."""

import asyncio
import threading

from unbraid_prove.journal import JOURNAL

SCHEMA = "unbraid_kept"
TABLES = "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema', '{}')".format(SCHEMA)
_KEPT = {"test": None, "address": None, "tables": []}


async def remember(connection):
    """Keep the rows that are committed now, once a test, seen by a connection of its own."""
    if _KEPT["test"] == JOURNAL.test:
        return
    _KEPT.update(test=JOURNAL.test, address=(connection._addr, connection._params))
    own = await _connect()
    try:
        tables = [tuple(row) for row in await own.fetch(TABLES)]
        await own.execute("DROP SCHEMA IF EXISTS {0} CASCADE; CREATE SCHEMA {0}".format(SCHEMA))
        kept = []
        for number, (schema, table) in enumerate(tables):
            if await own.fetchval('SELECT EXISTS (SELECT 1 FROM "{}"."{}")'.format(schema, table)):
                await own.execute('CREATE TABLE {}.t{} AS TABLE "{}"."{}"'.format(SCHEMA, number, schema, table))
                kept.append((number, schema, table))
        _KEPT["tables"] = [tables, kept]
    finally:
        await own.close()


async def _connect():
    import asyncpg

    address, params = _KEPT["address"]
    host, port = address if isinstance(address, tuple) else (address.rpartition("/")[0], address.rpartition(".")[2])
    return await asyncpg.connect(host=host, port=int(port), user=params.user, password=params.password, database=params.database)


async def _put_back():
    own = await _connect()
    try:
        tables, kept = _KEPT["tables"]
        await own.execute("SET session_replication_role = replica; SET lock_timeout = '5s'")
        if tables:
            await own.execute("TRUNCATE {} CASCADE".format(", ".join('"{}"."{}"'.format(*one) for one in tables)))
        for number, schema, table in kept:
            await own.execute('INSERT INTO "{}"."{}" SELECT * FROM {}.t{}'.format(schema, table, SCHEMA, number))
        await own.execute("DROP SCHEMA IF EXISTS {} CASCADE".format(SCHEMA))
    finally:
        await own.close()


def after_test():
    """Put the rows back that the test's own rollback would have brought back."""
    if _KEPT["test"] is None:
        return
    _KEPT["test"] = None

    def work():
        try:
            asyncio.run(_put_back())
        except Exception as error:
            JOURNAL.trouble("tables could not be put back: {}: {}".format(type(error).__name__, error))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(60)

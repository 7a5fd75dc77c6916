"""Contract tests: what the monolith answered while its own tests ran, asked of a service that runs. Standard library and pytest.

    UNBRAID_TARGET=http://localhost:8080 python -m pytest contracts

``UNBRAID_TARGET`` is the service. ``UNBRAID_GATEWAY`` (default: the target) is asked what an example needs to be asked before it,
which may belong to other services; ``UNBRAID_SECRET`` signs calls of seams. ``UNBRAID_VALUES`` is JSON with values for the names in
``{{...}}`` that nothing gives.

``UNBRAID_DATABASE`` is the SQLite file of the services, one that only these tests use: its rows are taken away and put back. The
rows that an example has (``given``) are put there before it. Without it, and where an example cannot tell its rows, a ``states.py`` of
yours beside this file may define ``prepare(example)``: it puts the rows there that ``example["rows"]`` names, and returns a
dictionary of values, or False to have the example skipped.

The data are in ``examples.json``. An answer may have more keys than the example; a key, a type or a value that is missing or
different is an error.
"""

import base64
import hashlib
import hmac
import http.client
import importlib.util
import json
import os
import re
import sqlite3
import time
import uuid
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import quote, unquote, urlencode, urlsplit

import pytest

HERE = Path(__file__).resolve().parent
TOLD = json.loads((HERE / "examples.json").read_text(encoding="utf-8"))
TARGET = os.environ.get("UNBRAID_TARGET", "")
GATEWAY = os.environ.get("UNBRAID_GATEWAY") or TARGET
DATABASE = re.sub(r"^sqlite(?:\+\w+)?:///", "", os.environ.get("UNBRAID_DATABASE", ""))
SALT = "contracts"
BEFORE = {}
SECONDS = float(os.environ.get("UNBRAID_TIMEOUT", "30"))
MARK = re.compile(r"{{([\w-]+)}}")
CSRF = "unbraidcontract0unbraidcontract0"

pytestmark = pytest.mark.skipif(not TARGET, reason="UNBRAID_TARGET is not set: the base address of the service")


def states():
    """The team's own module with ``prepare``, None where there is none."""
    path = HERE / "states.py"
    if not path.is_file():
        return None
    spec = importlib.util.spec_from_file_location("unbraid_states_of_" + re.sub(r"\W", "_", HERE.name), str(path))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def values_for(example):
    """A value for each name that an example uses; skips it where its state or a value cannot be had."""
    told = example.get("values", {}).items()
    found = {name: one["default"] if "default" in one else another(one["unique"]) for name, one in told if one}
    found.update(json.loads(os.environ.get("UNBRAID_VALUES") or "{}"))
    module = states()
    if module is not None:
        given = module.prepare(example)
        if given is False:
            pytest.skip("states.py has no state for it")
        found.update(given or {})
    elif example.get("rows") and not ("given" in example and DATABASE):
        rows = ", ".join("{} {}".format(*one) for one in sorted(example["rows"].items()))
        what = "set UNBRAID_DATABASE or write states.py" if "given" in example else "write states.py"
        pytest.skip("needs rows as {} makes them ({}): {}".format(example["from"], rows, what))
    missing = sorted(set(example.get("values", {})) - set(found))
    if missing:
        pytest.skip("needs a value for {}: UNBRAID_VALUES or states.py".format(", ".join(missing)))
    return found


def another(text):
    """A text like the one that named something in the monolith's tests, which names nothing yet."""
    first, at, rest = text.partition("@")
    return first + uuid.uuid4().hex[:6] + at + rest


def filled(told, values):
    """The same with each name in double braces replaced; a text that is nothing but a name becomes the value as it is."""
    if isinstance(told, str):
        whole = MARK.fullmatch(told)
        if whole and whole.group(1) in values:
            return values[whole.group(1)]
        return MARK.sub(lambda found: str(values.get(found.group(1), found.group(0))), told)
    if isinstance(told, dict):
        return {key: filled(one, values) for key, one in told.items()}
    return [filled(one, values) for one in told] if isinstance(told, list) else told


class Rows:
    """The rows of an example in the database of the services; whatever was there before is put back."""

    def __init__(self, example):
        self.wanted = "given" in example and bool(DATABASE) and states() is None
        self.known = set()

    def __enter__(self):
        if self.wanted and not BEFORE:
            with closing(opened()) as database:
                BEFORE.update(content(database))
        return self

    def put(self, given, values):
        """Bring the tables to where the monolith's test had them before a request."""
        if not self.wanted or not given:
            return
        with closing(opened()) as database:
            database.execute("BEGIN IMMEDIATE")
            for part in given:
                for table, told in sorted(part.items()):
                    self.table(database, table, told, values)
            database.execute("COMMIT")

    def table(self, database, table, told, values):
        if table not in self.known:
            self.known.add(table)
            database.execute("DELETE FROM {}".format(quoted(table)))
        places = [told["columns"].index(name) for name in told["key"]]
        rows = [[cell(value, values) for value in row] for row in told["put"]]
        gone = [[cell(value, values) for value in row] for row in told.get("gone", ())]
        where = " AND ".join("{} IS ?".format(quoted(name)) for name in told["key"])
        for key in [*gone, *([row[place] for place in places] for row in rows)]:
            database.execute("DELETE FROM {} WHERE {}".format(quoted(table), where), key)
        names, marks = ", ".join(map(quoted, told["columns"])), ", ".join("?" for _ in told["columns"])
        database.executemany("INSERT INTO {} ({}) VALUES ({})".format(quoted(table), names, marks), rows)

    def __exit__(self, *details):
        if not self.wanted:
            return
        with closing(opened()) as database:
            database.execute("BEGIN IMMEDIATE")
            for table, rows in content(database).items():
                if rows != BEFORE.get(table):
                    database.execute("DELETE FROM {}".format(quoted(table)))
                    for row in BEFORE.get(table, ()):
                        database.execute("INSERT INTO {} VALUES ({})".format(quoted(table), ", ".join("?" for _ in row)), row)
            database.execute("COMMIT")


def opened():
    """The database of the services: it has to be there."""
    return sqlite3.connect("file:{}?mode=rw".format(quote(DATABASE)), uri=True, timeout=SECONDS, isolation_level=None)


def quoted(name):
    return '"{}"'.format(name.replace('"', '""'))


def content(database):
    """Table to its rows; how far numbers were given out as well."""
    found = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    names = [name for (name,) in found if not name.startswith("sqlite_") or name == "sqlite_sequence"]
    return {name: database.execute("SELECT * FROM {}".format(quoted(name))).fetchall() for name in sorted(names)}


def cell(told, values):
    """What stands in a column: a value, bytes, a hash of a value, or a moment as far from now as it was."""
    if not isinstance(told, dict):
        return filled(told, values)
    if "base64" in told:
        return base64.b64decode(told["base64"])
    if "hash" in told:
        return hashed(told["hash"], str(filled(told["of"], values)))
    now = datetime.now(timezone.utc)
    if "days" in told:
        return (now + timedelta(days=told["days"])).date().isoformat()
    return like(told["like"], now + timedelta(seconds=told["seconds"]))


def like(text, moment):
    """A moment written as another one is."""
    zone = re.search(r"(Z|[+-]\d\d:?\d\d)$", text[10:])
    if zone and zone.group(1) != "Z":
        hours, minutes = int(zone.group(1)[:3]), int(zone.group(1)[0] + zone.group(1)[-2:])
        moment = moment.astimezone(timezone(timedelta(hours=hours, minutes=minutes)))
    whole, _, part = text[: -len(zone.group(1))].partition(".") if zone else text.partition(".")
    form = "%Y-%m-%d{}%H:%M{}".format(text[10], ":%S" if len(whole) > 16 else "")
    return moment.strftime(form) + ("." + moment.strftime("%f")[: len(part)] if part else "") + (zone.group(1) if zone else "")


def hashed(method, text):
    """A text as werkzeug or Django stores a password, or its digest."""
    kind, *more = re.split(r"[:$]", method)
    secret, salt = text.encode("utf-8"), SALT.encode("ascii")
    if kind == "pbkdf2":
        digest = hashlib.pbkdf2_hmac(more[0], secret, salt, int(more[1])).hex()
    elif kind == "scrypt":
        n, r, p = map(int, more)
        digest = hashlib.scrypt(secret, salt=salt, n=n, r=r, p=p, maxmem=132 * n * r * p).hex()
    elif kind.startswith("pbkdf2_"):
        digest = base64.b64encode(hashlib.pbkdf2_hmac(kind[7:], secret, salt, int(more[0]))).decode("ascii")
    elif method.endswith("$"):
        digest = hashlib.new(kind, salt + secret).hexdigest()
    else:
        return hashlib.new(method, secret).hexdigest()
    return "{}${}${}".format(method.rstrip("$"), SALT, digest)


class Client:
    """Asks as the visitors of a test: an example tells which answer's cookies a request sends."""

    def __init__(self):
        self.cookies = {}

    def ask(self, base, told, values):
        """Status, headers and bytes of the answer to an example's request."""
        path = "/".join(quote(str(filled(unquote(part), values)), safe="~@:!$&'()*+,;=") for part in told["path"].split("/"))
        if told.get("query"):
            path += "?" + urlencode([(name, filled(value, values)) for name, value in told["query"]])
        headers = {name: str(filled(value, values)) for name, value in told.get("headers", {}).items()}
        body = self.body(told.get("body", {}), values)
        sent = told.get("cookies", dict.fromkeys(self.cookies))
        cookies = {name: self.cookies.get(name, "") if value is None else filled(value, values) for name, value in sent.items()}
        if told.get("csrf"):
            cookies.setdefault("csrftoken", CSRF)
            headers.update({"x-csrftoken": cookies["csrftoken"], "referer": base + "/"})
        if cookies:
            headers["cookie"] = "; ".join("{}={}".format(*one) for one in sorted(cookies.items()) if one[1])
        status, found, data = send(base, told["method"], path, headers, body)
        for name, value in found:
            if name.lower() == "set-cookie":
                key, _, content = value.partition(";")[0].partition("=")
                self.cookies[key.strip()] = content
        return status, found, data

    def body(self, told, values):
        if "json" in told:
            return json.dumps(filled(told["json"], values)).encode("utf-8")
        if "form" in told:
            return urlencode([(name, filled(value, values)) for name, value in told["form"]]).encode("ascii")
        if "latin1" in told:
            return told["latin1"].encode("latin-1")
        return str(filled(told["text"], values)).encode("utf-8") if "text" in told else None


def send(base, method, path, headers, body):
    """Status, headers and bytes of an answer."""
    parts = urlsplit(base)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname, parts.port, timeout=SECONDS)
    try:
        connection.request(method, parts.path.rstrip("/") + path, body=body, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.getheaders(), answer.read()
    finally:
        connection.close()


def kept(place, headers, data):
    """What an answer holds at a place."""
    if "json" in place:
        found = json.loads(data.decode("utf-8"))
        for part in place["json"]:
            found = found[part]
        return found
    if "cookie" in place:
        pairs = [value.partition(";")[0].partition("=") for name, value in headers if name.lower() == "set-cookie"]
        return {name.strip(): value for name, _, value in pairs}.get(place["cookie"], "")
    if "location" in place:
        location = next((value for name, value in headers if name.lower() == "location"), "")
        return unquote(urlsplit(location).path.split("/")[place["location"]])
    before, after = place["text"]
    return data.decode("utf-8").split(before, 1)[1].split(after, 1)[0]


def problems(shape, value, place="answer"):
    """Where a value has not the shape of the example."""
    kinds = {bool: "boolean", int: "integer", float: "number", str: "string", type(None): "null", list: "array", dict: "object"}
    kind = kinds[type(value)]
    if kind not in shape["types"] and not (kind == "integer" and "number" in shape["types"]):
        return ["{} is {}, not {}".format(place, kind, " or ".join(shape["types"]) or "seen")]
    found = []
    if isinstance(value, dict):
        for key, part in shape.get("keys", {}).items():
            found += problems(part, value[key], "{}.{}".format(place, key)) if key in value else ["{} has no {}".format(place, key)]
        for key, part in shape.get("optional", {}).items():
            found += problems(part, value[key], "{}.{}".format(place, key)) if key in value else []
    if isinstance(value, list) and "items" in shape:
        for number, one in enumerate(value):
            found += problems(shape["items"], one, "{}[{}]".format(place, number))
    return found


def differences(exact, value):
    """Where a value is another than it was each time."""
    found = []
    for path, expected in exact:
        now = value
        for part in path:
            now = now.get(part) if isinstance(now, dict) else None
        if now != expected or type(now) is not type(expected):
            found.append("{} is {!r}, not {!r}".format(".".join(["answer", *map(str, path)]), now, expected))
    return found


def check(told, status, headers, data):
    """Compare an answer with an example's."""
    said = data[:600].decode("utf-8", "replace")
    assert status == told["status"], "{} instead of {}: {}".format(status, told["status"], said)
    given = {name.lower(): value for name, value in headers}
    if "content_type" in told:
        assert given.get("content-type", "").partition(";")[0].strip().lower() == told["content_type"], given
    if "location" in told:
        expected = "/".join("[^/]*" if part == "*" else re.escape(part) for part in told["location"].split("/"))
        assert re.fullmatch(expected, urlsplit(given.get("location", "")).path), given
    sent = {value.partition("=")[0].strip() for name, value in headers if name.lower() == "set-cookie"}
    assert set(told.get("cookies", ())) <= sent, "the cookies {} are not set".format(sorted(set(told["cookies"]) - sent))
    if "shape" in told:
        value = json.loads(data.decode("utf-8"))
        wrong = problems(told["shape"], value) + differences(told.get("exact", ()), value)
        assert not wrong, "; ".join(wrong[:20]) + ": " + said


if TOLD["routes"]:

    @pytest.mark.parametrize("example", TOLD["routes"], ids=lambda one: one["id"])
    def test_route(example):
        """A route answers as the monolith did."""
        values, client = values_for(example), Client()
        with Rows(example) as rows:
            replayed(example, values, client, rows)


def replayed(example, values, client, rows):
    """Ask what an example needs to be asked before it, then itself."""
    for step in example.get("before", ()):
        rows.put(step.get("given"), values)
        status, headers, data = client.ask(GATEWAY, step["request"], values)
        asked = "{method} {path}".format(**step["request"])
        if status == 421:
            pytest.skip("needs {} of another service: set UNBRAID_GATEWAY".format(asked))
        assert status == step["status"], "before it, {} gave {}: {!r}".format(asked, status, data[:300])
        for name, place in step.get("keep", {}).items():
            values[name] = kept(place, headers, data)
    rows.put(example.get("given"), values)
    check(example["answer"], *client.ask(TARGET, example["request"], values))


if TOLD["seams"]:

    @pytest.mark.parametrize("example", TOLD["seams"], ids=lambda one: one["id"])
    def test_seam(example):
        """A call of another service gives what the function gave inside the monolith."""
        secret = os.environ.get("UNBRAID_SECRET", "")
        if not secret:
            pytest.skip("UNBRAID_SECRET is not set: calls of seams are signed")
        request = filled(example["request"], values_for(example))
        body, moment, target = json.dumps(request).encode("ascii"), str(int(time.time())), example["target"]
        signed = b".".join([moment.encode("ascii"), target.encode("utf-8"), body])
        digest = hmac.new(secret.encode("utf-8"), signed, hashlib.sha256).hexdigest()
        headers = {"Content-Type": "application/json", "X-Unbraid-Signature": "t={},v1={}".format(moment, digest)}
        status, _, data = send(TARGET, "POST", "/_seams/" + quote(target), headers, body)
        assert status == example["answer"]["status"], "{}: {}".format(status, data[:600].decode("utf-8", "replace"))
        value = plain(json.loads(data.decode("utf-8"))["result" if status == 200 else "raised"])
        wrong = problems(example["answer"]["shape"], value) + differences(example["answer"].get("exact", ()), value)
        assert not wrong, "; ".join(wrong[:20])


def plain(data):
    """A value of the codec without its tags."""
    if not isinstance(data, list) or not data:
        return data
    tag, rest = data[0], data[1:]
    if tag in ("list", "tuple", "set", "frozenset"):
        return [plain(one) for one in rest]
    if tag in ("dict", "ordered", "counter"):
        return {str(key): plain(value) for key, value in zip(rest[::2], rest[1::2])}
    if tag in ("record", "entity", "exception", "enum", "flag"):
        fields = rest[-1] if tag in ("record", "exception") and isinstance(rest[-1], list) else []
        return dict({"$" + tag: rest[0]}, **{str(key): plain(value) for key, value in zip(fields[::2], fields[1::2])})
    return {"$" + str(tag): None}

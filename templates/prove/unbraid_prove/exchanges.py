"""What the application was asked and what it answered, in the order of each test: what contract tests are made of."""

import base64
import io
import json
import os
import threading
import time

from unbraid_prove import given, rows
from unbraid_prove.journal import JOURNAL
from unbraid_prove.run import current

LARGEST = 16 * 1024
"""Bytes of a body; a larger one is not kept."""
MOST = 24 * 1024 * 1024
"""Bytes of all that one process keeps."""

_NOW = {"test": None, "number": 0, "bytes": 0}
_LOCK = threading.Lock()


def note(method, target, headers, body, status, answer_headers, data, **more):
    """One request and its answer; ``more`` is what the client may do beyond HTTP."""
    found = {"kind": "http", "method": method, "target": target, "headers": headers, "body": _content(body), "status": int(status)}
    found.update(answer_headers=answer_headers, answer=_content(data), **more)
    _write(found)


def note_call(target, body, status, data):
    """One call of a seam through the codec."""
    _write({"kind": "seam", "target": target, "body": _content(body), "status": int(status), "answer": _content(data)})


def _content(data):
    if data is None:
        return {"bytes": None}
    if len(data) > LARGEST:
        return {"bytes": len(data)}
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(data).decode("ascii")}


def _write(found):
    with _LOCK:
        test = JOURNAL.test
        if test is None:
            return
        if test != _NOW["test"]:
            _NOW.update(test=test, number=0)
        http = found["kind"] == "http"
        more = {
            "test": test,
            "number": _NOW["number"],
            "rows": rows.written(),
            "tables": rows.used(found["kind"] == "http"),
            "moment": time.time(),
        }
        line = json.dumps(dict(found, **more, **({"given": given.found()} if http else {}))) + "\n"
        _NOW["number"] += http
        _NOW["bytes"] += len(line)
        if _NOW["bytes"] <= MOST:
            with open(os.path.join(current().share, "exchanges-{}".format(os.getpid())), "a", encoding="utf-8") as stream:
                stream.write(line)


class Wsgi:
    """A WSGI application whose answers are noted."""

    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start_response):
        from unbraid_prove import crossing

        body = crossing.body_of(environ)
        environ["wsgi.input"] = io.BytesIO(body)
        asked = (environ.get("REQUEST_METHOD", "GET"), crossing.target_of_environ(environ), crossing.headers_of(environ), body)
        started = []

        def starting(status, headers, exc_info=None):
            started[:] = [status.split(" ", 1)[0], list(headers)]
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

        with rows.Asking():
            chunks = self.app(environ, starting)
        if not any(name.lower() == "content-length" for name, _ in (started or [None, ()])[1]):
            if started:
                note(*asked, *started, None)
            return chunks
        answer = Whole(chunks)
        note(*asked, *started, b"".join(answer.data))
        return answer


class Whole:
    """The body of an answer whose length is known, read at once: a test may look at its status only."""

    def __init__(self, chunks):
        self.chunks, self.data = chunks, list(chunks)

    def __iter__(self):
        return iter(self.data)

    def close(self):
        if hasattr(self.chunks, "close"):
            self.chunks.close()


class Asgi:
    """An ASGI application whose answers are noted."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        from unbraid_prove import crossing

        asked = (scope["method"], crossing.target_of_scope(scope), crossing.headers_of_scope(scope))
        body, started, data = [], [], []

        async def receiving():
            message = await receive()
            body.append(message.get("body", b""))
            return message

        async def sending(message):
            if message["type"] == "http.response.start":
                names = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in message.get("headers", ())]
                started[:] = [message["status"], names]
            elif message["type"] == "http.response.body":
                data.append(message.get("body", b""))
            await send(message)

        with rows.Asking():
            await self.app(scope, receiving, sending)
        if started:
            note(*asked, b"".join(body), *started, b"".join(data))


def django_body(environ):
    """The body of a request of Django's client, which can be read again afterwards."""
    from unbraid_prove import crossing

    body = crossing.body_of(environ)
    environ["wsgi.input"] = io.BytesIO(body)
    return body


def note_django(environ, body, response, privileges):
    """The answer of Django to its own test client."""
    from unbraid_prove import crossing

    headers = list(response.items()) + [("Set-Cookie", morsel.OutputString()) for morsel in response.cookies.values()]
    data = None if getattr(response, "streaming", False) else response.content
    more = {"exempt": privileges.get("unbraid.csrf_exempt") == "1", "forced": "unbraid.force_user" in privileges}
    asked = (environ.get("REQUEST_METHOD", "GET"), crossing.target_of_environ(environ), crossing.headers_of(environ))
    note(*asked, body, response.status_code, headers, data, **more)

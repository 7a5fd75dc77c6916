"""One request of a test client, carried to the gateway exactly as the client made it."""

import base64
import http.client
import json
from urllib.parse import quote

from unbraid_prove import committed, exchanges, identity, mail, state
from unbraid_prove.controller import ServicesError, system_address
from unbraid_prove.journal import JOURNAL

SECONDS = 60
NOT_COPIED = {"connection", "transfer-encoding", "x-served-by", "x-unbraid-error"}
PATH_SAFE = "/:@!$&'()*+,;=~-._%"


class Answer:
    def __init__(self, status, reason, headers, body):
        self.status, self.reason, self.headers, self.body = status, reason, headers, body


def cross(app, method, target, headers, body, transplant):
    """Send a request to the services and return their Answer; a service that cannot be reached answers 502 or 599."""
    committed.before_request()
    state.publish(app)
    try:
        host, port = system_address(identity.arguments_of(app), state.databases())
    except (ServicesError, OSError) as error:
        JOURNAL.request("", "the services did not start: {}".format(error))
        return Answer(599, "Not Started", [("Content-Type", "text/plain")], str(error).encode("utf-8"))
    sent = base64.b64encode(json.dumps(transplant).encode("utf-8")).decode("ascii")
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
    try:
        connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        for name, value in headers:
            _put(connection, name, value)
        connection.putheader("X-Unbraid-Transplant", sent)
        connection.putheader("Connection", "close")
        if body or method in ("POST", "PUT", "PATCH"):
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body or None)
        received = connection.getresponse()
        data = received.read()
    except (OSError, http.client.HTTPException) as error:
        JOURNAL.request("", "the gateway does not answer: {}".format(error))
        return Answer(599, "Unreachable", [("Content-Type", "text/plain")], str(error).encode("utf-8"))
    finally:
        connection.close()
    _note(received, data)
    mail.collect()
    committed.after_request()
    kept = [(name, value) for name, value in received.getheaders() if name.lower() not in NOT_COPIED]
    exchanges.note(method, target, headers, body, received.status, kept, data)
    return Answer(received.status, received.reason, kept, data)


def _put(connection, name, value):
    if name.lower() not in ("connection", "content-length", "transfer-encoding"):
        try:
            connection.putheader(name, value.encode("latin-1", "replace"))
        except ValueError:
            pass


def _note(received, data):
    error = received.getheader("X-Unbraid-Error", "")
    service = received.getheader("X-Served-By", "")
    if received.status in (421, 501, 502, 503) or (error and received.status >= 500):
        said = error or data[:300].decode("utf-8", "replace")
        error = "{} {}: {}".format(service or "gateway", received.status, said)
    elif error:
        error = ""
    JOURNAL.request(service, error)


def target_of(path, query):
    """The target of a request line from a decoded path (latin-1 text of its bytes) and a query."""
    raw = quote(path.encode("latin-1", "replace"), safe=PATH_SAFE.replace("%", "")) or "/"
    return raw + ("?" + query if query else "")


class WsgiForwarder:
    """A WSGI application that is somewhere else."""

    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start_response):
        answer = cross_environ(self.app, environ)
        start_response("{} {}".format(answer.status, answer.reason or "Unknown"), answer.headers)
        return [answer.body]


def cross_environ(app, environ, **more):
    """The Answer to the request of a WSGI environment."""
    body = body_of(environ)
    transplant = {name: value for name, value in environ.items() if isinstance(value, str) and not name.startswith(("wsgi.", "werkzeug."))}
    transplant.update(more, **{"wsgi.url_scheme": environ.get("wsgi.url_scheme", "http")})
    return cross(app, environ.get("REQUEST_METHOD", "GET"), target_of_environ(environ), headers_of(environ), body, {"environ": transplant})


def body_of(environ):
    """The body of a request, read from its stream."""
    length = environ.get("CONTENT_LENGTH") or ""
    stream = environ.get("wsgi.input")
    body = b""
    if stream is not None and str(length).isdigit() and int(length):
        body = stream.read(int(length))
    elif stream is not None and environ.get("wsgi.input_terminated") and not length:
        body = stream.read()
    return body


def headers_of(environ):
    """The headers of a request, as its client has set them."""
    headers = [
        (name[5:].replace("_", "-").title(), value)
        for name, value in environ.items()
        if name.startswith("HTTP_") and isinstance(value, str) and name != "HTTP_HOST"
    ]
    host = environ.get("HTTP_HOST") or "{}:{}".format(environ.get("SERVER_NAME", "localhost"), environ.get("SERVER_PORT", "80"))
    headers.append(("Host", host))
    if environ.get("CONTENT_TYPE"):
        headers.append(("Content-Type", environ["CONTENT_TYPE"]))
    return headers


def target_of_environ(environ):
    """The target of the request line that a WSGI environment stands for."""
    return target_of(environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", ""))


class AsgiForwarder:
    """An ASGI application that is somewhere else; its lifespan and its web sockets stay here."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            if scope["type"] == "websocket":
                JOURNAL.reason("websocket", "speaks over a web socket")
            await self.app(scope, receive, send)
            return
        body = b""
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        await committed.before_request_async()
        answer = cross_scope(self.app, scope, body)
        headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})


def cross_scope(app, scope, body):
    """The Answer to the request of an ASGI scope."""
    transplant = {
        "path": scope["path"],
        "raw_path": _raw_path(scope).decode("latin-1"),
        "root_path": scope.get("root_path", ""),
        "query_string": scope.get("query_string", b"").decode("latin-1"),
        "scheme": scope.get("scheme", "http"),
        "server": list(scope.get("server") or ("localhost", 80)),
        "client": list(scope.get("client") or ("127.0.0.1", 0)),
        "headers": [[name.decode("latin-1"), value.decode("latin-1")] for name, value in scope["headers"]],
    }
    return cross(app, scope["method"], target_of_scope(scope), headers_of_scope(scope), body, {"scope": transplant})


def _raw_path(scope):
    return scope.get("raw_path") or scope["path"].encode("utf-8")


def headers_of_scope(scope):
    """The headers of a request, as its client has set them."""
    return [(name.decode("latin-1").title(), value.decode("latin-1")) for name, value in scope["headers"]]


def target_of_scope(scope):
    """The target of the request line that an ASGI scope stands for."""
    query = scope.get("query_string", b"").decode("latin-1")
    return (quote(_raw_path(scope).partition(b"?")[0], safe=PATH_SAFE) or "/") + ("?" + query if query else "")

"""An HTTP server for one application: a thread a request, an event loop where the application is asynchronous."""

import asyncio
import base64
import http.server
import io
import json
import logging
import socketserver
import sys
import threading
import traceback
from urllib.parse import unquote_to_bytes

from unbraid_prove import inside

LOCK = threading.RLock()
_FAILED = threading.local()
LOOP_FAILED = {"text": ""}


class LastError(logging.Handler):
    """Remembers the last exception that a thread has logged: frameworks log what they answer 500 for."""

    def emit(self, record):
        if record.exc_info and record.exc_info[1] is not None:
            note(record.exc_info[1])


def note(error):
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "site-packages" not in frame.filename and "unbraid_prove" not in frame.filename]
    place = own[-1] if own else (frames[-1] if frames else None)
    at = " at {}:{}".format(place.filename, place.lineno) if place else ""
    _FAILED.text = LOOP_FAILED["text"] = "{}: {}{}".format(type(error).__name__, error, at)


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, listening, answer):
        super().__init__(listening.getsockname(), Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listening
        self.answer = answer

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], ConnectionError):
            traceback.print_exc()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_request(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if length else b""
        told = self.headers.get("X-Unbraid-Transplant")
        transplant = json.loads(base64.b64decode(told)) if told else {}
        _FAILED.text = LOOP_FAILED["text"] = ""
        status, headers, data = self.server.answer(self, body, transplant)
        self.send_response_only(int(status.split(" ", 1)[0]), status.partition(" ")[2] or None)
        for name, value in headers:
            self.send_header(name, value)
        failed = getattr(_FAILED, "text", "") or LOOP_FAILED["text"]
        if status.startswith("5") and failed:
            self.send_header("X-Unbraid-Error", ascii(failed)[1:-1][:900])
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)
        self.close_connection = True

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = handle_request

    def log_message(self, format, *args):
        pass


def serve(listening, application, asynchronous, told):
    """Answer for ever."""
    logging.getLogger().addHandler(LastError(level=logging.WARNING))
    answer = Asgi(application) if asynchronous else Wsgi(application, told)
    Server(listening, answer).serve_forever()


class Wsgi:
    def __init__(self, application, told):
        self.application = application
        self.told = told

    def __call__(self, handler, body, transplant):
        environ = environ_of(handler, body)
        given = transplant.get("environ")
        if given is not None:
            for name in [name for name in environ if name.startswith("HTTP_") or name in ("CONTENT_TYPE", "CONTENT_LENGTH")]:
                del environ[name]
            environ.update(given)
        if body and not environ.get("CONTENT_LENGTH"):
            environ["wsgi.input_terminated"] = True
        if given is not None or environ["PATH_INFO"].startswith("/_seams/"):
            with LOCK:
                inside.before_request(self.application)
        started = []

        def start_response(status, headers, exc_info=None):
            started[:] = [status, headers]
            return data.append

        data = []
        try:
            chunks = self.application(environ, start_response)
            try:
                data.extend(chunks)
            finally:
                if hasattr(chunks, "close"):
                    chunks.close()
        except Exception as error:
            traceback.print_exc()
            note(error)
            return "500 Internal Server Error", [("Content-Type", "text/plain")], b"the application has raised"
        return started[0], started[1], b"".join(data)


def environ_of(handler, body):
    """The WSGI environment of a request, as servers make it."""
    path, _, query = handler.path.partition("?")
    host, port = handler.server.server_address[:2]
    environ = {
        "REQUEST_METHOD": handler.command,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": str(host),
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": handler.client_address[0],
        "CONTENT_TYPE": handler.headers.get("Content-Type", ""),
        "CONTENT_LENGTH": str(len(body)) if body or handler.headers.get("Content-Length") else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name in handler.headers:
        key = "HTTP_" + name.upper().replace("-", "_")
        if key not in ("HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH", "HTTP_X_UNBRAID_TRANSPLANT"):
            environ[key] = ",".join(handler.headers.get_all(name))
    return environ


class Asgi:
    """An ASGI application on a loop of its own, its lifespan begun."""

    def __init__(self, application):
        self.application = application
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        asyncio.run_coroutine_threadsafe(self._begin(), self.loop).result(60)

    async def _begin(self):
        started = asyncio.Event()
        failed = []
        sent = []

        async def receive():
            if not sent:
                sent.append(True)
                return {"type": "lifespan.startup"}
            await asyncio.Event().wait()

        async def send(message):
            if message["type"].endswith("failed"):
                failed.append(message.get("message", ""))
            started.set()

        async def live():
            try:
                await self.application({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, receive, send)
            except Exception:
                traceback.print_exc()
            started.set()

        self.lifespan = asyncio.ensure_future(live())
        await started.wait()
        if failed:
            raise SystemExit("the application does not start: {}".format(failed[0]))

    def __call__(self, handler, body, transplant):
        scope = scope_of(handler, transplant.get("scope"))
        if transplant or handler.path.startswith("/_seams/"):
            with LOCK:
                inside.before_request(self.application)
        return asyncio.run_coroutine_threadsafe(self._answer(scope, body), self.loop).result(120)

    async def _answer(self, scope, body):
        status, headers, data, given = [500], [], [], []

        async def receive():
            if given:
                await asyncio.sleep(3600)
            given.append(True)
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message):
            if message["type"] == "http.response.start":
                status[0] = message["status"]
                headers.extend((name.decode("latin-1"), value.decode("latin-1")) for name, value in message.get("headers", ()))
            elif message["type"] == "http.response.body":
                data.append(message.get("body", b""))

        try:
            await self.application(scope, receive, send)
        except Exception as error:
            traceback.print_exc()
            note(error)
        return str(status[0]), headers, b"".join(data)


def scope_of(handler, given):
    """The ASGI scope of a request, that of the test's client where it was carried."""
    path, _, query = handler.path.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": handler.command,
        "scheme": "http",
        "path": unquote_to_bytes(path).decode("utf-8", "replace"),
        "raw_path": path.encode("latin-1"),
        "query_string": query.encode("latin-1"),
        "root_path": "",
        "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in handler.headers.items()],
        "server": list(handler.server.server_address[:2]),
        "client": list(handler.client_address[:2]),
        "state": {},
    }
    if given:
        scope.update(given)
        scope["raw_path"] = given["raw_path"].encode("latin-1")
        scope["query_string"] = given["query_string"].encode("latin-1")
        scope["headers"] = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in given["headers"]]
    return scope

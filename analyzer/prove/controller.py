"""Answers the test's process: it asks for the services once it makes its first request, and for one to be stopped."""

import json
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from analyzer.prove.fleet import Fleet, FleetError


class Controller:
    """A server on this machine for one fleet; ``close`` ends both."""

    def __init__(self, fleet: Fleet) -> None:
        self.fleet = fleet
        self.token = secrets.token_hex(16)
        self.failure = ""
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """End the server and the services, be it in the middle of their start."""
        self.fleet.closing = True
        self._server.shutdown()
        self._server.server_close()
        with self._lock:
            self.fleet.close()

    def answer(self, path: str, content: dict[str, Any]) -> dict[str, Any]:
        """What a question is answered with; raises FleetError."""
        with self._lock:
            if path == "/start":
                try:
                    host, port = self.fleet.start(content)
                except FleetError as error:
                    self.failure = str(error)
                    raise
                return {"host": host, "port": port}
            if path == "/stop":
                self.fleet.stop(str(content.get("service", "")))
        return {}


def _handler(controller: Controller) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            allowed = secrets.compare_digest(self.headers.get("Authorization", ""), controller.token)
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            try:
                status, found = (200, controller.answer(self.path, json.loads(content))) if allowed else (403, {"error": "no"})
            except (FleetError, ValueError, KeyError, OSError) as error:
                status, found = 500, {"error": str(error)}
            data = json.dumps(found).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is logged."""

    return Handler

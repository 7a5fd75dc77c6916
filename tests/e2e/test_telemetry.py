"""OpenTelemetry is a matter of one more list and one more word: a service then sends its traces, with the trace that it was asked in."""

import json
import os
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml

from analyzer.app import Job, scaffold_to
from tests.e2e.command import ROOT
from tests.e2e.test_library import wait_for
from tests.ports import free_port

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


class Collector(BaseHTTPRequestHandler):
    """Takes what OTLP over HTTP sends, by path."""

    received: dict[str, bytes]
    is_there: threading.Event

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        self.received[self.path] = self.received.get(self.path, b"") + data
        self.send_response(200)
        self.end_headers()
        if self.path == "/v1/traces" and bytes.fromhex(TRACE) in data:
            self.is_there.set()

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def collector() -> Iterator[ThreadingHTTPServer]:
    Collector.received, Collector.is_there = {}, threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_service_sends_its_traces_where_it_is_told(collector: ThreadingHTTPServer, tmp_path: Path) -> None:
    out = tmp_path / "system"
    scaffold_to(Job(ROOT / "sample_monolith", out, workers=1))
    folder, environment = out / "services/content", tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    pip = [str(environment / "bin/python"), "-m", "pip", "install", "-q", "--no-compile", "--disable-pip-version-check"]
    done = subprocess.run([*pip, "-r", "requirements-telemetry.txt"], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told = yaml.safe_load((out / "compose.telemetry.yaml").read_text())["services"]["content"]
    settings = {name: value for name, value in told["environment"].items() if not value.startswith("${")}
    assert settings["OTEL_SERVICE_NAME"] == "content"
    port = free_port()
    around = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "PYTHONPATH")} | settings
    around |= {"PATH": f"{environment}/bin:{os.environ['PATH']}", "PORT": str(port), "SECRET_KEY": "x", "UNBRAID_SECRET": "x"}
    around |= {"OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector.server_address[1]}", "OTEL_BSP_SCHEDULE_DELAY": "200"}
    process = subprocess.Popen(told["command"], cwd=folder, env={**around, "DATABASE_URL": f"sqlite:///{tmp_path}/data.db"})
    try:
        assert wait_for(port, process)[0] == 200
        request = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"})
        assert json.load(urllib.request.urlopen(request, timeout=10))["status"] == "ok"
        asked = urllib.request.Request(f"http://127.0.0.1:{port}/nowhere", headers={"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"})
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(asked, timeout=10)
        assert Collector.is_there.wait(30), Collector.received.keys()
    finally:
        process.terminate()
        process.wait(30)
    assert b"content" in Collector.received["/v1/traces"]

"""The processes of one rung: the services and the gateway before them."""

import http.client
import json
import os
import secrets
import select
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analyzer.prove.process import end, start, tail
from analyzer.prove.system import Service, System

START_SECONDS = 120.0
GATEWAY_SECONDS = 20.0


class FleetError(RuntimeError):
    """The services did not start; the text quotes what they printed."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How services are started: which slices, whether with the monolith's whole code, and whether as one process."""

    system: System
    source: Path
    interpreter: str
    harness: Path
    work: Path
    whole_code: bool
    unsplit: bool = False
    seams: bool = False
    corrupt: bool = False


@dataclass(slots=True)
class Fleet:
    """Running services. ``close`` ends them all; it may be called at any time, and twice."""

    plan: Plan
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    gateway: subprocess.Popen[bytes] | None = None
    address: tuple[str, int] | None = None
    stopped: set[str] = field(default_factory=set)
    closing: bool = False

    def start(self, surroundings: Mapping[str, Any]) -> tuple[str, int]:
        """Start every service as the test's process is, then the gateway; returns its address. Raises FleetError."""
        if self.address is not None:
            return self.address
        plan = self.plan
        services = plan.system.services[:1] if plan.unsplit else plan.system.services
        sockets = {service.folder: _listening() for service in services}
        try:
            ports = {name: one.getsockname()[1] for name, one in sockets.items()}
            peers = {one.folder: f"http://127.0.0.1:{ports.get(one.folder) or ports[services[0].folder]}" for one in plan.system.services}
            secret = secrets.token_hex(16)
            for service in services:
                self._start_service(service, sockets[service.folder], surroundings, peers, secret)
        finally:
            for one in sockets.values():
                one.close()
        for service in services:
            self._wait_for(service.folder, ports[service.folder])
        self.address = self._start_gateway(peers)
        for name in sorted(self.stopped):
            self.stop(name)
        return self.address

    def stop(self, service: str) -> None:
        """Stop one service for good; one that has not started yet is ended once it has."""
        self.stopped.add(service)
        if service in self.processes:
            end(self.processes.pop(service))

    def close(self) -> None:
        """End every process."""
        for name in list(self.processes):
            end(self.processes.pop(name))
        if self.gateway is not None:
            end(self.gateway)
            if self.gateway.stdout is not None:
                self.gateway.stdout.close()
            self.gateway = None

    def outputs(self) -> dict[str, str]:
        """The end of what each service printed."""
        return {service.folder: tail(self._log(service.folder), 3000) for service in self.plan.system.services}

    def _log(self, service: str) -> Path:
        return self.plan.work / f"{service}.log"

    def _start_service(
        self, service: Service, listening: socket.socket, around: Mapping[str, Any], peers: Mapping[str, str], secret: str
    ) -> None:
        plan = self.plan
        own = str(plan.system.folder_of(service.folder).resolve())
        told = {
            "service": service.folder,
            "entry": service.entry,
            "framework": service.framework,
            "slice": own,
            "tops": plan.system.tops,
            "whole_code": plan.whole_code,
            "unsplit": plan.unsplit,
            "folder": around["folder"] if plan.whole_code else own,
            "paths": self._paths(around, own),
            "held": sorted({module for one in plan.system.services for module in one.modules}),
            "lenders": [] if plan.whole_code else [path for path in self._given(around) if self._is_monolith(path)],
            "roots": [str(plan.source)] if plan.whole_code else [own, str(plan.source)],
            "socket": listening.fileno(),
            "parent": os.getpid(),
            "share": str(plan.work / "share"),
            "applications": plan.system.applications,
            "arguments": around.get("arguments"),
            "databases": around.get("databases"),
            "settings_module": around.get("settings_module", ""),
            "lent_from": [path for path in (str(plan.source), *around["paths"]) if self._is_monolith(path)],
            "seams": plan.seams,
            "corrupt": plan.corrupt,
        }
        path = plan.work / f"{service.folder}.told.json"
        path.write_text(json.dumps(told), encoding="utf-8")
        port = listening.getsockname()[1]
        more = {"PORT": str(port), "UNBRAID_PEERS": json.dumps(dict(peers)), "UNBRAID_SECRET": secret, "UNBRAID_CONTROL_TOKEN": secret}
        environment = {**around["environment"], **more, "PYTHONDONTWRITEBYTECODE": "1"}
        command = [plan.interpreter, str(plan.harness / "unbraid_prove" / "serve.py"), str(path)]
        folder = Path(told["folder"])
        self.processes[service.folder] = start(command, folder, environment, self._log(service.folder), [listening.fileno()])

    def _paths(self, around: Mapping[str, Any], own: str) -> list[str]:
        given = self._given(around)
        return given if self.plan.whole_code else [own, *(path for path in given if not self._is_monolith(path))]

    def _given(self, around: Mapping[str, Any]) -> list[str]:
        library = str(around["library"])
        return [path for path in around["paths"] if not path.startswith(library) and not path.endswith(".zip") and "-packages" not in path]

    def _is_monolith(self, path: str) -> bool:
        root = str(self.plan.source)
        return path == root or path.startswith(root + os.sep)

    def _wait_for(self, service: str, port: int) -> None:
        limit = time.monotonic() + START_SECONDS
        while time.monotonic() < limit and not self.closing:
            if service not in self.processes or self.processes[service].poll() is not None:
                raise FleetError(f"the service {service} has ended:\n{tail(self._log(service), 2500)}")
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            try:
                connection.request("GET", "/healthz")
                connection.getresponse().read()
                return
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
            finally:
                connection.close()
        raise FleetError(f"the service {service} does not answer within {START_SECONDS:.0f} s:\n{tail(self._log(service), 2500)}")

    def _start_gateway(self, peers: Mapping[str, str]) -> tuple[str, int]:
        script = self.plan.system.root / "gateway" / "dev_gateway.py"
        upstreams = [f"{name}={url.removeprefix('http://')}" for name, url in peers.items()]
        wrapper = str(self.plan.harness / "unbraid_prove" / "gateway.py")
        command = [self.plan.interpreter, "-u", wrapper, str(os.getpid()), str(script.resolve()), "--port", "0", *upstreams]
        with (self.plan.work / "gateway.log").open("wb") as log:
            self.gateway = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, start_new_session=True, cwd=self.plan.work
            )
        assert self.gateway.stdout is not None
        ready, _, _ = select.select([self.gateway.stdout], [], [], GATEWAY_SECONDS)
        line = self.gateway.stdout.readline().decode() if ready else ""
        if not line.startswith("http://"):
            raise FleetError(f"the gateway does not start:\n{tail(self.plan.work / 'gateway.log', 2500)}")
        host, _, port = line.strip().removeprefix("http://").rpartition(":")
        return host, int(port)


def _listening() -> socket.socket:
    """A socket on a port that the system chose: nobody can take it before the service has it."""
    found = socket.socket()
    found.bind(("127.0.0.1", 0))
    found.listen(64)
    return found

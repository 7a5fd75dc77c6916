"""Asks the process that started the test command to start the services, or to stop one."""

import http.client
import json
import os
import sys
from urllib.parse import urlsplit

from unbraid_prove import env_files
from unbraid_prove.run import current

SECONDS = 180
_ADDRESS = {}


class ServicesError(RuntimeError):
    """The services did not start."""


def ask(path, content):
    address = urlsplit(current().controller)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=SECONDS)
    try:
        body = json.dumps(content).encode("utf-8")
        connection.request("POST", path, body, {"Content-Type": "application/json", "Authorization": current().token})
        answer = connection.getresponse()
        said = json.loads(answer.read())
    finally:
        connection.close()
    if answer.status != 200:
        raise ServicesError(said.get("error", "the controller answers {}".format(answer.status)))
    return said


def before_test(test):
    service = current().down.get(test)
    if service:
        ask("/stop", {"service": service})


def system_address(arguments, more):
    """(host, port) of the gateway; the first call starts the services with the surroundings of this process."""
    if "failed" in _ADDRESS:
        raise ServicesError(_ADDRESS["failed"])
    if not _ADDRESS:
        try:
            said = ask("/start", dict(surroundings(), arguments=arguments, **more))
        except ServicesError as error:
            _ADDRESS["failed"] = str(error)
            raise
        _ADDRESS.update(host=said["host"], port=said["port"])
    return _ADDRESS["host"], _ADDRESS["port"]


def environment():
    """The environment of this process, and what the application reads from files of variables, without what belongs to the harness or
    to pytest."""
    kept = {
        k: v
        for k, v in {**env_files.values(), **os.environ}.items()
        if not k.startswith(("UNBRAID_", "PYTEST_")) and k not in ("DJANGO_TEST_PROCESSES", "PWD")
    }
    harness = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    paths = [path for path in kept.pop("PYTHONPATH", "").split(os.pathsep) if path and os.path.abspath(path) != harness]
    return dict(kept, PYTHONPATH=os.pathsep.join(paths)) if paths else kept


def surroundings():
    harness = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    paths = [os.path.abspath(path or ".") for path in sys.path]
    library = os.path.dirname(os.__file__)
    return {
        "environment": environment(),
        "paths": [path for path in paths if path != harness],
        "library": library,
        "folder": os.getcwd(),
    }

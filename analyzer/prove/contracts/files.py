"""The contract tests of every service as files: examples as data, a Pact file, and a small test that replays them."""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analyzer.model.files import FileSet, TextFile
from analyzer.prove.contracts.examples import route_examples, routes_of
from analyzer.prove.contracts.exchanges import read_exchanges
from analyzer.prove.contracts.openapi import with_examples
from analyzer.prove.contracts.pact import pact
from analyzer.prove.contracts.seam_examples import seam_examples
from analyzer.prove.system import System

SCHEMA_VERSION = "1.1"
RUNS = ("record", "loopback", "a0", "a1", "a2")
"""The runs whose requests are compared with each other; the first is that of the monolith as it is."""


@dataclass(frozen=True, slots=True)
class Contracts:
    """What was recorded: ``files`` by service, and how many ``routes`` and ``seams`` have examples, how many ``alone`` need nothing
    but services that run, and their database."""

    files: FileSet
    routes: int
    seams: int
    alone: int


def contracts_of(work: Path, system: System, passed: Collection[str], consumer: str, runner: str) -> Contracts:
    """The contract tests that the runs in a folder give, of the tests that ``passed``: one folder for each service.

    ``runner`` is the text of the test that replays them, ``consumer`` what the callers of routes are called as a whole. Values
    of passwords, tokens and cookies are in none of the files.
    """
    runs = [[one for one in read_exchanges(work / name / "share") if one.test in passed] for name in RUNS]
    routes = route_examples(runs[0], runs[1:], routes_of(_json(system.root / "gateway" / "routes.json")))
    called = {seam.target: (seam.callee, seam.seam_class) for seam in system.seams}
    seams = seam_examples(runs[1], called, _touching(system))
    examples = [one for found in (routes, seams) for every in found.values() for one in every]
    files = [
        file
        for service in sorted({*routes, *seams})
        for file in _files(service, routes.get(service, []), seams.get(service, []), consumer, runner)
    ]
    described = {service: _json(system.root / "openapi" / f"{service}.json") for service in sorted(routes)}
    files += [
        TextFile(f"{service}/{service}.openapi.json", _text(with_examples(told, routes[service])))
        for service, told in described.items()
        if isinstance(told.get("paths"), dict)
    ]
    count = sum(len(every) for every in routes.values())
    return Contracts(FileSet.of(files), count, len(examples) - count, sum(1 for one in examples if stands_alone(one)))


def stands_alone(example: Mapping[str, Any]) -> bool:
    """Whether an example needs no rows but such as it tells, and no secret that nothing gives."""
    return ("given" in example or not example.get("rows")) and all(example.get("values", {}).values())


def _touching(system: System) -> set[str]:
    """The seams that read or write stored data, as far as reading the code could tell."""
    configurations = [_json(system.folder_of(service.folder) / "unbraid_service.json") for service in system.services]
    return {target for one in configurations for target, call in one.get("calls", {}).items() if call.get("touches", True)}


def _files(
    service: str, routes: Sequence[Mapping[str, Any]], seams: Sequence[Mapping[str, Any]], consumer: str, runner: str
) -> list[TextFile]:
    content = {"schema_version": SCHEMA_VERSION, "service": service, "routes": list(routes), "seams": list(seams)}
    found = [
        TextFile(f"{service}/examples.json", _text(content)),
        TextFile(f"{service}/test_{re.sub(r'[^0-9A-Za-z]', '_', service)}_contracts.py", runner),
    ]
    return [*found, TextFile(f"{service}/{service}.pact.json", _text(pact(service, consumer, routes)))] if routes else found


def _text(content: Mapping[str, Any]) -> str:
    return json.dumps(content, indent=1, sort_keys=False, ensure_ascii=True) + "\n"


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}

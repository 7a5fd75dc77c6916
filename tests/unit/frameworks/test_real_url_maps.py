"""What we read is what Flask and Starlette build: specs are imported in another process and their own URL maps compared."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from analyzer.model.surface import Application, Endpoint
from tests.specs.run_specs import Case, cases, facts_of, program_of, write_files

SPECS = Path(__file__).parents[2] / "specs" / "frameworks"
FLASK_PAGES_OF_THE_LIBRARY = ("doc", "specs", "root", "restx_doc")

ASK_FLASK = """
import importlib, json, sys, warnings
warnings.simplefilter("ignore")
rows = set()
for module, attribute, required in json.loads(sys.argv[1]):
    app = getattr(importlib.import_module(module), attribute)
    app = app if required is None else app(*[None] * required)
    for rule in app.url_map.iter_rules():
        if "http" not in str(rule) and not set(rule.endpoint.split(".")) & set(json.loads(sys.argv[2])):
            rows.add((str(rule), ",".join(sorted(rule.methods - {"HEAD", "OPTIONS"})), rule.endpoint))
print(json.dumps(sorted(rows)))
"""

ASK_STARLETTE = """
import importlib, json, sys, warnings
warnings.simplefilter("ignore")
from starlette.routing import Mount, Route, WebSocketRoute
rows = set()
def verbs(route):
    return route.methods or {verb.upper() for verb in ("get", "post", "put", "patch", "delete") if hasattr(route.endpoint, verb)}
def walk(app, routes, prefix):
    if hasattr(app, "openapi"):
        for path, operations in app.openapi()["paths"].items():
            rows.update((prefix + path, verb.upper()) for verb in operations)
    for route in routes:
        if isinstance(route, Mount):
            walk(route.app, route.routes or [], prefix + route.path)
        elif isinstance(route, WebSocketRoute):
            rows.add((prefix + route.path, "WEBSOCKET"))
        elif type(route) is Route and not hasattr(app, "openapi"):
            rows.update((prefix + route.path, verb) for verb in verbs(route) - {"HEAD"})
apps = []
for module, attribute, required in json.loads(sys.argv[1]):
    app = getattr(importlib.import_module(module), attribute)
    apps.append(app if required is None else app(*[None] * required))
for app in apps:
    if not any(isinstance(route, Mount) and route.app is app for other in apps for route in other.routes):
        walk(app, app.routes, "")
print(json.dumps(sorted(rows)))
"""


def _cases(spec: str) -> list[Case]:
    return [case for case in cases(SPECS) if case.spec == spec and any(line.startswith("Application") for line in case.expected)]


def _ask(program: str, root: Path, applications: list[Application], *more: str) -> set[tuple[str, ...]]:
    named = [(one.module, one.attribute, len(one.required) if one.is_factory else None) for one in applications]
    command = [sys.executable, "-c", program, json.dumps(named), *more]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return {tuple(row) for row in json.loads(done.stdout)}


@pytest.mark.parametrize("case", _cases("flask"), ids=lambda case: case.title)
def test_flask_builds_the_routes_that_we_read(case: Case, tmp_path: Path) -> None:
    pytest.importorskip("flask")
    write_files(case, tmp_path)
    facts = facts_of(program_of(tmp_path))
    applications = [fact for fact in facts if isinstance(fact, Application)]
    real = _ask(ASK_FLASK, tmp_path, applications, json.dumps(FLASK_PAGES_OF_THE_LIBRARY))
    assert real
    assert {(fact.route, ",".join(fact.methods), fact.name) for fact in facts if isinstance(fact, Endpoint)} == real


@pytest.mark.parametrize("case", _cases("fastapi"), ids=lambda case: case.title)
def test_starlette_builds_the_routes_that_we_read(case: Case, tmp_path: Path) -> None:
    pytest.importorskip("fastapi")
    write_files(case, tmp_path)
    facts = facts_of(program_of(tmp_path))
    applications = [fact for fact in facts if isinstance(fact, Application)]
    real = _ask(ASK_STARLETTE, tmp_path, applications)
    assert real
    assert {(fact.route, verb) for fact in facts if isinstance(fact, Endpoint) for verb in fact.methods} == real

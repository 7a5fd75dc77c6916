"""``answer.json`` must fit the tree that it describes."""

import ast
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ANSWER = json.loads((ROOT / "answer.json").read_text())
KINDS = {
    "import-cycle",
    "god-module",
    "lazy-import",
    "shared-hub",
    "string-reference",
    "import-side-effect",
    "cross-service-listener",
    "cross-service-transaction",
    "cross-service-foreign-key",
    "shared-write",
    "ambient-context",
    "ubiquitous-decorator",
    "shared-template",
    "version-conflict",
    "dead-code",
}


def module_files() -> dict[str, Path]:
    found = {"wsgi": ROOT / "wsgi.py", "celery_worker": ROOT / "celery_worker.py"}
    for path in (ROOT / "webnet").rglob("*.py"):
        parts = list(path.relative_to(ROOT).with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
        found[".".join(parts)] = path
    return found


def placed_modules() -> list[str]:
    placed = list(ANSWER["shared"]["modules"])
    for service in ANSWER["services"].values():
        placed += service["modules"]
    return placed


def owner_of() -> dict[str, str]:
    return {
        table: name for name, service in ANSWER["services"].items() for table in service["tables"]
    }


def test_every_module_has_one_place():
    assert sorted(placed_modules()) == sorted(module_files())


def test_size_of_the_sample():
    files = list((ROOT / "webnet").rglob("*.py"))
    assert 50 <= len(files) <= 80
    assert 4000 <= sum(len(path.read_text().splitlines()) for path in files) <= 6000


def test_every_table_has_one_owner(context):
    from webnet.extensions import db

    owned = [table for service in ANSWER["services"].values() for table in service["tables"]]
    assert sorted(owned) == sorted(db.metadata.tables)


def test_there_are_nine_services():
    assert len(ANSWER["services"]) == 9


def test_every_kind_is_planted():
    assert {problem["kind"] for problem in ANSWER["problems"]} == KINDS


def test_problems_are_where_the_answer_says():
    for problem in ANSWER["problems"]:
        lines = (ROOT / problem["path"]).read_text().splitlines()
        assert problem["contains"] in lines[problem["line"] - 1], problem
        assert problem["what"].endswith("."), problem


def test_problems_are_told_once():
    keys = [(p["kind"], p["path"], p["line"], p["contains"]) for p in ANSWER["problems"]]
    assert len(keys) == len(set(keys))


def test_every_foreign_key_across_services_is_told(context):
    from webnet.extensions import db

    owner = owner_of()
    crossing = sum(
        owner[table.name] != owner[key.column.table.name]
        for table in db.metadata.tables.values()
        for key in table.foreign_keys
    )
    told = [p for p in ANSWER["problems"] if p["kind"] == "cross-service-foreign-key"]
    assert len(told) == crossing


def imports_of(name: str, path: Path, modules: dict) -> set[str]:
    """Every import, also those inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                found.add(full if full in modules else node.module)
    return {target for target in found if target in modules and target != name}


def test_every_import_cycle_is_told():
    modules = module_files()
    graph = {name: imports_of(name, path, modules) for name, path in modules.items()}

    def reached(start):
        seen, waiting = set(), [start]
        while waiting:
            for target in graph[waiting.pop()]:
                if target not in seen:
                    seen.add(target)
                    waiting.append(target)
        return seen

    reach = {name: reached(name) for name in graph}
    groups = {
        frozenset(other for other in reach[name] if name in reach[other])
        for name in graph
        if name in reach[name]
    }
    told = [p["path"] for p in ANSWER["problems"] if p["kind"] == "import-cycle"]
    for group in groups:
        paths = {str(modules[name].relative_to(ROOT)) for name in group}
        assert paths & set(told), f"untold cycle: {sorted(group)}"
    assert len(groups) == len(told)


@pytest.mark.parametrize("name", ["content", "reporting"])
def test_lock_fits_one_of_the_two(name):
    packaging = pytest.importorskip("packaging.specifiers")
    lines = (ROOT / f"requirements/{name}.txt").read_text().splitlines()
    wanted = next(line for line in lines if line.startswith("tabulate"))
    lock = (ROOT / "requirements.lock").read_text().splitlines()
    held = next(line for line in lock if line.startswith("tabulate==")).partition("==")[2]
    fits = held in packaging.SpecifierSet(wanted.removeprefix("tabulate"))
    assert fits is (name == "reporting")

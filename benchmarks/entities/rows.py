"""Tables, classes and links as plain rows, from the running framework and from reading."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
UNBRAID = (sys.executable, "-c", "from analyzer.cli import main; main()")
SECONDS = 900
STORED = ("foreign_key", "one_to_one")


class OracleError(Exception):
    """The application, or the reader, did not end well; the message has its last words."""


@dataclass(frozen=True, slots=True)
class Rows:
    """``tables``, ``classes`` (name, table), and links as (table, field, table): ``keys`` are foreign keys and one-to-one links,
    ``pairs`` many-to-many, ``generic`` generic relations, ``relationships`` the rest. ``left_out`` counts what was not compared."""

    tables: frozenset[str]
    classes: frozenset[tuple[str, str]]
    keys: frozenset[tuple[str, str, str]]
    pairs: frozenset[tuple[str, str, str]]
    generic: frozenset[tuple[str, str, str]]
    relationships: frozenset[tuple[str, str, str]]
    left_out: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Truth:
    """What the running framework says: rows, the modules that it imported, and the names by which a column may be called."""

    rows: Rows
    modules: frozenset[str]
    columns: Mapping[tuple[str, str], str]
    failed: tuple[str, ...]


def ask(python: Path, program: str, arguments: Iterable[str], environment: Mapping[str, str], paths: Iterable[Path]) -> Truth:
    """Runs one of the oracle programs; raises OracleError."""
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "answer.json"
        search = os.pathsep.join(map(str, paths))
        names = {**os.environ, "PYTHONPATH": search, "PYTHONDONTWRITEBYTECODE": "1", "HOME": scratch, **environment}
        command = [str(python), str(HERE / program), str(out), *arguments]
        run = subprocess.run(command, cwd=scratch, env=names, capture_output=True, text=True, timeout=SECONDS, check=False)
        if not out.is_file():
            raise OracleError("\n".join(run.stderr.splitlines()[-12:]))
        return _truth(json.loads(out.read_text(encoding="utf-8")))


def _truth(answer: dict[str, Any]) -> Truth:
    def links(kind: str) -> frozenset[tuple[str, str, str]]:
        return frozenset((one[0], one[1], one[-1]) for one in answer.get(kind, ()))

    entities = [(name, table) for name, table in answer["entities"]]
    rows = Rows(
        frozenset(table for _, table in entities),
        frozenset((name, table) for name, table in entities if name),
        links("keys"),
        links("pairs"),
        links("generic"),
        links("relationships"),
        answer["left_out"],
    )
    columns = {(table, name): column for table, column, names, _ in answer["keys"] for name in names}
    return Truth(rows, frozenset(answer["modules"]), columns, tuple(answer.get("failed", ())))


def read(tree: Path, truth: Truth) -> Rows:
    """What ``unbraid facts --kind entities`` says of a folder, as far as the framework can judge it: what is declared in modules
    that the running application never imported is left out, and counted."""
    command = [*UNBRAID, "facts", str(tree), "--kind", "entities", "--format", "json", "--quiet"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    if run.returncode:
        raise OracleError("\n".join(run.stderr.splitlines()[-4:]))
    facts = json.loads(run.stdout)["facts"]
    entities = {one["name"]: one for one in facts if one["type"] == "Entity"}
    judged = {name: one["table"] for name, one in entities.items() if one["module"] in truth.modules}
    found: dict[str, set[tuple[str, str, str]]] = {}
    for one in facts:
        if one["type"] == "EntityLink" and one["source"] in judged and one["target"] in entities:
            table, column = judged[one["source"]], one["field"]
            column = truth.columns.get((table, column), column)
            kind = "keys" if one["kind"] in STORED else one["kind"]
            found.setdefault(kind, set()).add((table, column, entities[one["target"]]["table"]))
    free = truth.rows.tables - {table for _, table in truth.rows.classes}
    classes = {(name, table) for name, table in judged.items() if table not in free and _is_class(name, truth)}
    return Rows(
        frozenset(judged.values()),
        frozenset(classes),
        frozenset(found.get("keys", ())),
        frozenset(found.get("many_to_many", ())),
        frozenset(found.get("generic", ())),
        frozenset(found.get("relationship", ())),
        {"models": len(entities) - len(judged)},
    )


def _is_class(name: str, truth: Truth) -> bool:
    """Whether an entity is a class: not a table variable, and not the table behind a field of a class."""
    last = name.rpartition(".")[2]
    return last[:1].isupper() or any(name == known for known, _ in truth.rows.classes)

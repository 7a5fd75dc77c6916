"""What the recorder saw, as (module, table, mode) triples."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from analyzer.frameworks.data_access.sql import tables_of
from analyzer.model.data import Mode

Triple = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Observed:
    """Triples with an example each: by the innermost frame of the application (rows that a unit of work sends: by who changed them),
    by the innermost frame strictly, and by any frame; the functions that ran, as (path, line)."""

    triples: Mapping[Triple, str]
    strict: frozenset[Triple]
    anywhere: frozenset[Triple]
    functions: frozenset[tuple[str, int]]
    statements: int = 0
    unread: int = 0
    paths: frozenset[str] = field(default_factory=frozenset)


def observe(files: Iterable[Path], modules: Mapping[str, str], homes: Mapping[str, frozenset[str]]) -> Observed:
    """Reads records; ``modules`` maps paths of the application's own code to modules, ``homes`` has the modules that declare each table."""
    triples: dict[Triple, str] = {}
    strict: set[Triple] = set()
    anywhere: set[Triple] = set()
    functions: set[tuple[str, int]] = set()
    statements, unread = set(), set()
    for file in files:
        record = json.loads(file.read_text(encoding="utf-8"))
        functions.update((path, line) for path, line in record["functions"])
        for row in record["rows"]:
            frames = [one for one in row["frames"] if one[0] in modules]
            if not frames or frames[0] != row["frames"][0]:
                continue  # a test or a migration asked, not the application
            statements.add(row["statement"])
            found = _tables(row["statement"])
            if found is None:
                unread.add(row["statement"])
                continue
            for mode, names in ((Mode.READ, found[0]), (Mode.WRITE, found[1])):
                for table in names & homes.keys():
                    own = modules[frames[0][0]]
                    authors = [modules[path] for path in row["authors"] if path in modules]
                    # An entity's own module counts where nobody else did: its constructor sets what its caller gives.
                    authors = [one for one in authors if one not in homes[table]] or authors
                    is_flush = mode is Mode.WRITE and bool(row["authors"])
                    place = f"{frames[0][0]}:{frames[0][2]} {frames[0][1]}: {row['statement'][:160]}"
                    for module in authors if is_flush else [own]:
                        triples.setdefault((module, table, mode), place)
                    strict.add((own, table, mode))
                    anywhere.update((modules[path], table, mode) for path, _, _ in frames)
    return Observed(triples, frozenset(strict), frozenset(anywhere), frozenset(functions), len(statements), len(unread))


@cache
def _tables(statement: str) -> tuple[frozenset[str], frozenset[str]] | None:
    found = tables_of(statement, "sqlite")
    return None if found is None else (frozenset(found.read), frozenset(found.written))

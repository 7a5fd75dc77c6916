"""``unbraid facts``: the facts of one kind, or the calls from an entry file, as text."""

from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.app.folder import check_folder
from analyzer.model.place import Problem
from analyzer.read.cache import NO_CACHE, TEXT, Cache
from analyzer.read.collector import collector_paused
from analyzer.read.fact_bytes import pack_value, unpack_value
from analyzer.read.source import look

if TYPE_CHECKING:
    from analyzer.read.scan import Progress


def facts_of(
    path: Path, kind: str, format_: str = "json", workers: int | None = None, progress: "Progress | None" = None, cached: bool = True
) -> tuple[bytes, tuple[Problem, ...]]:
    """The facts of one kind (see ``FACT_KINDS``) as ``json`` or ``table`` text in UTF-8, and the problems met; raises UsageError."""
    check_folder(path)
    source = look(path, Cache.of(path) if cached else NO_CACHE)
    # What was printed last is kept as it is: for a large code base, writing it down takes longer than reading it.
    name = f"{TEXT}-{kind}-{format_}"
    kept = source.cache.load(name, source.state)
    if kept is not None:
        text, problems = kept
        return bytes(text), unpack_value(problems, tuple[Problem, ...])
    from analyzer.app.source import read_source
    from analyzer.report.fact_list import FACT_KINDS, facts_json, facts_table

    codebase = read_source(source, workers, progress)
    chosen = next(one for one in FACT_KINDS if one.name == kind)
    with collector_paused():
        # As bytes: a text of a hundred megabytes would be copied with each step to the terminal.
        text = facts_json(codebase, chosen) if format_ == "json" else facts_table(codebase, chosen).encode(errors="replace")
    source.cache.keep(name, source.state, (text, pack_value(codebase.problems)))
    return text, codebase.problems


def calls_of(path: Path, entry: Path) -> tuple[str, tuple[Problem, ...]]:
    """The call graph from an entry file as JSON text, ``{caller: [callees]}``, and the problems met; raises UsageError."""
    from analyzer.read.calls import call_graph, entry_of
    from analyzer.report.encoding import indented

    check_folder(path)
    graph = call_graph(path, entry_of(path, entry))
    return indented(graph.as_dict()), graph.problems

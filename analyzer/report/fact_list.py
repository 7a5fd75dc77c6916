"""Facts as rows: what ``unbraid facts`` prints, by kind, as JSON or as an aligned table."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from msgspec.structs import asdict

from analyzer.distributions import distribution_of
from analyzer.model.codebase import Codebase, Fact
from analyzer.model.data import Entity, EntityLink, EntityUse, GenericUse, TableUse
from analyzer.model.facts import BlindSpot, Import, PackageImport, Reference, StringReference
from analyzer.model.history import Commit
from analyzer.model.place import Location, QualName
from analyzer.model.surface import Endpoint, ExternalCall, Requirement, SettingUse, Task, TemplateUse, UrlUse
from analyzer.model.syntax import UseKind
from analyzer.model.text import printable
from analyzer.report.encoding import listed

FACTS_VERSION = "1.0"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FactKind:
    """A kind of facts that can be asked for: its name on the command line, and its rows."""

    name: str
    rows: Callable[[Codebase], Iterable[Row]]


def _of(*kinds: type[Fact]) -> Callable[[Codebase], Iterable[Row]]:
    tagged = len(kinds) > 1
    return lambda codebase: (_row(fact, kind.__name__ if tagged else "") for kind in kinds for fact in codebase.of(kind))


def _calls(codebase: Codebase) -> Iterable[Row]:
    return (_row(one, "") for one in codebase.of(Reference) if one.kind is UseKind.CALL)


def _urls(codebase: Codebase) -> Iterable[Row]:
    links = (UrlUse(one.template, one.module, QualName(one.by), one.at) for one in codebase.of(TemplateUse) if one.relation == "links")
    return (_row(one, "") for one in sorted((*codebase.of(UrlUse), *links)))


def _packages(codebase: Codebase) -> Iterable[Row]:
    """Third-party imports with the distribution that each comes from and the versions declared for it, then what is declared."""
    declared: dict[str, list[str]] = {}
    for one in codebase.of(Requirement):
        declared.setdefault(one.name, []).append(one.specifier)
    for used in codebase.of(PackageImport):
        name = distribution_of(used.name, declared) or ""
        versions = tuple(sorted({specifier for specifier in declared.get(name, ()) if specifier}))
        yield {**_row(used, PackageImport.__name__), "distribution": name, "declared": name in declared, "specifiers": versions}
    yield from (_row(one, Requirement.__name__) for one in codebase.of(Requirement))


def _history(codebase: Codebase) -> Iterable[Row]:
    return (_row(commit, "") for commit in codebase.history)


FACT_KINDS: tuple[FactKind, ...] = (
    FactKind("blindspots", _of(BlindSpot)),
    FactKind("calls", _calls),
    FactKind("data", _of(EntityUse, GenericUse, TableUse)),
    FactKind("endpoints", _of(Endpoint)),
    FactKind("entities", _of(Entity, EntityLink)),
    FactKind("history", _history),
    FactKind("imports", _of(Import)),
    FactKind("outside", _of(ExternalCall)),
    FactKind("packages", _packages),
    FactKind("references", _of(Reference)),
    FactKind("settings", _of(SettingUse)),
    FactKind("strings", _of(StringReference)),
    FactKind("tasks", _of(Task)),
    FactKind("urls", _urls),
)
"""Every kind, in alphabetical order."""


def facts_json(codebase: Codebase, kind: FactKind) -> bytes:
    """``{"schema_version": ..., "facts": [...]}`` with a ``path`` and a ``line`` in each row; ``type`` where a kind has several."""
    return listed({"schema_version": FACTS_VERSION}, "facts", kind.rows(codebase))


def facts_table(codebase: Codebase, kind: FactKind) -> str:
    """The same rows as columns of text, one fact a line, the place first."""
    rows = list(kind.rows(codebase))
    if not rows:
        return ""
    names = list(dict.fromkeys(name for row in rows for name in row if name not in ("path", "line")))
    lines = [["place", *names]]
    lines += [[f"{row.get('path', '')}:{row.get('line', '')}".strip(":"), *(_cell(row.get(name, "")) for name in names)] for row in rows]
    widths = [_width([len(line[column]) for line in lines]) for column in range(len(lines[0]))]
    return "".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() + "\n" for line in lines)


def _width(lengths: list[int]) -> int:
    """The width of a column: a few long cells push on the rest of their own line, they do not widen every other."""
    return min(max(lengths), max(sorted(lengths)[len(lengths) * 9 // 10], lengths[0]))


def _row(fact: Fact | Commit, tag: str) -> Row:
    row: Row = {"type": tag, **asdict(fact)} if tag else asdict(fact)
    at = row.pop("at", None)
    if isinstance(at, Location):
        row["path"], row["line"] = at.path, at.line
    return row


def _cell(value: object) -> str:
    text = ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return printable(text)[:100]

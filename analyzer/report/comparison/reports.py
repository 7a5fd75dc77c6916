"""Two analyses beside each other: services, modules, owners, findings, figures. Read from ``report.json`` of any version 1."""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from analyzer.model.comparison import Difference, FigureChange, FindingChange, OwnerChange
from analyzer.model.place import Location
from analyzer.report.comparison.agreement import agreement
from analyzer.report.comparison.changes import moved, names_of, service_changes
from analyzer.report.document import Report
from analyzer.report.encoding import builtins

LINES = re.compile(r"(?<=[\w.]):\d+\b")
WORDS = re.compile(r"[\w./'\u2019-]+")
NUMBER = re.compile(r"\d[\d,.%]*$")
COUNTING = frozenset({"and", "more"})
"""Words that come and go with the length of a list."""

NOT_FIGURES = frozenset({"problems"})

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a difference: what it is called, module to service, and the report as parsed JSON (empty: only a partition)."""

    name: str
    homes: Mapping[str, str]
    report: Mapping[str, Any] = field(default_factory=dict)


def difference(old: Side, new: Side) -> Difference:
    """What changed from one side to the other."""
    changes = service_changes(old.homes, new.homes)
    names = names_of(changes)
    both = bool(old.report and new.report)
    services = frozenset({*old.homes.values(), *new.homes.values()})
    before, after = (_findings(side, services) for side in (old, new))
    return Difference(
        old=old.name,
        new=new.name,
        has_reports=both,
        verdicts=(_verdict(old), _verdict(new)),
        services=changes,
        moved=moved(old.homes, new.homes, names),
        only_old=tuple(sorted(old.homes.keys() - new.homes.keys())),
        only_new=tuple(sorted(new.homes.keys() - old.homes.keys())),
        agreement=agreement({module: names.get(home, home) for module, home in old.homes.items()}, new.homes),
        owners=tuple(_owners(old, new, names)) if both else (),
        findings=tuple(sorted((*_only("new", after, before), *_only("fixed", before, after)), key=_order)) if both else (),
        known=len(before.keys() & after.keys()) if both else 0,
        figures=tuple(_figures(old, new)) if both else (),
    )


def changed_since(old: Side, report: Report) -> Difference:
    """What changed from an earlier side to a report."""
    return difference(old, Side("this report", {module.name: module.service for module in report.modules}, builtins(report)))


def _verdict(side: Side) -> str:
    return str(_part(side.report, "summary", {}).get("verdict", ""))


def _part(report: Mapping[str, Any], name: str, empty: Any) -> Any:
    """A part of a report where it is there and of the right shape; older or damaged reports may lack it."""
    found = report.get(name, empty)
    return found if isinstance(found, type(empty)) else empty


def _owners(old: Side, new: Side, names: Names) -> Iterator[OwnerChange]:
    """Tables and routes with another owner (a service under a new name is the same), then those that came or went."""
    found = []
    for kind, owners in (("table", _tables), ("route", _routes), ("task", _tasks)):
        before, after = owners(old.report), owners(new.report)
        for name in sorted(before.keys() | after.keys()):
            here, there = before.get(name, ""), after.get(name, "")
            if names.get(here, here) != there:
                found.append(OwnerChange(kind, name, here, there))
    yield from sorted(found, key=lambda one: (not (one.old and one.new), one.kind, one.name))


def _tables(report: Mapping[str, Any]) -> dict[str, str]:
    return {str(one.get("entity", "")): str(one.get("owner", "")) for one in _part(report, "tables", [])}


def _routes(report: Mapping[str, Any]) -> dict[str, str]:
    return {
        " ".join([*map(str, route.get("methods", [])), str(route.get("route", ""))]): str(service.get("id", ""))
        for service in _part(report, "services", [])
        for route in service.get("routes", [])
    }


def _tasks(report: Mapping[str, Any]) -> dict[str, str]:
    services = _part(report, "services", [])
    return {str(task.get("name", "")): str(service.get("id", "")) for service in services for task in service.get("tasks", [])}


def fingerprint(finding: Mapping[str, Any], services: Collection[str] = ()) -> str:
    """What a finding is known by in another analysis, 16 hexadecimal digits: its kind, its file, and the words of its message. Lines,
    numbers, the names of services and the order of words do not count: a finding is no other because lines were added above it, because
    a service was renamed, or because a list is sorted otherwise."""
    words = {word.rstrip(".") for word in WORDS.findall(LINES.sub("", str(finding.get("message", ""))))}
    told = sorted(word for word in words if word not in services and word not in COUNTING and not NUMBER.match(word))
    known = (finding.get("kind"), _part(finding, "at", {}).get("path"), told)
    return hashlib.sha256(repr(known).encode(errors="surrogateescape")).hexdigest()[:16]


Found = dict[tuple[str, int], Mapping[str, Any]]
"""Findings by fingerprint and, where several have the same, by their number among these."""


def _findings(side: Side, services: Collection[str]) -> Found:
    counts: Counter[str] = Counter()
    found: Found = {}
    for one in _part(side.report, "findings", []):
        mark = fingerprint(one, services)
        counts[mark] += 1
        found[mark, counts[mark]] = one
    return found


def _only(change: str, here: Found, there: Found) -> Iterator[FindingChange]:
    for (mark, _), one in ((key, here[key]) for key in here if key not in there):
        at = _part(one, "at", {})
        place = Location(str(at.get("path", "")), int(at.get("line", 0)))
        yield FindingChange(change, str(one.get("kind", "")), str(one.get("message", "")), place, mark)


def _order(one: FindingChange) -> tuple[object, ...]:
    return one.change != "new", one.kind, one.at, one.message, one.fingerprint


def _figures(old: Side, new: Side) -> Iterator[FigureChange]:
    """The figures of the summary and the measures of the boundaries that differ."""
    before, after = _numbers(old.report), _numbers(new.report)
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            yield FigureChange(name, before.get(name), after.get(name))


def _numbers(report: Mapping[str, Any]) -> dict[str, float]:
    summary = {name: value for name, value in _part(report, "summary", {}).items() if _is_number(value) and name not in NOT_FIGURES}
    measures = {str(one.get("name")): one.get("values", [None])[0] for one in _part(report, "measures", []) if one.get("values")}
    cuts = _part(_part(report, "replay", {}), "cuts", [])
    replayed = {"replay_corrected": cuts[0].get("whole", {}).get("corrected")} if cuts else {}
    return {name: float(value) for name, value in {**measures, **summary, **replayed}.items() if _is_number(value)}


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)

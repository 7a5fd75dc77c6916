"""Modules that most services use."""

from collections import defaultdict
from collections.abc import Iterator

from analyzer.model.facts import Import
from analyzer.model.partition import SHARED
from analyzer.model.place import Location, Severity
from analyzer.model.plan import Finding
from analyzer.model.syntax import When
from analyzer.model.text import counted
from analyzer.plan.findings.finder import Finder, Survey, finding

FEWEST = 3
SHARE = 0.6
"""Part of the services that have to use a module."""


def _find(survey: Survey) -> Iterator[Finding]:
    cut = survey.cut
    users: dict[str, dict[str, Location]] = defaultdict(dict)
    for statement in cut.codebase.of(Import):
        service = cut.home(statement.importer)
        at_run_time = statement.when is not When.TYPE_CHECKING and statement.names and cut.runs(statement.importer)
        if at_run_time and service not in ("", SHARED) and cut.home(statement.resolved) not in ("", service):
            known = users[statement.resolved]
            known[service] = min(statement.at, known.get(service, statement.at))
    for module, places in sorted(users.items()):
        if len(places) >= max(FEWEST, SHARE * len(cut.services)):
            yield _hub(survey, module, places)


def _hub(survey: Survey, module: str, places: dict[str, Location]) -> Finding:
    home = survey.cut.home(module)
    popular = _popular(survey, module)
    kernel = home == SHARED
    return finding(
        "shared-hub",
        Severity.INFO if kernel else Severity.WARNING,
        popular or places.values(),
        f"{module} is used by {len(places)} of {counted(len(survey.cut.services), 'service')}"
        + ("" if kernel else f" and is part of the service {home}"),
        places,
        "Keep it small, stable and free of domain code: every service gets a copy"
        if kernel
        else f"Split it: what is general goes to the shared kernel, the rest behind an API of {home}",
        at=survey.cut.top(module),
    )


def _popular(survey: Survey, module: str) -> list[Location]:
    """Where the definitions stand that at least three services use."""
    users: dict[str, set[str]] = defaultdict(set)
    for reference in survey.cut.references:
        if reference.target_module == module:
            users[reference.target].add(survey.cut.home(reference.source_module))
    return [
        survey.cut.definitions[name].at
        for name, services in sorted(users.items())
        if name in survey.cut.definitions and len(services - {"", SHARED}) >= FEWEST
    ]


SHARED_HUB = Finder("shared-hub", _find)

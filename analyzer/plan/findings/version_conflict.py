"""Requirements that no version of a distribution satisfies together."""

from collections.abc import Iterator

from analyzer.model.place import Severity
from analyzer.model.plan import Finding, VersionConflict
from analyzer.plan.conflicts import find_conflicts
from analyzer.plan.findings.finder import Finder, Survey, finding
from analyzer.plan.wording import listed


def _find(survey: Survey) -> Iterator[Finding]:
    for conflict in find_conflicts(survey.cut):
        yield _conflict(conflict)


def _conflict(conflict: VersionConflict) -> Finding:
    pinned = any(requirement.is_pin for requirement in conflict.requirements)
    asked = [f"{r.specifier} ({r.at}{', pinned' if r.is_pin else ''})" for r in conflict.requirements]
    users = f"; {listed(conflict.services)} import it" if len(conflict.services) > 1 else ""
    return finding(
        "version-conflict",
        Severity.WARNING,
        [requirement.at for requirement in conflict.requirements],
        f"No version of {conflict.name} satisfies {listed(asked)}{users}",
        conflict.services,
        ("Bring the lock in line with what is required" if pinned else "Choose one version")
        + "; after the split each service can have its own",
    )


VERSION_CONFLICT = Finder("version-conflict", _find)

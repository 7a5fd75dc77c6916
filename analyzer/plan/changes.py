"""How often each service changes, and how often it changes alone: from the commits of version control."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analyzer.model.partition import SHARED
from analyzer.model.roadmap import TestMove
from analyzer.plan.cut import Cut


@dataclass(frozen=True, slots=True)
class Changes:
    """Commits that touch a service, and those of them that touch nothing else (no other service, no shared code), by service id;
    ``commits`` counts those that touch any service."""

    commits: int
    touching: Mapping[str, int]
    alone: Mapping[str, int]

    def share(self, service: str) -> float:
        """The part (0 to 1) of all commits to services that touch this one."""
        return self.touching.get(service, 0) / self.commits if self.commits else 0.0


def find_changes(cut: Cut, tests: Iterable[TestMove]) -> Changes:
    """The changes of every service; a test counts for the service that it moves with, one across services for the rest."""
    homes = {file.path: cut.home(file.module) or SHARED for file in cut.codebase.files}
    homes |= {test.path: test.service or SHARED for test in tests}
    touching: dict[str, int] = dict.fromkeys(cut.services, 0)
    alone: dict[str, int] = dict.fromkeys(cut.services, 0)
    commits = 0
    for commit in cut.codebase.history:
        touched = {homes[path] for path in commit.paths if path in homes}
        services = touched - {SHARED}
        commits += bool(services)
        for service in services:
            touching[service] += 1
        if len(touched) == 1 and services:
            alone[next(iter(services))] += 1
    return Changes(commits, touching, alone)

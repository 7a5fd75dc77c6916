"""What a job found, in the few figures that a terminal has room for."""

from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.place import Problem


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One proposed service: counts of what it owns, calls that leave it and that come to it, its wave and its risk."""

    id: str
    modules: int
    lines: int
    tables: int
    routes: int
    tasks: int
    calls_out: int
    calls_in: int
    wave: int
    risk: str


@dataclass(frozen=True, slots=True)
class Summary:
    """A code base and its proposal; sizes in lines, ``stability`` from 0 to 1 (None where it was not measured)."""

    name: str
    files: int
    lines: int
    problems: tuple[Problem, ...]
    services: tuple[ServiceLine, ...]
    kernel_modules: int
    kernel_lines: int
    stability: float | None
    verdict: str
    reasons: tuple[str, ...]


def summarise(analysis: Analysis, problems: tuple[Problem, ...]) -> Summary:
    """The summary of an analysis; ``problems`` are those met after it."""
    codebase, plan = analysis.codebase, analysis.plan
    services = tuple(
        ServiceLine(
            service.id,
            len(service.modules),
            service.lines,
            len(service.entities),
            len(service.endpoints),
            len(service.tasks),
            sum(count for _, count in service.calls),
            sum(count for _, count in service.called_by),
            service.wave,
            service.risk,
        )
        for service in plan.services
    )
    return Summary(
        codebase.name,
        len(codebase.files),
        sum(file.lines for file in codebase.files),
        (*codebase.problems, *problems),
        services,
        len(plan.shared_modules),
        plan.shared_lines,
        analysis.partition.stability,
        plan.verdict,
        plan.verdict_reasons,
    )

"""Turns an analysis into the values that a report says."""

from collections import Counter

from analyzer.model.analysis import Analysis
from analyzer.model.facts import BlindSpot
from analyzer.model.place import Problem
from analyzer.model.plan import SeamClass, VersionConflict
from analyzer.model.roadmap import Step
from analyzer.model.surface import Endpoint, Task
from analyzer.report.describe_data import links, tables
from analyzer.report.describe_measures import cuts, measures
from analyzer.report.describe_modules import modules
from analyzer.report.describe_services import calls, crossings, services, shared
from analyzer.report.document import SCHEMA_VERSION, Conflict, Decision, File, Issue, Origin, Report, Summary, Trouble, Unseen, Want
from analyzer.report.kernel import kernel_size
from analyzer.report.module_uses import module_uses
from analyzer.report.notes import notes


def describe(analysis: Analysis) -> Report:
    """Everything that a report says about an analysis; a pure function of it."""
    codebase, plan = analysis.codebase, analysis.plan
    described = modules(analysis)
    return Report(
        schema_version=SCHEMA_VERSION,
        name=codebase.name,
        provenance=_origin(analysis),
        summary=_summary(analysis),
        services=services(plan),
        shared=shared(analysis),
        calls=calls(plan),
        tables=tables(plan),
        links=links(plan),
        seams=crossings(plan),
        findings=tuple(Issue(f.kind, f.severity.value, f.message, f.services, f.remedy, f.at, f.places) for f in plan.findings),
        conflicts=tuple(_conflict(conflict) for conflict in plan.conflicts),
        cuts=cuts(analysis),
        measures=measures(analysis),
        blind_spots=tuple(Unseen(spot.module, spot.reason, spot.at) for spot in codebase.of(BlindSpot)),
        problems=tuple(_trouble(problem) for problem in codebase.problems),
        decisions=tuple(Decision(c.kind.value, c.modules, c.value, c.at) for c in analysis.constraints),
        modules=described,
        files=tuple(File(f.path, f.module, f.kind.value, f.lines) for f in sorted(codebase.files, key=lambda f: f.path)),
        steps=plan.steps,
        data_ties=plan.data_ties,
        circles=plan.circles,
        tests=plan.tests,
        dead_modules=plan.dead_modules,
        replay=analysis.replay,
        drift=analysis.drift,
        weighed=plan.weighed,
        notes=notes(analysis),
        since=None,
        uses=module_uses(codebase),
    )


def _origin(analysis: Analysis) -> Origin:
    made = analysis.provenance
    return Origin("unbraid", made.version, made.settings, analysis.partition.algorithm, made.seed)


def _summary(analysis: Analysis) -> Summary:
    codebase, plan, partition = analysis.codebase, analysis.plan, analysis.partition
    placed = len(partition.placements)
    kernel_modules, kernel_lines = kernel_size(analysis)
    by_default = sum(placement.by_default for placement in partition.placements)
    return Summary(
        verdict=plan.verdict,
        verdict_reasons=plan.verdict_reasons,
        files=len(codebase.files),
        modules=len(codebase.modules),
        lines=sum(file.lines for file in codebase.files),
        services=len(plan.services),
        shared_modules=len(plan.shared_modules),
        shared_lines=plan.shared_lines,
        tables=len(plan.ownership),
        routes=len(codebase.outside_tests(Endpoint)),
        tasks=len(codebase.outside_tests(Task)),
        calls_across=sum(call.count for call in calls(plan)),
        seams=len(plan.seams),
        blockers=sum(seam.seam_class is SeamClass.BLOCKER for seam in plan.seams),
        findings=dict(sorted(Counter(finding.kind for finding in plan.findings).items())),
        coverage=round(1 - by_default / placed, 4) if placed else 0.0,
        stability=partition.stability,
        blind_spots=len(codebase.of(BlindSpot)),
        problems=len(codebase.problems),
        commits=len(codebase.history),
        kernel_modules=kernel_modules,
        kernel_lines=kernel_lines,
        data_ties=len(plan.data_ties),
        circles=len(plan.circles),
        chatty=sum(seam.in_loop for seam in plan.seams),
        tests=sum(test.tests for test in plan.tests),
        tests_across=sum(test.tests for test in plan.tests if not test.service),
        dead_modules=len(plan.dead_modules),
        dead_lines=sum(dead.lines for dead in plan.dead_modules),
        conflicts=len(plan.conflicts),
        conflicts_removed=sum(conflict.fate == "removed" for conflict in plan.conflicts),
        effort=_effort(plan.steps),
    )


def _effort(steps: tuple[Step, ...]) -> tuple[float, float, float] | None:
    """Person-days of all steps together: low, likely, high; None without steps."""
    if not steps:
        return None
    efforts = [step.effort for step in steps]
    low, likely, high = (sum(days) for days in zip(*((e.low, e.likely, e.high) for e in efforts), strict=True))
    return round(low, 1), round(likely, 1), round(high, 1)


def _conflict(conflict: VersionConflict) -> Conflict:
    wants = tuple(Want(requirement.specifier, requirement.is_pin, requirement.at) for requirement in conflict.requirements)
    return Conflict(conflict.name, conflict.services, wants, conflict.fate, conflict.why)


def _trouble(problem: Problem) -> Trouble:
    return Trouble(problem.code, problem.severity.value, problem.message, problem.hint, problem.at)

"""Services, the calls between them, and what crosses a boundary."""

from collections import Counter, defaultdict

from analyzer.model.analysis import Analysis
from analyzer.model.partition import SHARED
from analyzer.model.plan import ExtractionPlan, Seam, SeamClass, ServicePlan
from analyzer.model.surface import Endpoint, Task
from analyzer.report.document import Crossing
from analyzer.report.document_services import Call, Count, Example, ForeignRead, Job, Route, Service, Shared

EXAMPLES = 5
"""Examples that a call between two services carries: enough to believe it, few enough to read."""


def services(plan: ExtractionPlan) -> tuple[Service, ...]:
    """The services in the order of the plan: by wave, then by id."""
    blockers: Counter[str] = Counter()
    for seam in plan.seams:
        if seam.seam_class is SeamClass.BLOCKER:
            blockers.update({seam.caller, seam.callee})
    findings = Counter(service for finding in plan.findings for service in finding.services)
    tests: dict[str, list[str]] = defaultdict(list)
    for test in plan.tests:
        tests[test.service].append(test.module)
    return tuple(_service(one, blockers[one.id], findings[one.id], tuple(tests[one.id])) for one in plan.services)


def _service(plan: ServicePlan, blockers: int, findings: int, tests: tuple[str, ...]) -> Service:
    return Service(
        id=plan.id,
        title=plan.title.strip() or plan.id,
        wave=plan.wave,
        risk=plan.risk,
        why_now=plan.why_now,
        lines=plan.lines,
        modules=tuple(plan.modules),
        entities=tuple(plan.entities),
        routes=tuple(map(_route, plan.endpoints)),
        tasks=tuple(map(_job, plan.tasks)),
        calls=counts(plan.calls),
        called_by=counts(plan.called_by),
        reads_foreign=tuple(ForeignRead(entity, owner) for entity, owner in plan.reads_foreign),
        packages=plan.packages,
        blockers=blockers,
        findings=findings,
        evidence=plan.evidence,
        classes=plan.holds.classes,
        functions=plan.holds.functions,
        exposes=plan.holds.exposes,
        templates=plan.holds.templates,
        settings=plan.holds.settings,
        sends=plan.holds.sends,
        receives=plan.holds.receives,
        outside=plan.holds.outside,
        tests=tests,
    )


def shared(analysis: Analysis) -> Shared:
    """The shared kernel, and what no service owns yet."""
    codebase, plan = analysis.codebase, analysis.plan
    owned = {endpoint for service in plan.services for endpoint in service.endpoints}
    run = {task for service in plan.services for task in service.tasks}
    return Shared(
        modules=tuple(plan.shared_modules),
        lines=plan.shared_lines,
        entities=tuple(ownership.entity for ownership in plan.ownership if ownership.owner in ("", SHARED)),
        routes=tuple(_route(endpoint) for endpoint in codebase.outside_tests(Endpoint) if endpoint not in owned),
        tasks=tuple(_job(task) for task in codebase.outside_tests(Task) if task not in run),
    )


def _route(endpoint: Endpoint) -> Route:
    return Route(endpoint.route, endpoint.methods, endpoint.handler, endpoint.at)


def _job(task: Task) -> Job:
    return Job(task.name, task.handler, task.at)


def counts(pairs: tuple[tuple[str, int], ...]) -> tuple[Count, ...]:
    """Named pairs of service and count, in the order given."""
    return tuple(Count(service, count) for service, count in pairs)


def calls(plan: ExtractionPlan) -> tuple[Call, ...]:
    """Each pair of services of which one uses the other, sorted; the count is the plan's, else the sum over the seams."""
    seams: dict[tuple[str, str], list[Seam]] = defaultdict(list)
    for seam in plan.seams:
        seams[seam.caller, seam.callee].append(seam)
    known = {(service.id, callee): count for service in plan.services for callee, count in service.calls}
    return tuple(_call(pair, known.get(pair), seams.get(pair, [])) for pair in sorted({*known, *seams}))


def _call(pair: tuple[str, str], count: int | None, seams: list[Seam]) -> Call:
    ranked = sorted(seams, key=lambda seam: (-seam.count, seam.target, seam.seam_class))
    return Call(
        caller=pair[0],
        callee=pair[1],
        count=sum(seam.count for seam in seams) if count is None else count,
        blockers=sum(seam.seam_class is SeamClass.BLOCKER for seam in seams),
        in_loop=any(seam.in_loop for seam in seams),
        examples=tuple(Example(s.target, s.count, s.seam_class.value, s.sites[0]) for s in ranked if s.sites)[:EXAMPLES],
        definitions=len(seams),
        loops=sum(seam.loops for seam in seams),
    )


def crossings(plan: ExtractionPlan) -> tuple[Crossing, ...]:
    """What crosses a boundary: blockers first, then the most used."""
    ranked = sorted(plan.seams, key=lambda s: (s.seam_class is not SeamClass.BLOCKER, -s.count, s.caller, s.callee, s.target, s.seam_class))
    return tuple(
        Crossing(s.caller, s.callee, s.target, s.seam_class.value, s.kinds, s.count, s.in_loop, s.why, s.remedy, s.sites, s.loops)
        for s in ranked
    )

"""What holds a service together, what it owns, and what ties it to others."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from analyzer.model.analysis import Analysis
from analyzer.model.explanation import Bond, Doubt, Owned, ServiceAnswer
from analyzer.model.partition import SHARED
from analyzer.model.place import Location, ModuleName
from analyzer.model.plan import ServicePlan
from analyzer.report.explanations.grounds import DIGITS, edges_of, grounds_of, placed


def explain_service(analysis: Analysis, service: str) -> ServiceAnswer:
    """The answer for a service, or for the shared kernel under ``shared``."""
    plan = next((one for one in analysis.plan.services if one.id == service), None)
    homes = analysis.partition.homes()
    ends = [(edge, homes.get(edge.source), homes.get(edge.target)) for edge in analysis.graph.edges]
    inside = edges_of(analysis, lambda edge: homes.get(edge.source) == homes.get(edge.target) == service)
    outside = sum(edge.weight for edge, here, there in ends if (here == service) != (there == service))
    history = next((one for one in analysis.replay.services if one.service == service), None)
    return ServiceAnswer(
        service=service,
        title=plan.title if plan else "shared kernel",
        modules=analysis.partition.members(service),
        lines=plan.lines if plan else analysis.plan.shared_lines,
        wave=plan.wave if plan else 0,
        risk=plan.risk if plan else "",
        why_now=plan.why_now if plan else "",
        inside=round(sum(edge.weight for edge in inside), DIGITS),
        outside=round(outside, DIGITS),
        evidence=grounds_of(analysis, inside),
        owned=tuple(_owned(analysis, plan, service)),
        doubts=_doubts(analysis, service),
        bonds=_bonds(analysis, service, homes),
        findings=dict(sorted(Counter(one.kind for one in analysis.plan.findings if service in one.services).items())),
        commits=history.commits if history else 0,
        commits_alone=history.alone if history else 0,
        authors=history.authors if history else 0,
    )


def _owned(analysis: Analysis, plan: ServicePlan | None, service: str) -> Iterator[Owned]:
    for table in analysis.plan.ownership:
        if table.owner == service:
            yield Owned("table", table.table or table.entity, placed(table.at))
    for route in plan.endpoints if plan else ():
        yield Owned("route", " ".join([*route.methods, route.route]), placed(route.at))
    for task in plan.tasks if plan else ():
        yield Owned("task", task.name, placed(task.at))


def _doubts(analysis: Analysis, service: str) -> tuple[Doubt, ...]:
    """The modules whose home is uncertain, the least certain first."""
    paths: dict[ModuleName, str] = {file.module: file.path for file in analysis.codebase.files}
    doubted = [one for one in analysis.partition.placements if one.service == service and one.is_uncertain]
    ranked = sorted(doubted, key=lambda one: (one.confidence, one.module))
    return tuple(Doubt(one.module, round(one.confidence, DIGITS), one.next_best, Location(paths.get(one.module, ""), 1)) for one in ranked)


def _bonds(analysis: Analysis, service: str, homes: dict[ModuleName, str]) -> tuple[Bond, ...]:
    """The ties to every other service, the strongest first."""
    weight: dict[str, float] = defaultdict(float)
    for edge in analysis.graph.edges:
        here, there = homes.get(edge.source, SHARED), homes.get(edge.target, SHARED)
        if here != there and service in (here, there):
            weight[there if here == service else here] += edge.weight
    calls: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for seam in analysis.plan.seams:
        if service in (seam.caller, seam.callee):
            calls[seam.caller == service][seam.callee if seam.caller == service else seam.caller] += seam.count
    data = Counter(other for tie in analysis.plan.data_ties if service in tie.services for other in tie.services if other != service)
    commits = {_far(service, one.first, one.second): one.count for one in analysis.replay.lockstep if service in (one.first, one.second)}
    others = sorted({*weight, *calls[True], *calls[False], *data, *commits})
    found = [Bond(one, round(weight[one], DIGITS), calls[True][one], calls[False][one], data[one], commits.get(one, 0)) for one in others]
    return tuple(sorted(found, key=lambda bond: (-bond.weight, -bond.calls - bond.called_by, bond.service)))


def _far(service: str, first: str, second: str) -> str:
    return second if first == service else first

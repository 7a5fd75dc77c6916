"""What ties two services, two modules, or one of each: evidence, uses, shared data, common commits, with places."""

from collections.abc import Iterator

from analyzer.model.analysis import Analysis
from analyzer.model.explanation import Between, Crossed, Ground, PairAnswer, SharedData
from analyzer.model.graph import Edge
from analyzer.model.place import Location, ModuleName
from analyzer.report.explanations.grounds import DIGITS, edges_of, grounds_of, placed

CROSSINGS, SITES, COMMON = 12, 3, 6


def explain_pair(analysis: Analysis, first: str, second: str) -> PairAnswer:
    """The answer for two names, each a module or a service (``shared`` included); what is a module is taken as one."""
    homes = analysis.partition.homes()
    left, right = ({ModuleName(name)} if name in homes else set(analysis.partition.members(name)) for name in (first, second))

    def joins(edge: Edge) -> bool:
        ends = edge.source, edge.target
        return (ends[0] in left and ends[1] in right) or (ends[1] in left and ends[0] in right)

    edges = edges_of(analysis, joins)
    weight = sum(edge.weight for edge in edges)
    least = min(sum(edge.weight for edge in analysis.graph.edges if edge.source in side or edge.target in side) for side in (left, right))
    sides = homes.get(ModuleName(first), first), homes.get(ModuleName(second), second)
    services = first not in homes and second not in homes
    lockstep = next((one for one in analysis.replay.lockstep if services and {one.first, one.second} == {first, second}), None)
    return PairAnswer(
        first=first,
        second=second,
        first_home=sides[0],
        second_home=sides[1],
        weight=round(weight, DIGITS),
        share=round(weight / least, DIGITS) if least else 0.0,
        evidence=grounds_of(analysis, edges, 5),
        crossings=tuple(_crossings(analysis, first, second, homes))[:CROSSINGS],
        data=tuple(_data(analysis, {first, second})) if services else (),
        between=_between(analysis, ModuleName(first), ModuleName(second)) if first in homes and second in homes else (),
        commits=lockstep.count if lockstep else 0,
        confidence=lockstep.confidence if lockstep else 0.0,
    )


def _crossings(analysis: Analysis, first: str, second: str, homes: dict[ModuleName, str]) -> Iterator[Crossed]:
    """The definitions that one side uses of the other across a boundary, most used first."""
    paths = {file.path: file.module for file in analysis.codebase.files}
    for seam in sorted(analysis.plan.seams, key=lambda one: (-one.count, one.target, one.caller)):
        for user, used in ((first, second), (second, first)):
            is_used = seam.target_module == used if used in homes else seam.callee == used
            sites = [at for at in seam.sites if paths.get(at.path) == user] if user in homes else list(seam.sites)
            if is_used and sites and (user in homes or seam.caller == user):
                count = len(sites) if user in homes else seam.count
                yield Crossed(seam.caller, seam.callee, seam.target, seam.seam_class.value, count, seam.remedy, tuple(sites[:SITES]))


def _data(analysis: Analysis, services: set[str]) -> Iterator[SharedData]:
    """Shared data and findings that concern both services."""
    told: set[Location] = set()
    for tie in analysis.plan.data_ties:
        if services <= set(tie.services):
            told.update(tie.places)
            yield SharedData(tie.kind.value, f"{tie.subject}: {tie.why}", tie.how, tuple(map(placed, tie.places[:SITES])))
    for found in analysis.plan.findings:
        if services <= set(found.services) and found.at not in told:
            places: tuple[Location, ...] = (found.at, *found.places)
            yield SharedData(found.kind, found.message, found.remedy, tuple(map(placed, places[:SITES])))


def _between(analysis: Analysis, first: ModuleName, second: ModuleName) -> tuple[Between, ...]:
    """The modules that two modules are both tied to, those with the stronger weaker tie first."""
    sides: list[dict[ModuleName, Edge]] = [{}, {}]
    for edge in analysis.graph.edges:
        for side, module in enumerate((first, second)):
            if module in (edge.source, edge.target):
                sides[side][edge.target if edge.source == module else edge.source] = edge
    both = sorted(sides[0].keys() & sides[1].keys(), key=lambda one: (-min(sides[0][one].weight, sides[1][one].weight), one))[:COMMON]
    homes = analysis.partition.homes()
    return tuple(
        Between(one, homes[one], round(min(sides[0][one].weight, sides[1][one].weight), DIGITS), *_grounds(analysis, sides, one))
        for one in both
    )


def _grounds(analysis: Analysis, sides: list[dict[ModuleName, Edge]], module: ModuleName) -> tuple[Ground, Ground]:
    first, second = (grounds_of(analysis, [side[module]], 1)[0].grounds[0] for side in sides)
    return first, second

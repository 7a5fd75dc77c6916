"""How much runs between services, and how much of it can be cut as it is."""

from analyzer.model.partition import SHARED
from analyzer.model.plan import SeamClass
from analyzer.model.text import counted
from analyzer.model.verdict import Leaning, Weighed
from analyzer.plan.ties import SERIOUS
from analyzer.plan.verdict.case import Case, Limits
from analyzer.plan.wording import agree, listed

TIES = Limits(0.35, 0.5)
BLOCKERS = Limits(0.4, 0.75)
CIRCLES = Limits(0.1, 0.25)
READY_LINES = 300
"""A smaller service is not worth naming as one that could go."""


def ties(case: Case) -> Weighed | None:
    """The share of the weight that ties business modules to each other and runs between services."""
    inside = across = 0.0
    for edge in case.graph.edges:
        here, there = case.cut.home(edge.source), case.cut.home(edge.target)
        if here and there and SHARED not in (here, there):
            inside += edge.weight * (here == there)
            across += edge.weight * (here != there)
    if not inside + across:
        return None
    share = across / (inside + across)
    return TIES.weigh("ties", share, f"{share:.0%} of the weight that ties business modules to each other runs between services")


def blockers(case: Case) -> Weighed | None:
    """The share of the definitions used across for which no rewrite is safe."""
    seams = [seam for seam in case.plan.seams if SHARED not in (seam.caller, seam.callee)]
    if not seams:
        return None
    blocked = sum(seam.seam_class is SeamClass.BLOCKER for seam in seams)
    text = f"{blocked:,} of {counted(len(seams), 'definition')} that services use of each other cannot be cut as they are"
    return BLOCKERS.weigh("blockers", blocked / len(seams), text)


def circles(case: Case) -> Weighed | None:
    """The share of the uses between services that have to be turned round before no service needs another in a circle."""
    uses = sum(seam.count for seam in case.plan.seams if SHARED not in (seam.caller, seam.callee))
    if not uses:
        return None
    turned = sum(edge.uses for circle in case.plan.circles for edge in circle.cut)
    knotted = sum(len(circle.services) for circle in case.plan.circles)
    if not knotted:
        return CIRCLES.weigh("circles", 0.0, "no services need each other in a circle")
    number = counted(len(case.cut.services), "service")
    turn = f"{turned:,} of {counted(uses, 'use')} between services {agree(turned, 'has', 'have')} to be turned round"
    text = f"{knotted} of {number} need each other in circles; {turn}"
    return CIRCLES.weigh("circles", turned / uses, text)


def ready(case: Case) -> Weighed | None:
    """The services that could be cut out as they are: nothing that they use of others, or others of them, is blocked, and no data of
    theirs is written together with that of others."""
    seams = [seam for seam in case.plan.seams if seam.seam_class is SeamClass.BLOCKER]
    held = {one for seam in seams for one in (seam.caller, seam.callee)}
    held |= {one for found in case.findings if found.kind in SERIOUS for one in found.services}
    able = [service.id for service in case.plan.services if service.id not in held and service.lines >= READY_LINES]
    if not able or len(case.cut.services) < 2:
        return None
    verb = agree(len(able), "could be cut out as it is", "could be cut out as they are")
    return Weighed(
        "ready",
        Leaning.SPLIT,
        float(len(able)),
        None,
        f"{len(able)} of {counted(len(case.cut.services), 'service')} {verb}: {listed(able)}",
    )

"""What crosses between services, and how each crossing can be cut."""

from analyzer.model.plan import Seam, SeamClass
from analyzer.plan.crossings import Crossing
from analyzer.plan.cut import Cut
from analyzer.plan.effects import Effects
from analyzer.plan.judgement import Ground, Judged
from analyzer.plan.ownership import Ownership
from analyzer.plan.seam_rules import classify, ground
from analyzer.plan.wording import last

MOST_SITES = 20
REMOTE = (SeamClass.DATA_FUNCTION, SeamClass.ENTITY_BY_IDENTITY, SeamClass.CONTEXT_FUNCTION)
"""Classes that become calls over the network."""


def find_seams(cut: Cut, ownership: Ownership, effects: Effects, crossed: tuple[Crossing, ...]) -> tuple[Seam, ...]:
    """One seam per definition of a service that another service (or the shared kernel) uses, sorted by caller, callee, target;
    ``crossed`` are the ``crossings`` of the cut."""
    known = ground(cut, ownership, effects)
    return tuple(sorted(_seam(known, crossing) for crossing in crossed))


def _seam(known: Ground, crossing: Crossing) -> Seam:
    judged = classify(known, crossing)
    return Seam(
        crossing.caller,
        crossing.callee,
        crossing.target,
        crossing.target_module,
        judged.seam_class,
        tuple(sorted(crossing.kinds)),
        crossing.count,
        crossing.in_loop,
        tuple(sorted(crossing.sites)[:MOST_SITES]),
        judged.why,
        f"{judged.remedy}{_for_loops(judged, crossing)}",
        len(crossing.loops),
    )


def _for_loops(judged: Judged, crossing: Crossing) -> str:
    """What to do beside, where each round of a loop would become a call over the network."""
    if not crossing.loops or judged.seam_class not in REMOTE:
        return ""
    return f"; {last(sorted(crossing.loops)[0])} uses it in a loop: take many ids at once"

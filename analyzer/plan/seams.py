"""What crosses between services, and how each crossing can be cut."""

from analyzer.model.plan import Seam
from analyzer.plan.crossings import Crossing, crossings
from analyzer.plan.cut import Cut
from analyzer.plan.effects import Effects
from analyzer.plan.judgement import Ground
from analyzer.plan.ownership import Ownership
from analyzer.plan.seam_rules import classify, ground

MOST_SITES = 20


def find_seams(cut: Cut, ownership: Ownership, effects: Effects) -> tuple[Seam, ...]:
    """One seam per definition of a service that another service (or the shared kernel) uses, sorted by caller, callee, target."""
    known = ground(cut, ownership, effects)
    return tuple(sorted(_seam(known, crossing) for crossing in crossings(cut, ownership)))


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
        judged.remedy,
    )

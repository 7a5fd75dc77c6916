"""Whether these boundaries are better than what is there, and how sure they are."""

from analyzer.model.source import FileKind
from analyzer.model.verdict import Leaning, Weighed
from analyzer.plan.verdict.case import PACKAGES, Case, Limits
from analyzer.plan.wording import listed

CERTAINTY = Limits(0.2, 0.4)
STABILITY = 0.75
ENOUGH = 50
"""Fewer commits of several modules say nothing."""

HISTORY = 0.05
"""Replay beyond chance that is so much worse than that of today's packages is worse."""

LOCKSTEP = Limits(0.15, 0.4)
GAIN = 0.02
"""Modularity has to be better than that of today's packages by so much to be clearly better; it is the one measure of the usual ones that
both many and few services can be good at."""


def packages(case: Case) -> Weighed | None:
    """How much better the boundaries are than today's top packages."""
    today = case.packages
    theirs = {one.name: one.value for one in today.measures} if today else {}
    ours = case.measures
    if today is None or len(case.cut.services) < 2 or "modularity" not in ours.keys() & theirs.keys():
        return None
    gain = ours["modularity"] - theirs["modularity"]
    calls = f", calls cut {ours['calls_cut']:.0%} and {theirs['calls_cut']:.0%}" if "calls_cut" in ours.keys() & theirs.keys() else ""
    told = f"modularity {ours['modularity']:.2f} beside {theirs['modularity']:.2f} of today's {today.services} top packages{calls}"
    if gain >= GAIN:
        return Weighed("packages", Leaning.SPLIT, round(gain, 4), GAIN, f"clearly better than what is there: {told}")
    return Weighed("packages", Leaning.DOUBT, round(gain, 4), GAIN, f"not clearly better than what is there: {told}")


def history(case: Case) -> Weighed | None:
    """The multi-module commits that would have stayed inside one service, beyond chance, beside those of today's packages."""
    ours, theirs = case.tally(""), case.tally(PACKAGES)
    if ours is None or ours.corrected is None or ours.several < ENOUGH:
        return None
    inside = f"{ours.inside:,} of {ours.several:,} commits of several modules would have stayed inside one service"
    share = f"{inside} ({ours.corrected:.0%} beyond chance)"
    today = theirs.corrected if theirs else None
    if today is None:
        return Weighed("replay", Leaning.NEITHER, ours.corrected, None, share)
    leaning = Leaning.DOUBT if ours.corrected < today - HISTORY else Leaning.SPLIT if ours.corrected > today + HISTORY else Leaning.NEITHER
    return Weighed("replay", leaning, ours.corrected, round(today, 4), f"{share}, along today's packages {today:.0%}")


def lockstep(case: Case) -> Weighed | None:
    """The share of the pairs of services that change together so often that neither could go alone."""
    number = len(case.cut.services)
    ours = case.tally("")
    if ours is None or ours.several < ENOUGH or number < 2:
        return None
    bound = sorted({one for pair in case.replay.lockstep if pair.is_lockstep for one in (pair.first, pair.second)} & set(case.cut.services))
    text = f"{len(bound)} of {number} services change in lockstep with another part" + (f" ({listed(bound)})" if bound else "")
    return LOCKSTEP.weigh("lockstep", _pairs_bound(case) / (number * (number - 1) / 2), text)


def _pairs_bound(case: Case) -> int:
    known = set(case.cut.services)
    return sum(pair.is_lockstep and {pair.first, pair.second} <= known for pair in case.replay.lockstep)


def certainty(case: Case) -> Weighed | None:
    """The share of the business modules that could as well be elsewhere, and how firm the cut stands."""
    code = {file.module for file in case.cut.codebase.files if file.kind is FileKind.CODE}
    placed = [one for one in case.cut.partition.placements if one.module in code]
    if not placed:
        return None
    unsure = sum(one.is_uncertain or one.by_default for one in placed)
    stability = case.cut.partition.stability
    text = f"{unsure} of {len(placed):,} modules could as well be elsewhere"
    if stability is not None and stability < STABILITY:
        text = f"the boundaries are not firm: other seeds and weights agree with them by {stability:.2f} of 1; {text}"
        return Weighed("certainty", Leaning.DOUBT, stability, STABILITY, text)
    return CERTAINTY.weigh("certainty", unsure / len(placed), text)

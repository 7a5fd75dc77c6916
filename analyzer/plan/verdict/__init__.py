"""Whether to split at all: everything that is weighed, one function each, and the verdict. A new criterion is a line in ``CRITERIA``
and a section in docs/verdict.md."""

from analyzer.model.verdict import Leaning, Verdict, Weighed
from analyzer.plan.verdict.case import Case, Criterion
from analyzer.plan.verdict.coupling import blockers, circles, ready, ties
from analyzer.plan.verdict.data import links, transactions, writes
from analyzer.plan.verdict.size import kernel, services, size, surface
from analyzer.plan.verdict.trust import certainty, history, lockstep, packages

CRITERIA: tuple[Criterion, ...] = (
    size,
    services,
    surface,
    ties,
    blockers,
    circles,
    transactions,
    writes,
    links,
    kernel,
    packages,
    history,
    lockstep,
    certainty,
    ready,
)
"""Everything that is weighed, in the order of docs/verdict.md."""

SPLIT, WAIT, LEAVE = "split", "modularise-first", "leave"
ENOUGH_DOUBTS = 2
_RANK = {Leaning.LEAVE: 0, Leaning.WAIT: 1, Leaning.DOUBT: 2, Leaning.SPLIT: 3, Leaning.NEITHER: 4}


def judge(case: Case) -> Verdict:
    """The verdict on boundaries: leave what is too small, no application, or not divisible; modularise first where one thing stands
    clearly against services or two are doubtful; else split."""
    weighed = tuple(one for criterion in CRITERIA if (one := criterion(case)) is not None)
    leanings = [one.leaning for one in weighed]
    if Leaning.LEAVE in leanings:
        return Verdict(LEAVE, tuple(one.text for one in weighed if one.leaning is Leaning.LEAVE), weighed)
    waits = Leaning.WAIT in leanings or leanings.count(Leaning.DOUBT) >= ENOUGH_DOUBTS
    return Verdict(WAIT if waits else SPLIT, _reasons(weighed), weighed)


def _reasons(weighed: tuple[Weighed, ...]) -> tuple[str, ...]:
    """What speaks against services first, then what speaks for them."""
    told = [one for one in weighed if one.leaning is not Leaning.NEITHER]
    return tuple(one.text for one in sorted(told, key=lambda one: _RANK[one.leaning]))


__all__ = ["CRITERIA", "Case", "judge"]

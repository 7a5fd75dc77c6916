"""How strongly services hang together: the uses between them, counted."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from analyzer.model.facts import Reference
from analyzer.model.partition import SHARED
from analyzer.model.plan import Finding, Seam, SeamClass
from analyzer.plan.cut import Cut

SERIOUS = ("cross-service-transaction", "shared-write")
"""Kinds of findings about data that two services change: the ones that make an extraction risky."""


@dataclass(slots=True)
class Ties:
    """What ties one service to others: uses by neighbour in each direction, blocked uses, and shared changes of data."""

    calls: Counter[str] = field(default_factory=Counter)
    called_by: Counter[str] = field(default_factory=Counter)
    blocked: Counter[str] = field(default_factory=Counter)
    seams: list[Seam] = field(default_factory=list)
    blockers: list[Seam] = field(default_factory=list)
    serious: list[Finding] = field(default_factory=list)

    @property
    def uses(self) -> int:
        """Uses in both directions."""
        return self.calls.total() + self.called_by.total()


def ties_of(services: Iterable[str], seams: Iterable[Seam], findings: Iterable[Finding]) -> Mapping[str, Ties]:
    """The ties of every service; the shared kernel's uses of a service count as uses by ``shared``."""
    ties: dict[str, Ties] = defaultdict(Ties)
    for service in services:
        ties[service] = Ties()
    for seam in seams:
        ties[seam.caller].calls[seam.callee] += seam.count
        ties[seam.callee].called_by[seam.caller] += seam.count
        ties[seam.caller].seams.append(seam)
        ties[seam.callee].seams.append(seam)
        if seam.seam_class is SeamClass.BLOCKER:
            for here, there in ((seam.caller, seam.callee), (seam.callee, seam.caller)):
                ties[here].blocked[there] += 1
                ties[here].blockers.append(seam)
    for found in findings:
        if found.kind in SERIOUS:
            for service in found.services:
                ties[service].serious.append(found)
    ties.pop(SHARED, None)
    return ties


def users_of(references: Iterable[Reference], cut: Cut) -> Counter[str]:
    """Uses by service of whatever these references point at; the shared kernel's uses are left out."""
    users: Counter[str] = Counter()
    for reference in references:
        users[cut.home(reference.source_module)] += reference.count
    for nobody in ("", SHARED):
        users.pop(nobody, None)
    return users

"""What work costs: person-days per thing to change, and the range of their sum.

The days are assumptions of ours, for an engineer who knows the code base, tests included; no data of finished projects is behind
them. Whoever has own figures multiplies: every term stands in the report with its count. The range is the cone of uncertainty
(Boehm, Software Engineering Economics, 1981, figure 21-1): with a plan but no design, half to twice the likely effort.
"""

from collections.abc import Iterable

from analyzer.model.plan import SeamClass, TieKind
from analyzer.model.roadmap import Effort, EffortTerm

LOW, HIGH = 0.5, 2.0

SEAM_DAYS: dict[SeamClass, float] = {
    SeamClass.PURE_HELPER: 0.1,
    SeamClass.DATA_FUNCTION: 0.5,
    SeamClass.ENTITY_BY_IDENTITY: 0.5,
    SeamClass.CONTEXT_FUNCTION: 1.0,
    SeamClass.DECLARED_EXCEPTION: 0.1,
    SeamClass.FIRE_AND_FORGET: 0.25,
    SeamClass.BLOCKER: 2.0,
}
"""Per definition used across a boundary, by its class."""

TIE_DAYS: dict[TieKind, float] = {
    TieKind.TRANSACTION: 4.0,
    TieKind.SHARED_WRITE: 2.0,
    TieKind.FOREIGN_KEY: 0.5,
    TieKind.CASCADE: 1.0,
    TieKind.NAVIGATION: 0.25,
}
"""Per tie between data. Foreign reads are not here: they cross as uses of definitions."""

CYCLE_DAYS, GOD_MODULE_DAYS, HIDDEN_DAYS = 1.0, 3.0, 0.25
"""Per import cycle between services, per god module, per import inside a function or string that names code of another service."""
CONTRACT_DAYS, SERVICE_DAYS, TABLE_DAYS, TEST_DAYS, CONFLICT_DAYS = 2.0, 5.0, 0.25, 0.25, 1.0
"""Once for the contracts; per service to run it (pipeline, deployment, monitoring); per table to move; per test module across
services; per version conflict."""


def term(name: str, count: int, days: float, source: str) -> EffortTerm:
    """One summand; ``source`` names the part of the report that is counted."""
    return EffortTerm(name, count, days, source)


def effort(terms: Iterable[EffortTerm]) -> Effort:
    """The sum of the terms that count anything, with its range; in person-days, to a tenth."""
    counted = tuple(one for one in terms if one.count)
    likely = sum(one.count * one.days for one in counted)
    formula = " + ".join(f"{one.count} x {one.days:g} ({one.name})" for one in counted) or "nothing to do"
    return Effort(counted, round(likely * LOW, 1), round(likely, 1), round(likely * HIGH, 1), formula)

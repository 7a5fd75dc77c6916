"""The first step: the boundaries hold inside the monolith, with today's violations as a list that only gets shorter."""

from collections.abc import Iterator

from analyzer.model.place import Severity
from analyzer.model.plan import Finding
from analyzer.model.roadmap import EffortTerm, Gain, Prerequisite, Step
from analyzer.model.text import counted
from analyzer.plan.effort import CONTRACT_DAYS, CYCLE_DAYS, GOD_MODULE_DAYS, HIDDEN_DAYS, effort, term
from analyzer.plan.roadmap.material import Material, check_of, few, of_finding

BETWEEN = ("import-cycle", "lazy-import", "string-reference", "import-side-effect")
"""Kinds of findings that count here where they concern two services or more."""
STRUCTURE = (
    *("import-cycle", "god-module", "lazy-import", "import-side-effect", "shared-hub", "ubiquitous-decorator", "shared-template"),
    *("string-reference", "dead-code"),
)
"""Kinds of findings that are mended inside the monolith, in the order in which they are shown."""
MUCH_WORK = 60.0
"""Person-days beyond which the step itself is a risk."""


def modular_monolith(known: Material) -> Step:
    """Wave 0: contracts for every pair of services, cycles cut, god modules split, hidden dependencies made visible."""
    days = effort(_terms(known))
    tests = sum(test.tests for test in known.tests)
    return Step(
        wave=0,
        service="",
        title="Draw the boundaries inside the monolith",
        why="Boundaries that hold in one process cost little, can be taken back, and show whether they are right before anything is "
        f"distributed. {counted(len(known.seams), 'definition')} cross them today: they become the baseline, which may only get shorter.",
        risk="low" if days.likely <= MUCH_WORK else "medium",
        risk_reasons=("nothing is distributed, so that every change can be taken back",),
        prerequisites=tuple(_prerequisites(known)),
        effort=days,
        gain=Gain(known.changes.commits, sum(known.changes.alone.values()), tests, tests),
        done="A new import across a boundary fails the build; every violation of today is listed, and none is new",
        check=check_of(),
    )


def _terms(known: Material) -> Iterator[EffortTerm]:
    yield term("set of contracts", 1, CONTRACT_DAYS, "")
    for kind, name, days in (
        ("import-cycle", "import cycles between services", CYCLE_DAYS),
        ("god-module", "god modules", GOD_MODULE_DAYS),
        ("lazy-import", "modules that import services inside functions", HIDDEN_DAYS),
        ("string-reference", "modules that name services in strings", HIDDEN_DAYS),
    ):
        count = sum(found.kind == kind and _is_structural(found) for found in known.findings)
        yield term(name, count, days, f"findings?kind={kind}{'&services=2' if kind in BETWEEN else ''}")


def _is_structural(found: Finding) -> bool:
    if found.kind in BETWEEN:
        return len(found.services) > 1
    return found.kind in STRUCTURE and (found.kind == "dead-code" or found.severity is not Severity.INFO)


def _prerequisites(known: Material) -> list[Prerequisite]:
    listed: list[Prerequisite] = []
    for kind in STRUCTURE:
        listed += few([of_finding(found) for found in known.findings if found.kind == kind and _is_structural(found)])
    return listed

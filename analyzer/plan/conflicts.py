"""Requirements of one distribution that cannot hold together."""

from collections import defaultdict
from itertools import combinations

from analyzer.model.partition import SHARED
from analyzer.model.plan import VersionConflict
from analyzer.model.surface import Requirement
from analyzer.plan.cut import Cut
from analyzer.plan.distributions import Distributions
from analyzer.plan.versions import compatible
from analyzer.plan.wording import listed

MOST = 12
"""Requirements of one distribution that are compared with each other; more are repetitions."""


def find_conflicts(cut: Cut) -> tuple[VersionConflict, ...]:
    """One conflict per distribution, sorted by name, with the requirements that cannot hold together and the services that
    import it.

    Two lines of one file never conflict (it could not be installed), nor do lines for different environments.
    """
    by_name: dict[str, dict[tuple[str, str], Requirement]] = defaultdict(dict)
    for requirement in cut.codebase.of(Requirement):
        by_name[requirement.name].setdefault((requirement.specifier, requirement.at.path), requirement)
    known = Distributions.of(cut)
    found = []
    for name, requirements in sorted(by_name.items()):
        clashing = {r for pair in combinations(sorted(requirements.values())[:MOST], 2) if _clash(*pair) for r in pair}
        if clashing:
            fate, why = _fate(cut, known, name)
            found.append(VersionConflict(name, tuple(sorted(clashing)), known.users(name), fate, why))
    return tuple(found)


def _fate(cut: Cut, known: Distributions, name: str) -> tuple[str, str]:
    """What becomes of a conflict after the split, and why."""
    kernel = sorted(module for module in known.importers.get(name, ()) if cut.home(module) == SHARED and module not in cut.roots)
    services = known.users(name)
    if kernel:
        return (
            "kept",
            f"{listed(kernel)} of the shared kernel {'imports' if len(kernel) == 1 else 'import'} {name}, and every service gets a copy",
        )
    if len(services) > 1:
        return "removed", f"only {listed(services)} import it, and each can install its own version"
    if services:
        return "kept", f"only {services[0]} imports it: one of the requirements is wrong, or out of date"
    return "unused", "nothing that was read imports it: drop it, or keep it to the service whose requirements ask for it"


def _clash(first: Requirement, second: Requirement) -> bool:
    apart = bool(first.marker and second.marker and first.marker != second.marker)
    return first.at.path != second.at.path and not apart and not compatible(first.specifier, second.specifier)

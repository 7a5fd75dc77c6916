"""Requirements of one distribution that cannot hold together."""

from collections import defaultdict
from itertools import combinations

from analyzer.model.plan import VersionConflict
from analyzer.model.surface import Requirement
from analyzer.plan.cut import Cut
from analyzer.plan.distributions import Distributions
from analyzer.plan.versions import compatible

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
            found.append(VersionConflict(name, tuple(sorted(clashing)), known.users(name)))
    return tuple(found)


def _clash(first: Requirement, second: Requirement) -> bool:
    apart = bool(first.marker and second.marker and first.marker != second.marker)
    return first.at.path != second.at.path and not apart and not compatible(first.specifier, second.specifier)

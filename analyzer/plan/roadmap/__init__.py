"""The way from the monolith to the services: the modular monolith first, then one service after the other (strangler fig).

Boundaries that hold inside one process cost little and can be taken back; each extraction then has a list of what to do before, an
effort with its formula, what it gains, and a check that passes when it is done.
"""

from analyzer.model.roadmap import Step
from analyzer.plan.roadmap.extraction import extraction
from analyzer.plan.roadmap.material import Material
from analyzer.plan.roadmap.modular_monolith import modular_monolith

__all__ = ["Material", "make_roadmap"]


def make_roadmap(known: Material) -> tuple[Step, ...]:
    """The steps in their order: wave 0, then the services by wave and id; none where fewer than two services were found."""
    if len(known.services) < 2:
        return ()
    return (modular_monolith(known), *(extraction(known, position) for position in range(len(known.services))))

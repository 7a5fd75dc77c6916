"""What a plan needs to know of the code alone, wherever boundaries run."""

from dataclasses import dataclass

from analyzer.model.codebase import Codebase
from analyzer.model.partition import Partition
from analyzer.model.place import ModuleName, QualName
from analyzer.plan.cut import Cut
from analyzer.plan.effects import Effects, find_effects
from analyzer.plan.liveness import unused_definitions, unused_modules

UNCUT = Partition((), "")
"""No boundaries at all."""


@dataclass(frozen=True, slots=True)
class Groundwork:
    """What running each definition may touch; the modules and the definitions that nothing uses, sorted."""

    effects: Effects
    unused_modules: tuple[ModuleName, ...]
    unused_definitions: tuple[QualName, ...]


def groundwork(codebase: Codebase) -> Groundwork:
    """The groundwork of every plan for a code base."""
    code = Cut.of(codebase, UNCUT)
    return Groundwork(find_effects(code), unused_modules(code), tuple(one.name for one in unused_definitions(code)))

"""What the rules about seams know, and what they answer."""

from collections.abc import Callable
from dataclasses import dataclass

from analyzer.model.facts import Definition
from analyzer.model.plan import SeamClass
from analyzer.plan.crossings import Crossing
from analyzer.plan.cut import Cut
from analyzer.plan.effects import Effects
from analyzer.plan.ownership import Ownership
from analyzer.plan.values import Vocabulary


@dataclass(frozen=True, slots=True)
class Ground:
    """What the rules know. ``writes`` are services with the entities that they write; ``hooks`` the listeners of signals that a
    library sends, or that are objects of the code base; ``queries`` the methods of entities that read other entities than their own."""

    cut: Cut
    ownership: Ownership
    effects: Effects
    vocabulary: Vocabulary
    tasks: frozenset[str]
    handlers: frozenset[str]
    exceptions: frozenset[str]
    writes: frozenset[tuple[str, str]]
    hooks: frozenset[str]
    queries: frozenset[str]

    def definition(self, crossing: Crossing) -> Definition | None:
        """The definition that is used across, or None for a module or template."""
        return self.cut.definitions.get(crossing.target)


@dataclass(frozen=True, slots=True)
class Judged:
    """The class of a seam, what decided it, and what to do."""

    seam_class: SeamClass
    why: str
    remedy: str


def blocker(why: str, remedy: str) -> Judged:
    """The answer that something cannot be cut as it is."""
    return Judged(SeamClass.BLOCKER, why, remedy)


Rule = Callable[[Ground, Crossing], Judged | None]
"""Answers where it applies, else None."""

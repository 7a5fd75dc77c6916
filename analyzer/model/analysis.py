"""The whole result of an analysis."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from analyzer.model.codebase import Codebase
from analyzer.model.drift import NO_DRIFT, Drift
from analyzer.model.graph import DependencyGraph, Evidence
from analyzer.model.partition import Constraint, Measure, Partition
from analyzer.model.place import ModuleName
from analyzer.model.plan import ExtractionPlan
from analyzer.model.replay import NO_REPLAY, Replay

PROPOSAL, YOURS = "proposal", "your-boundaries"
"""What the cut that an analysis is about is called among the cuts beside it: found by us, or drawn by the lists of the architect."""

TRIVIAL_CUTS = ("one-service", "top-packages", "louvain", "singletons")
"""The names of the cuts that need no thought, from the coarsest to the finest; tests compare them with the cuts themselves."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What reproduces an analysis: version of the tool, digest of settings and boundaries, seed. No clock, no absolute path."""

    version: str
    settings: str
    seed: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """A cut beside the proposal: id (``coarse``, ``fine``, ``one-service``, ``top-packages`` ...), size, its measures, and the service
    of each module that it places."""

    name: str
    services: int
    measures: tuple[Measure, ...]
    homes: Mapping[ModuleName, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Analysis:
    """A code base, why its modules belong together, the proposed boundaries, and the plan; everything a report needs.

    ``evidence`` holds the strongest reasons of each pair, sorted; ``constraints`` come from the boundaries file, and so does ``drift``;
    ``name`` is what the partition is called among the alternatives (``proposal`` or ``your-boundaries``).
    """

    codebase: Codebase
    evidence: tuple[Evidence, ...]
    graph: DependencyGraph
    partition: Partition
    alternatives: tuple[Alternative, ...]
    plan: ExtractionPlan
    constraints: tuple[Constraint, ...]
    provenance: Provenance
    replay: Replay = NO_REPLAY
    drift: Drift = NO_DRIFT
    name: str = PROPOSAL

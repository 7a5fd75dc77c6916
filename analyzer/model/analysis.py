"""The whole result of an analysis."""

from dataclasses import dataclass

from analyzer.model.codebase import Codebase
from analyzer.model.graph import DependencyGraph, Evidence
from analyzer.model.partition import Constraint, Measure, Partition
from analyzer.model.plan import ExtractionPlan


@dataclass(frozen=True, slots=True)
class Provenance:
    """What reproduces an analysis: version of the tool, digest of settings and boundaries, seed. No clock, no absolute path."""

    version: str
    settings: str
    seed: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """A cut beside the proposal: id (``coarse``, ``fine``, ``one-service``, ``top-packages`` ...), size, its measures."""

    name: str
    services: int
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """A code base, why its modules belong together, the proposed boundaries, and the plan; everything a report needs.

    ``evidence`` holds the strongest reasons of each pair, sorted; ``constraints`` come from the boundaries file.
    """

    codebase: Codebase
    evidence: tuple[Evidence, ...]
    graph: DependencyGraph
    partition: Partition
    alternatives: tuple[Alternative, ...]
    plan: ExtractionPlan
    constraints: tuple[Constraint, ...]
    provenance: Provenance

"""Why modules belong together: evidence, and the weighted graph that it adds up to."""

from dataclasses import dataclass

from analyzer.model.place import Location, ModuleName
from analyzer.model.record import Record


class Evidence(Record, frozen=True):
    """One reason for one pair of modules: which signal, how strong (>= 0, comparable inside a signal only), why, where."""

    signal: str
    source: ModuleName
    target: ModuleName
    strength: float
    reason: str
    at: Location


class Edge(Record, frozen=True):
    """An undirected tie: ``source`` < ``target``; ``weight`` > 0; ``shares`` splits the weight by signal, sorted."""

    source: ModuleName
    target: ModuleName
    weight: float
    shares: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class DependencyGraph:
    """Modules (sorted, each once) and the ties between them (sorted by ends)."""

    nodes: tuple[ModuleName, ...]
    edges: tuple[Edge, ...]

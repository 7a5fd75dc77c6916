"""What the architect may turn before the boundaries are drawn."""

from dataclasses import dataclass
from enum import StrEnum


class Granularity(StrEnum):
    """How large services should be."""

    COARSE = "coarse"
    BALANCED = "balanced"
    FINE = "fine"


WEIGHTS: tuple[tuple[str, float], ...] = (
    ("authors", 0.0),
    ("endpoints", 0.3),
    ("entities", 0.5),
    ("history", 0.2),
    ("imports", 1.0),
    ("libraries", 1.0),
    ("messages", 0.1),
    ("names", 1.0),
    ("path", 0.5),
    ("references", 1.0),
    ("strings", 0.3),
    ("templates", 0.2),
    ("tests", 0.2),
    ("transactions", 0.2),
)
"""What each signal counts for: the mean weight of all its ties at a module that has any. Only the proportions matter."""

OTHER_WEIGHT = 0.2
"""What a signal that is not listed counts for."""


@dataclass(frozen=True, slots=True)
class Settings:
    """``services`` asks for a number (None: as the evidence suggests); ``weights`` by signal; ``runs`` is how often the clustering is
    repeated with perturbed weights and other seeds in code of middling size (small code more often, large code less)."""

    granularity: Granularity = Granularity.BALANCED
    services: int | None = None
    seed: int = 1
    weights: tuple[tuple[str, float], ...] = WEIGHTS
    runs: int = 9

    @property
    def proportions(self) -> dict[str, float]:
        """The weights scaled to the sum of the usual ones: algorithms stop at absolute limits, and only proportions are to tell."""
        whole = sum(weight for _, weight in self.weights)
        scale = sum(weight for _, weight in WEIGHTS) / whole if whole > 0 else 1.0
        return {signal: weight * scale for signal, weight in self.weights}

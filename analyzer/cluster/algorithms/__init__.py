"""Clustering algorithms. A new one is a new file and a new line in ``ALGORITHMS``."""

from analyzer.cluster.algorithms.algorithm import Algorithm, Ground
from analyzer.cluster.algorithms.labels import LABELS
from analyzer.cluster.algorithms.leiden import LEIDEN
from analyzer.cluster.algorithms.louvain import LOUVAIN

ALGORITHMS: tuple[Algorithm, ...] = (LABELS, LEIDEN, LOUVAIN)
"""Every algorithm, in alphabetical order of their names."""

__all__ = ["ALGORITHMS", "LABELS", "LEIDEN", "LOUVAIN", "Algorithm", "Ground"]

"""Clustering algorithms. A new one is a new file and a new line in ``ALGORITHMS``."""

from analyzer.cluster.algorithms.algorithm import Algorithm, Ground
from analyzer.cluster.algorithms.labels import LABELS
from analyzer.cluster.algorithms.leiden import LEIDEN
from analyzer.cluster.algorithms.louvain import LOUVAIN
from analyzer.cluster.algorithms.structural import STRUCTURAL

ALGORITHMS: tuple[Algorithm, ...] = (LABELS, LEIDEN, LOUVAIN, STRUCTURAL)
"""Every algorithm, in alphabetical order of their names."""

__all__ = ["ALGORITHMS", "LABELS", "LEIDEN", "LOUVAIN", "STRUCTURAL", "Algorithm", "Ground"]

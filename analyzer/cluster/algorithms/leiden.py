"""Leiden on modularity: communities are connected, and a free module joins a block only where the ties are unusually strong."""

from analyzer.cluster.algorithms.algorithm import Algorithm
from analyzer.graphs.communities import leiden

LEIDEN = Algorithm("leiden", lambda ground: leiden(ground.nodes, ground.ties, ground.resolution, ground.seed))

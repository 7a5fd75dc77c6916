"""Louvain on modularity, the floor against which the others are measured."""

from analyzer.cluster.algorithms.algorithm import Algorithm
from analyzer.graphs.communities import louvain

LOUVAIN = Algorithm("louvain", lambda ground: louvain(ground.nodes, ground.ties, ground.resolution, ground.seed))

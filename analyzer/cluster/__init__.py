"""From evidence to boundaries: one weighted graph, many cuts, the shared kernel, decisions, names, placements, measures."""

from analyzer.cluster.proposal import Proposal, propose
from analyzer.cluster.settings import Granularity, Settings

__all__ = ["Granularity", "Proposal", "Settings", "propose"]

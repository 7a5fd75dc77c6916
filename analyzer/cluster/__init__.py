"""From evidence to boundaries: one weighted graph, many cuts, the shared kernel, decisions, names, placements, measures."""

from analyzer.cluster.proposal import Proposal, propose, reworded
from analyzer.cluster.settings import Granularity, Settings
from analyzer.cluster.subject import subject

__all__ = ["Granularity", "Proposal", "Settings", "propose", "reworded", "subject"]

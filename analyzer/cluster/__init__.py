"""From evidence to boundaries: one weighted graph, many cuts, the shared kernel, decisions, names, placements, measures."""

from analyzer.cluster.proposal import Proposal, measured_again, propose, reworded
from analyzer.cluster.settings import Granularity, Settings
from analyzer.cluster.subject import PARTS, has_packages, inside, looked_at, subject

__all__ = [
    "PARTS",
    "Granularity",
    "Proposal",
    "Settings",
    "has_packages",
    "inside",
    "looked_at",
    "measured_again",
    "propose",
    "reworded",
    "subject",
]

"""Folder to code base to boundaries to plan to files: one file a command. The public Python API."""

from analyzer.app.analysis import analyze
from analyzer.app.job import Job, Result
from analyzer.app.listing import calls_of, facts_of
from analyzer.app.reports import Reported, analyze_to
from analyzer.app.services import contradicted, preview_scaffold, scaffold_to
from analyzer.facts import read_codebase

__all__ = [
    "Job",
    "Reported",
    "Result",
    "analyze",
    "analyze_to",
    "calls_of",
    "contradicted",
    "facts_of",
    "preview_scaffold",
    "read_codebase",
    "scaffold_to",
]

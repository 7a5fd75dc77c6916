"""Folder to code base to boundaries to plan to files: one file a command. The public Python API."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analyzer.app.analysis import analyze
    from analyzer.app.job import Job, Result
    from analyzer.app.listing import calls_of, facts_of
    from analyzer.app.reports import Reported, analyze_to
    from analyzer.app.services import Cut, contradicted, preview_scaffold, scaffold_to
    from analyzer.facts import read_codebase

__all__ = [
    "Cut",
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

_HOMES = {
    "Cut": "analyzer.app.services",
    "Job": "analyzer.app.job",
    "Reported": "analyzer.app.reports",
    "Result": "analyzer.app.job",
    "analyze": "analyzer.app.analysis",
    "analyze_to": "analyzer.app.reports",
    "calls_of": "analyzer.app.listing",
    "contradicted": "analyzer.app.services",
    "facts_of": "analyzer.app.listing",
    "preview_scaffold": "analyzer.app.services",
    "read_codebase": "analyzer.facts",
    "scaffold_to": "analyzer.app.services",
}


def __getattr__(name: str) -> Any:
    """A name of ``__all__``; a stage is imported when it is first asked for: a command that finds its answer ready needs none."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)

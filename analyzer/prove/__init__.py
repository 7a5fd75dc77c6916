"""Proof: the monolith's own tests, run against its services. The only stage that runs the analysed code, and only on request."""

from analyzer.prove.document import schema, to_json
from analyzer.prove.outcomes import MEANING, Outcome, Proof, Rung, RungRun, rungs_of
from analyzer.prove.proving import Request, prove
from analyzer.prove.section import to_markdown
from analyzer.prove.setup import Limits
from analyzer.prove.summary import after, summary_of
from analyzer.prove.system import System, read_system

__all__ = [
    "MEANING",
    "Limits",
    "Outcome",
    "Proof",
    "Request",
    "Rung",
    "RungRun",
    "System",
    "after",
    "prove",
    "read_system",
    "rungs_of",
    "schema",
    "summary_of",
    "to_json",
    "to_markdown",
]

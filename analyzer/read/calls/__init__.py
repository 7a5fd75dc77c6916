"""Call graphs: which function calls which, from an entry, through values and containers of functions. See ``docs/calls.md``."""

from analyzer.read.calls.entry import entry_of
from analyzer.read.calls.graph import CallGraph, call_graph

__all__ = ["CallGraph", "call_graph", "entry_of"]

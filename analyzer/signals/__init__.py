"""Signals: why modules belong together. A new one is a new file and a new line in ``SIGNALS``."""

from collections.abc import Iterable

from analyzer.model.codebase import Codebase
from analyzer.model.graph import Evidence
from analyzer.signals.authors import AUTHORS
from analyzer.signals.endpoints import ENDPOINTS
from analyzer.signals.entities import ENTITIES
from analyzer.signals.history import HISTORY
from analyzer.signals.imports import IMPORTS
from analyzer.signals.libraries import LIBRARIES
from analyzer.signals.messages import MESSAGES
from analyzer.signals.names import NAMES
from analyzer.signals.path import PATH
from analyzer.signals.references import REFERENCES
from analyzer.signals.signal import Signal
from analyzer.signals.strings import STRINGS
from analyzer.signals.templates import TEMPLATES
from analyzer.signals.tests import TESTS
from analyzer.signals.transactions import TRANSACTIONS
from analyzer.signals.view import View, view_of

SIGNALS: tuple[Signal, ...] = (
    AUTHORS,
    ENDPOINTS,
    ENTITIES,
    HISTORY,
    IMPORTS,
    LIBRARIES,
    MESSAGES,
    NAMES,
    PATH,
    REFERENCES,
    STRINGS,
    TEMPLATES,
    TESTS,
    TRANSACTIONS,
)
"""Every signal, in alphabetical order of their names."""


def collect_evidence(codebase: Codebase, signals: Iterable[Signal] = SIGNALS) -> tuple[Evidence, ...]:
    """The evidence of all signals, sorted, each once."""
    view = view_of(codebase)
    in_order = sorted(signals, key=lambda signal: signal.name)
    return tuple(evidence for signal in in_order for evidence in said(signal, view))


def said(signal: Signal, view: View) -> list[Evidence]:
    """The evidence of one signal, sorted, each once."""
    return sorted(set(signal.collect(view)))


__all__ = ["SIGNALS", "Signal", "View", "collect_evidence", "said", "view_of"]

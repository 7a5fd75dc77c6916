"""Where something is, and what went wrong there."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from analyzer.model.record import Record

ModuleName = NewType("ModuleName", str)
"""Dotted name of a module, such as ``shop.orders.views``."""

QualName = NewType("QualName", str)
"""Dotted name of a definition, its module included, such as ``shop.orders.models.Order.total``."""


class Location(Record, frozen=True):
    """A line (from 1; 0 for the whole file) of a file, whose path is relative to the analysed root, with ``/``."""

    path: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


class Severity(StrEnum):
    """How much a problem or finding matters."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something about the user's input that could not be handled: a value, never raised.

    ``code`` is one of the codes listed in ``docs/problems.md``; ``hint`` says what to do about it.
    """

    at: Location
    code: str
    message: str
    severity: Severity = Severity.WARNING
    hint: str = ""

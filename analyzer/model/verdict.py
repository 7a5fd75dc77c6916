"""Whether to split at all, and what was weighed to say so."""

from dataclasses import dataclass
from enum import StrEnum


class Leaning(StrEnum):
    """Which way something that was weighed leans: LEAVE decides alone; one WAIT or two DOUBTS are enough to modularise first; SPLIT
    speaks for services; NEITHER is worth knowing."""

    LEAVE = "leave"
    WAIT = "wait"
    DOUBT = "doubt"
    SPLIT = "split"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Weighed:
    """One thing that was weighed: the criterion (a code with a section in docs/verdict.md), which way it leans, its value and the
    limit beyond which it would lean otherwise (null where neither is a number), and in words."""

    criterion: str
    leaning: Leaning
    value: float | None
    limit: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """``choice`` is ``split``, ``modularise-first`` or ``leave``; ``reasons`` say why, the weightiest first; ``weighed`` is everything
    that was weighed, in the order of docs/verdict.md."""

    choice: str
    reasons: tuple[str, ...]
    weighed: tuple[Weighed, ...]


NO_VERDICT = Verdict("", (), ())

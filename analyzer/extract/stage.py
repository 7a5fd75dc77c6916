"""How far a split goes: the rungs of the ladder that code is written for."""

from enum import StrEnum


class Stage(StrEnum):
    """``CLOSURE``: a service holds whole copies of the foreign modules that its own code reaches, and refuses foreign routes
    (rung A1). ``SEAMS``: stand-ins that call the owner over HTTP take their place (rung A2)."""

    CLOSURE = "closure"
    SEAMS = "seams"

"""Boundaries: which module goes to which service."""

from dataclasses import dataclass
from enum import StrEnum

from analyzer.model.place import Location, ModuleName

SHARED = "shared"
"""The id under which the shared kernel appears wherever a service id may stand."""

UNCERTAIN = 0.5
"""A module that is placed with less confidence could as well be elsewhere."""


class ConstraintKind(StrEnum):
    """What the architect has decided."""

    TOGETHER = "together"
    APART = "apart"
    PIN = "pin"
    SHARED = "shared"
    NAME = "name"
    SERVICES = "services"


@dataclass(frozen=True, slots=True, order=True)
class Constraint:
    """A decision from the boundaries file. ``modules`` are names or patterns (``shop.billing.*``), in the order written;
    ``value`` is the service id (PIN), the new name (NAME: modules holds the service id) or the number (SERVICES)."""

    kind: ConstraintKind
    modules: tuple[str, ...]
    value: str
    at: Location


@dataclass(frozen=True, slots=True, order=True)
class Placement:
    """Where a module went and why: service id (or ``shared``), how sure (0 to 1), the reason in words,
    the next best home (``""`` for none), and whether it was placed without evidence (``by_default``)."""

    module: ModuleName
    service: str
    confidence: float
    reason: str
    next_best: str = ""
    by_default: bool = False

    @property
    def is_uncertain(self) -> bool:
        """Whether another home is about as likely, in ties or over repeated cuts."""
        return self.confidence < UNCERTAIN


@dataclass(frozen=True, slots=True, order=True)
class Measure:
    """A figure about a partition: id, value, what it means, and whether more is better (None: neither)."""

    name: str
    value: float
    meaning: str
    more_is_better: bool | None = None


@dataclass(frozen=True, slots=True)
class Partition:
    """Every module placed once, sorted by module. ``algorithm`` and ``seed`` reproduce it; ``stability`` is the mean pairwise
    agreement (0 to 1) over seeds and perturbed weights, None where it was not measured."""

    placements: tuple[Placement, ...]
    algorithm: str
    seed: int = 0
    stability: float | None = None
    measures: tuple[Measure, ...] = ()

    @property
    def services(self) -> tuple[str, ...]:
        """The ids of the services, sorted, without the shared kernel."""
        return tuple(sorted({placement.service for placement in self.placements} - {SHARED}))

    @property
    def shared(self) -> tuple[ModuleName, ...]:
        """The modules of the shared kernel, sorted."""
        return self.members(SHARED)

    @property
    def uncertain(self) -> tuple[ModuleName, ...]:
        """The modules that could as well be elsewhere, sorted."""
        return tuple(placement.module for placement in self.placements if placement.is_uncertain)

    def members(self, service: str) -> tuple[ModuleName, ...]:
        """The modules of one service, sorted."""
        return tuple(placement.module for placement in self.placements if placement.service == service)

    def homes(self) -> dict[ModuleName, str]:
        """Module to service id."""
        return {placement.module: placement.service for placement in self.placements}

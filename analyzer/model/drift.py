"""What has changed in a code base since its boundaries were last written down."""

from dataclasses import dataclass

from analyzer.model.place import ModuleName


@dataclass(frozen=True, slots=True, order=True)
class Settled:
    """A module and a service (or ``shared``)."""

    module: ModuleName
    service: str


@dataclass(frozen=True, slots=True)
class Drift:
    """Modules that the lists of the boundaries file do not hold, with the service that the analysis put them in (``new``), and listed
    ones that the code base no longer has, with the service that lost them (``gone``); sorted by module. Both are empty where there was no
    list to compare with."""

    new: tuple[Settled, ...] = ()
    gone: tuple[Settled, ...] = ()


NO_DRIFT = Drift()

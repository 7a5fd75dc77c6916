"""Two partitions, or two analyses, beside each other."""

from dataclasses import dataclass

from analyzer.model.place import Location


@dataclass(frozen=True, slots=True)
class Agreement:
    """How alike two partitions are over the modules that both place (``modules``), kernel included as a service. ``ari`` is the adjusted
    Rand index (1 equal, 0 chance), ``f1`` the F1 over pairs of modules that are together (0 to 1), ``mojofm`` 1 less the number of moves
    and joins that turn the old into the new, by the most that any partition may need (1 equal, 0 farthest)."""

    modules: int
    ari: float
    f1: float
    mojofm: float


@dataclass(frozen=True, slots=True)
class Moved:
    """A module that is in another service: the old one and the new one (``shared`` included; services that were only renamed count as
    the same)."""

    module: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ServiceChange:
    """What became of a service: ``new``, ``gone``, ``renamed`` (most modules of the old are in the new, and the reverse) or ``kept``;
    ids (empty where there is none), sizes in modules, and how many modules both have."""

    change: str
    old: str
    new: str
    old_modules: int
    new_modules: int
    common: int


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure of several cuts: id, meaning, whether more is better, one value per cut (null: not known), and which cut is best
    (index; -1 where none is, or where all are equal)."""

    name: str
    meaning: str
    more_is_better: bool | None
    values: tuple[float | None, ...]
    best: int


@dataclass(frozen=True, slots=True)
class ComparedCut:
    """A cut that is compared: name, services, ``old``, ``new`` or ``trivial``."""

    name: str
    services: int
    kind: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two partitions of one code base: measures of both beside the trivial cuts, what moved, and how alike they are. ``only_old`` and
    ``only_new`` are modules that one of the files does not place; ``unknown`` are names that the code base does not have."""

    old: str
    new: str
    cuts: tuple[ComparedCut, ...]
    measures: tuple[MeasureRow, ...]
    services: tuple[ServiceChange, ...]
    moved: tuple[Moved, ...]
    agreement: Agreement
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnerChange:
    """Something that changed its owner: ``table`` or ``route``, its name, the old and the new service (empty: it was not there)."""

    kind: str
    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding that is ``new`` or ``fixed``: kind, message, place, and a fingerprint that no line number is part of."""

    change: str
    kind: str
    message: str
    at: Location
    fingerprint: str


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure of the summary or a measure of the proposal, before and after (null: not known)."""

    name: str
    old: float | None
    new: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Two analyses, or two boundary files: what changed. ``has_reports`` tells whether owners, findings and figures could be compared."""

    old: str
    new: str
    has_reports: bool
    verdicts: tuple[str, str]
    services: tuple[ServiceChange, ...]
    moved: tuple[Moved, ...]
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]
    agreement: Agreement
    owners: tuple[OwnerChange, ...]
    findings: tuple[FindingChange, ...]
    known: int
    figures: tuple[FigureChange, ...]

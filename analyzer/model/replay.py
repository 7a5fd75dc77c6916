"""The history of a code base replayed against cuts through it: how many services each past commit would have touched."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """How some commits fall on a cut; the shared kernel counts as one more service.

    ``commits`` touched at least one module, ``several`` at least two; ``inside`` of the latter stayed in one service, ``kernel`` of
    them touched one service and the shared kernel. ``share`` is inside / several, ``expected`` what chance would give, ``corrected``
    (share - expected) / (1 - expected): 1 for no commit across services, 0 for chance, null where nothing can be said (no such commit,
    or one service only). ``services`` is the mean number of services that a commit touched; ``authors_per_service`` and
    ``services_per_author`` are means; ``foreign`` is the share (0 to 1) of an author's changes outside the service that this author
    changed most.
    """

    commits: int
    several: int
    inside: int
    kernel: int
    share: float | None
    expected: float | None
    corrected: float | None
    services: float | None
    authors_per_service: float | None
    services_per_author: float | None
    foreign: float | None


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the history, as many commits as any other: number (from 1), commits, first and last day (UTC, from the commits)."""

    number: int
    commits: int
    began: str
    ended: str


@dataclass(frozen=True, slots=True)
class CutReplay:
    """The history against one cut: name, number of services, over everything, and for each period."""

    name: str
    services: int
    whole: Tally
    periods: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class ModulePair:
    """A module of each of two services, and how many commits changed both."""

    first: str
    second: str
    count: int


@dataclass(frozen=True, slots=True)
class Lockstep:
    """Two services that change together: ``count`` commits touched both, of those that touched the first and the second.

    ``confidence`` is count over the smaller of the two (how often the one that changes less could not change alone), ``lift`` how much
    more often than if they were independent; ``is_lockstep`` where that happens often enough to matter. ``periods`` has the count of
    each period; ``modules`` the pairs of modules that changed together most; ``commits`` the newest such commits (sha).
    """

    first: str
    second: str
    count: int
    first_commits: int
    second_commits: int
    confidence: float
    lift: float
    is_lockstep: bool
    periods: tuple[int, ...]
    modules: tuple[ModulePair, ...]
    commits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServiceHistory:
    """How one service changed: commits that touched it, those that touched no other (``alone``), its authors, the share of the changes
    by the author who made most (``main_share``), and the authors who made less than 5 percent of them (``minor``)."""

    service: str
    commits: int
    alone: int
    authors: int
    main_share: float
    minor: int


@dataclass(frozen=True, slots=True)
class AuthorHistory:
    """An author (a digest) who works across services: commits, the service changed most (``home``), the services touched, and the
    share of changes outside that home (``foreign``)."""

    author: str
    commits: int
    home: str
    services: int
    foreign: float


@dataclass(frozen=True, slots=True)
class Replay:
    """A history replayed: ``commits`` that count, ``large`` ones left out; the cuts, the first of which is the one that ``lockstep``,
    ``services`` and ``authors`` are about. ``note`` says why there is nothing, else it is empty."""

    commits: int
    large: int
    note: str
    periods: tuple[Period, ...]
    cuts: tuple[CutReplay, ...]
    lockstep: tuple[Lockstep, ...]
    services: tuple[ServiceHistory, ...]
    authors: tuple[AuthorHistory, ...]


NO_REPLAY = Replay(0, 0, "no version history was read", (), (), (), (), ())

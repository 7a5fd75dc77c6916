"""A code base as it lies in a folder, before any file of it is opened."""

from dataclasses import dataclass
from pathlib import Path

from analyzer.read.cache import NO_CACHE, Cache
from analyzer.read.history import newest_commit
from analyzer.read.survey import Survey, survey


@dataclass(frozen=True, slots=True)
class Source:
    """A code base as it lies there, and what is remembered of it. ``stands`` tells it from itself at another time, ``""`` each where
    nothing is remembered: its Python files, all other files (and ``setup.py``), its newest commit."""

    seen: Survey
    cache: Cache
    stands: tuple[str, str, str]

    @property
    def state(self) -> str:
        """Changes whenever a file does or the history grows; ``""`` where nothing is remembered."""
        return " ".join(self.stands).strip()


def look(root: Path, cache: Cache = NO_CACHE) -> Source:
    """The code base in a folder, before any file of it is opened."""
    seen = survey(root)
    return Source(seen, cache, ("", "", "") if cache is NO_CACHE else (*seen.digests(), newest_commit(root)))

"""What version control knows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Commit:
    """One commit: time in seconds since the epoch, author as a digest, and the paths that it touched (today's names)."""

    when: int
    sha: str
    author: str
    paths: tuple[str, ...]

"""What version control knows."""

from analyzer.model.record import Record


class Commit(Record, frozen=True):
    """One commit: time in seconds since the epoch, author as a digest, and the paths that it touched (today's names)."""

    when: int
    sha: str
    author: str
    paths: tuple[str, ...]

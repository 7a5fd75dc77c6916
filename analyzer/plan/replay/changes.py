"""Past commits as what they changed: numbers of modules instead of paths, the large ones left out, in periods of equal length."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from analyzer.model.codebase import Codebase
from analyzer.model.place import ModuleName
from analyzer.model.replay import Period

LARGEST = 30
"""A commit that touches more modules says nothing about which belong together (code-maat's ``--max-changeset-size``)."""

MOST_PERIODS, FEWEST_COMMITS = 12, 25
"""So many periods at most, and so many commits in each at least (but one period at least)."""

NO_DAY = "?"


@dataclass(frozen=True, slots=True)
class Change:
    """One commit: when (seconds), its sha, its author's digest, and the numbers of the modules that it touched, ascending."""

    when: int
    sha: str
    author: str
    modules: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """The commits that count, oldest first, the modules that their numbers mean, and how many large ones were left out."""

    modules: Sequence[ModuleName]
    commits: tuple[Change, ...]
    large: int


def changes_of(codebase: Codebase, modules: Sequence[ModuleName]) -> Changes:
    """The commits of a code base that touch any of these modules."""
    number = {module: index for index, module in enumerate(modules)}
    by_path = {file.path: number[file.module] for file in codebase.files if file.module in number}
    found: list[Change] = []
    large = 0
    for commit in sorted(codebase.history):
        touched = {by_path[path] for path in commit.paths if path in by_path}
        if len(touched) > LARGEST:
            large += 1
        elif touched:
            found.append(Change(commit.when, commit.sha, commit.author, tuple(sorted(touched))))
    return Changes(modules, tuple(found), large)


def periods_of(changes: Changes) -> tuple[tuple[Period, range], ...]:
    """Stretches of as many commits each (but one), oldest first, with the indices of their commits. Days come from the commits, which
    may lie; the order of commits, not the calendar, makes the periods."""
    total = len(changes.commits)
    count = max(1, min(MOST_PERIODS, total // FEWEST_COMMITS))
    marks = [total * number // count for number in range(count + 1)]
    return tuple(_period(number, changes, range(marks[number], marks[number + 1])) for number in range(count))


def _period(number: int, changes: Changes, span: range) -> tuple[Period, range]:
    commits = changes.commits
    return Period(number + 1, len(span), _day(commits[span[0]].when), _day(commits[span[-1]].when)), span


def _day(when: int) -> str:
    """A day as ISO 8601 writes it; ``?`` for a time that no calendar has (commits can claim any)."""
    try:
        return datetime.fromtimestamp(when, UTC).date().isoformat()
    except (OverflowError, OSError, ValueError):
        return NO_DAY

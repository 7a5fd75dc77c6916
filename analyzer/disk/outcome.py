"""What became of each file."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from analyzer.model.place import Problem


class ActionKind(StrEnum):
    """What became of one file."""

    CREATE = "create"
    IDENTICAL = "identical"
    OVERWRITE = "overwrite"
    MERGE = "merge"
    KEEP = "keep"
    CONFLICT = "conflict"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True, order=True)
class Action:
    """What became of the file at ``path`` (relative to the output folder) and, where it is not plain, why."""

    path: str
    kind: ActionKind
    why: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did: one action for each file, sorted by path, and what a user should be told."""

    folder: Path
    actions: tuple[Action, ...]
    problems: tuple[Problem, ...] = ()

    def of(self, kind: ActionKind) -> tuple[str, ...]:
        """The paths of one kind of action, sorted."""
        return tuple(action.path for action in self.actions if action.kind is kind)

"""What a command writes with, and writes; what goes wrong there is the user's to mend."""

from collections.abc import Callable
from pathlib import Path

from analyzer.disk import Plan, Templates, Written, templates_folder
from analyzer.model.errors import UsageError


def templates_of(override: Path | None) -> Templates:
    """The templates, those of ``override`` first; raises UsageError."""
    try:
        return templates_folder(override)
    except NotADirectoryError as error:
        raise UsageError(str(error)) from error


def written_by(write: Callable[[], Written]) -> Written:
    """What writing reports; raises UsageError where the disk refuses."""
    try:
        return write()
    except OSError as error:
        raise UsageError(f"cannot write: {error}", "check the output folder and its permissions") from error


def planned_by(plan: Callable[[], Plan]) -> Plan:
    """What writing would do; raises UsageError where the disk refuses."""
    try:
        return plan()
    except OSError as error:
        raise UsageError(f"cannot be written: {error}", "check the output folder and its permissions") from error

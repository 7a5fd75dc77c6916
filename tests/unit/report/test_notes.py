"""What stands beside the figures of the first page."""

from dataclasses import replace

import pytest

from analyzer.model.place import Location, Problem, Severity
from analyzer.report.notes import UNREAD, notes
from tests.unit.report.fixture import shop


@pytest.mark.parametrize(("share", "words"), [(1.0, "None of the"), (0.1, "could not be read"), (0.0, "")])
def test_files_that_could_not_be_read_are_told_where_they_are_many(share: float, words: str) -> None:
    made = shop(hostile=False)
    files = made.codebase.files
    bad = files[: round(share * len(files))]
    problems = tuple(Problem(Location(file.path, 1), "syntax-error", "invalid syntax", Severity.WARNING) for file in bad)
    told = notes(replace(made, codebase=replace(made.codebase, problems=problems)))
    assert [words in note for note in told if "read" in note] == ([True] if words else [])


def test_other_problems_of_a_file_do_not_make_it_unread() -> None:
    made = shop(hostile=False)
    problems = tuple(Problem(Location(file.path, 1), "odd-name", "odd", Severity.INFO) for file in made.codebase.files)
    assert "odd-name" not in UNREAD
    assert not [note for note in notes(replace(made, codebase=replace(made.codebase, problems=problems))) if "read" in note]

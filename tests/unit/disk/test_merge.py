"""Three-way merges: laws over made-up edits, and git's own merge as the peer."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.disk.merge import SPLIT, YOURS, has_marks, merge

LINES = st.lists(st.sampled_from([b"a\n", b"b\n", b"c\n", b"d\n", b"", b"e"]), max_size=12).map(b"".join)


@given(LINES, LINES)
def test_one_side_alone_wins_and_equal_edits_count_once(base: bytes, edit: bytes) -> None:
    for yours, theirs in ((edit, base), (base, edit), (edit, edit)):
        merged = merge(base, yours, theirs)
        assert (merged.text, merged.conflicts) == (edit, 0)


@given(LINES, LINES, LINES)
def test_sides_change_places_without_changing_what_conflicts(base: bytes, yours: bytes, theirs: bytes) -> None:
    one, other = merge(base, yours, theirs), merge(base, theirs, yours)
    assert one.conflicts == other.conflicts
    assert one.conflicts or one.text == other.text
    assert has_marks(one.text) == bool(one.conflicts)
    assert one.text.count(YOURS) == one.text.count(SPLIT) == one.conflicts


@given(LINES, LINES, LINES)
def test_every_line_of_a_side_is_in_the_merge_unless_the_other_took_it_out(base: bytes, yours: bytes, theirs: bytes) -> None:
    merged = merge(base, yours, theirs).text.split(b"\n")
    for mine, other in ((yours, theirs), (theirs, yours)):
        for line in set(mine.split(b"\n")) - set(base.split(b"\n")) - {b""}:
            assert line in merged, (line, other)


EDITS = st.dictionaries(st.integers(0, 29), st.sampled_from(["change", "remove", "insert"]), max_size=4)


def edited(edits: dict[int, str], who: str) -> bytes:
    lines: list[str] = []
    for number in range(30):
        kind = edits.get(number, "")
        lines += [f"{who} {number}"] if kind == "insert" else []
        lines += {"change": [f"line {number} by {who}"], "remove": []}.get(kind, [f"line {number}"])
    return "".join(line + "\n" for line in lines).encode()


@settings(max_examples=60, deadline=None)
@given(EDITS, EDITS)
def test_git_agrees(tmp_path_factory: pytest.TempPathFactory, mine: dict[int, str], ours: dict[int, str]) -> None:
    folder = tmp_path_factory.mktemp("git")
    texts = {"yours": edited(mine, "me"), "base": edited({}, ""), "theirs": edited(ours, "us")}
    for name, text in texts.items():
        (folder / name).write_bytes(text)
    command = [
        "git",
        "merge-file",
        "-p",
        "--diff3",
        "-L",
        "yours",
        "-L",
        "generated before",
        "-L",
        "generated now",
        "yours",
        "base",
        "theirs",
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    merged = merge(texts["base"], texts["yours"], texts["theirs"])
    assert (merged.conflicts > 0) == (done.returncode > 0)
    if not merged.conflicts:
        assert merged.text == done.stdout


def test_line_ends_of_an_editor_on_another_system_are_no_edits() -> None:
    yours = b"one\r\nmine\r\nthree\r\nfour\r\n"
    merged = merge(b"one\ntwo\nthree\nfour\n", yours, b"one\ntwo\nthree\n4\n")
    assert (merged.text, merged.conflicts) == (b"one\r\nmine\r\nthree\r\n4\r\n", 0)


def test_a_last_line_without_an_end_does_not_swallow_a_mark() -> None:
    text = merge(b"a", b"b", b"c").text
    assert text == b"<<<<<<< yours\nb\n||||||| generated before\na\n=======\nc\n>>>>>>> generated now\n"


def test_text_about_marks_is_not_a_mark(tmp_path: Path) -> None:
    assert not has_marks(b"x <<<<<<< yours\n")
    assert has_marks(b"x\r\n>>>>>>> generated now\r\n")

"""A journal is read back as outcomes, whatever else stands in it."""

import json
from pathlib import Path

from analyzer.prove.journal import read_journal


def journal(folder: Path, *events: object) -> Path:
    path = folder / "journal.jsonl"
    path.write_text("".join(f"{event if isinstance(event, str) else json.dumps(event)}\n" for event in events))
    return path


def test_outcomes_keep_the_order_and_the_worse_of_two(tmp_path: Path) -> None:
    begin = [{"event": "begin", "test": name} for name in ("b", "a", "hangs")]
    ends = [
        {"event": "end", "test": "b", "outcome": "failed", "message": "1 != 2", "services": {"z": 1, "c": 2}, "reasons": {"patch": "x"}},
        {"event": "end", "test": "b", "outcome": "passed"},
        {"event": "end", "test": "a", "outcome": "passed", "requests": 3, "seams": 2, "errors": ["orders 501"]},
    ]
    tests, troubles, demoted = read_journal(journal(tmp_path, *begin, *ends))
    assert {name: test.outcome for name, test in tests.items()} == {"b": "failed", "a": "passed", "hangs": "did not run"}
    assert list(tests) == ["b", "a", "hangs"]
    assert (tests["b"].services, tests["b"].reasons) == ((("c", 2), ("z", 1)), (("patch", "x"),))
    assert (tests["a"].requests, tests["a"].seams, tests["a"].errors) == (3, 2, ("orders 501",))
    assert (troubles, demoted) == ((), {})


def test_troubles_and_contradicted_seams_are_told_once(tmp_path: Path) -> None:
    trouble, seam = {"event": "trouble", "message": "no"}, {"event": "demoted", "seam": "s", "why": "a generator", "test": "t"}
    _, troubles, demoted = read_journal(journal(tmp_path, trouble, trouble, seam, {**seam, "why": "another"}))
    assert troubles == ("no",)
    assert demoted == {"s": "a generator (in t)"}


def test_damaged_lines_are_left_out(tmp_path: Path) -> None:
    good = {"event": "end", "test": "a", "outcome": "passed"}
    bad = ["{", "[1]", '{"event": "end"}', {**good, "test": ["x"]}, {**good, "requests": "many"}, {**good, "services": [1]}]
    tests, _, _ = read_journal(journal(tmp_path, *bad, good))
    assert list(tests) == ["a"]


def test_no_journal_is_no_test(tmp_path: Path) -> None:
    assert read_journal(tmp_path / "none") == ({}, (), {})

"""Work beside this process has the result that it would have here, whatever happens to the copy."""

import os
import signal
from pathlib import Path

import pytest

from analyzer.app import copies as place
from analyzer.app.copies import ENOUGH, copies


def test_results_come_from_copies_that_change_nothing_here() -> None:
    here: list[int] = []

    def work() -> tuple[int, list[int]]:
        here.append(1)
        return os.getpid(), here

    with copies(2, ENOUGH) as beside:
        first, second = beside(work), beside(work)
        (one, found), (other, _) = first(), second()
    assert len({one, other, os.getpid()}) == 3
    assert (found, here) == ([1], [])


@pytest.mark.parametrize(("workers", "files"), [(1, ENOUGH), (2, ENOUGH - 1)])
def test_small_work_and_one_worker_stay_here(workers: int, files: int) -> None:
    with copies(workers, files) as beside:
        assert beside(os.getpid)() == os.getpid()


def test_without_a_way_to_copy_it_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(place.os, "fork")
    with copies(None, ENOUGH) as beside:
        assert beside(os.getpid)() == os.getpid()


def test_what_fails_in_a_copy_fails_here(capfd: pytest.CaptureFixture[str]) -> None:
    def work() -> int:
        raise ZeroDivisionError

    with copies(2, ENOUGH) as beside:
        result = beside(work)
        with pytest.raises(ZeroDivisionError):
            result()
    assert capfd.readouterr().err == ""


def test_what_a_copy_that_was_ended_would_have_found_is_found_here() -> None:
    parent = os.getpid()

    def work() -> int:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return 7

    with copies(2, ENOUGH) as beside:
        assert beside(work)() == 7


def test_more_than_a_pipe_holds_is_told() -> None:
    with copies(2, ENOUGH) as beside:
        assert beside(lambda: "x" * 10_000_000)() == "x" * 10_000_000


def test_what_nobody_asks_for_is_given_up(tmp_path: Path) -> None:
    def work() -> None:
        (tmp_path / "begun").write_text(str(os.getpid()))
        signal.pause()

    with copies(2, ENOUGH) as beside:
        beside(work)
        while not (tmp_path / "begun").is_file() or not (tmp_path / "begun").read_text():
            pass
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "begun").read_text()), 0)

"""Work in copies of this process: the same answers, and what is known later is known to all."""

import os

import pytest

from analyzer.model.facts import BlindSpot
from analyzer.model.place import Location, ModuleName
from analyzer.read.fact_bytes import pack_facts
from analyzer.read.forked import forked
from analyzer.read.late_facts import Late

SPOT = BlindSpot(ModuleName("shop"), "exec", Location("shop.py", 3))


@pytest.mark.parametrize("workers", [1, 3])
def test_what_is_put_after_the_copies_were_made_is_seen_by_them(workers: int) -> None:
    with Late() as late:
        tasks = {str(number): lambda: repr((late.facts.get(BlindSpot, ()), late.noted.get("lines"))).encode() for number in range(8)}
        with forked(tasks, workers) as run:
            before = run(["0", "1", "2"])
            late.put([(pack_facts([SPOT]), {"lines": b"3"})])
            after = run(["3", "4", "5", "6", "7"])
    assert set(before.values()) == {b"((), None)"}
    assert set(after.values()) == {repr(((SPOT,), [b"3"])).encode()}
    assert [*before, *after] == [str(number) for number in range(8)]


def test_tasks_run_elsewhere_and_fail_here() -> None:
    def fail() -> bytes:
        raise ValueError("told")

    with forked({"here": lambda: str(os.getpid()).encode(), "fail": fail}, 2) as run:
        assert run(["here"])["here"] != str(os.getpid()).encode()
        with pytest.raises(ValueError, match="told"):
            run(["fail"])

"""The benchmark's own measures on partitions that can be counted by hand."""

import pytest

from benchmarks.boundaries.scores import extraction_f1, score

UNITS = {"a": "mail", "b": "mail", "c": "mail", "d": "core", "e": "core", "f": "shared", "g": "tiny"}


def test_a_perfect_partition() -> None:
    figures = score(UNITS, UNITS)
    assert figures["xF1"] == 1.0
    assert figures["ARI_moved"] == 1.0
    assert figures["coverage"] == 1.0


def test_shared_modules_are_no_contaminants_and_others_are() -> None:
    truth = list(UNITS.values())
    assert extraction_f1(truth, ["m", "m", "m", "x", "x", "m", "y"]) == 1.0
    assert extraction_f1(truth, ["m", "m", "m", "m", "x", "z", "y"]) == pytest.approx(2 * 3 / (4 + 3))


def test_modules_that_are_not_placed_are_alone() -> None:
    figures = score(UNITS, {"a": "m", "b": "m"})
    assert figures["coverage"] == pytest.approx(2 / 7)
    assert figures["xF1"] == pytest.approx(2 * 2 / (2 + 3))


def test_rand_index_is_adjusted_for_chance_and_over_what_moved() -> None:
    units = {"a": "mail", "b": "mail", "c": "shop", "d": "shop", "e": "core"}
    assert score(units, {"a": "x", "b": "y", "c": "x", "d": "y", "e": "x"})["ARI_moved"] == pytest.approx(-0.5)
    assert score(units, {"a": "x", "b": "x", "c": "y", "d": "y", "e": "x"})["ARI_moved"] == 1.0
    assert score(units, {"a": "x", "b": "x"})["ARI_moved"] == pytest.approx(0.5714, abs=1e-4)
    assert score({"a": "mail", "b": "core"}, {})["ARI_moved"] is None

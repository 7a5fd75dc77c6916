"""The benchmark on published graphs: what it reads, its measures, and the climber."""

import json
from pathlib import Path

import pytest

from analyzer.cluster import Settings
from benchmarks.boundaries.climb import better_than, climbed
from benchmarks.boundaries.graphs import Graph, figures, mono2micro, ours, plain_louvain, thesis

TRIANGLES = Graph(
    "two", tuple("abcdef"), {("a", "b"): 3, ("b", "c"): 3, ("c", "a"): 3, ("d", "e"): 3, ("e", "f"): 3, ("f", "d"): 3, ("c", "d"): 2}
)


def test_calls_at_run_time_are_read_without_their_root(tmp_path: Path) -> None:
    folder = tmp_path / "datasets_runtime" / "shop" / "mono2micro_output"
    folder.mkdir(parents=True)
    (folder / "runtime_call_volume.json").write_text(json.dumps({"Root--Cart": 9, "Cart--Order": 4}))
    assert list(mono2micro(tmp_path)) == [Graph("shop", ("Cart", "Order"), {("Cart", "Order"): 4})]


def test_fragments_are_modules_that_hold_functions_and_classes(tmp_path: Path) -> None:
    folder = tmp_path / "analysed-projects" / "shop"
    folder.mkdir(parents=True)
    rows = [("c1", "shop.a", "module", [["c1", "c3", 2.0]]), ("c2", "shop.a.run", "function", []), ("c3", "shop.b.B", "class", [])]
    rows += [("c4", "shop.empty", "module", [])]
    fragments = [{"id": row[0], "name": row[1], "type": row[2], "outgoing_edges": row[3]} for row in rows]
    (folder / "shop_code_fragments_statics.json").write_text(json.dumps({"code_fragments": fragments}))
    assert list(thesis(tmp_path)) == [Graph("shop", ("shop.a", "shop.b.B"), {("shop.a", "shop.b.B"): 2})]


def test_figures_by_hand() -> None:
    found = figures(TRIANGLES, dict.fromkeys("abc", 1) | dict.fromkeys("def", 2))
    assert (found.groups, found.icp, found.ifn) == (2, pytest.approx(0.1), 0.5)
    assert found.sm == pytest.approx(3 / 9 - 1 / 18)


def test_climbing_never_loses_and_ends() -> None:
    start = plain_louvain(TRIANGLES)
    base = figures(TRIANGLES, start)
    found = figures(TRIANGLES, climbed(TRIANGLES, start, better_than(base), is_fixed=True))
    assert (found.groups, found.icp <= base.icp, found.ifn <= base.ifn, found.sm >= base.sm) == (base.groups, True, True, True)
    bad = dict(zip("abcdef", "xyxyxy", strict=True))
    assert figures(TRIANGLES, climbed(TRIANGLES, bad, lambda one: one.sm, is_fixed=False)).sm > figures(TRIANGLES, bad).sm


def test_ours_places_every_node() -> None:
    homes, covered = ours(TRIANGLES, Settings())
    assert sorted(homes) == list("abcdef")
    assert covered == 1.0

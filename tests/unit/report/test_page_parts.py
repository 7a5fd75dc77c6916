"""What the page script is given: packed reports, the tree of modules, the places on the map, vendored libraries."""

import json
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.report.columns import pack
from analyzer.report.describe import describe
from analyzer.report.document_services import ModuleUse
from analyzer.report.graph_model import service_graph
from analyzer.report.map_layout import Map, module_map
from analyzer.report.module_tree import MEMBERS, tree
from analyzer.report.ordering import users_first
from analyzer.report.page_data import LARGEST, PLAIN_SIZE, embedded
from tests.unit.report.fixture import HOSTILE, large, shop
from tools.vendor import LIBRARIES, check

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-1000, 1000) | TEXTS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.sampled_from(["a", "b", "at", "line"]), inner, max_size=3),
    max_leaves=20,
)


def unpacked(packed: Any, texts: list[str]) -> Any:
    """What templates/report/page/data.js does."""
    kind = packed[0]
    if kind == "s":
        return [texts[position] for position in packed[1]]
    if kind == "r":
        return packed[1]
    if kind == "l":
        rows, everything = iter(packed[1]), iter(unpacked(packed[2], texts))
        return [[next(everything) for _ in range(length)] for length in rows]
    columns = {key: unpacked(column, texts) for key, column in packed[2].items()}
    return [{key: column[row] for key, column in columns.items()} for row in range(packed[1])]


def opened(packed: dict[str, Any]) -> dict[str, Any]:
    """The object that was packed; texts are joined in UTF-16, as a browser does."""
    texts: list[str] = []
    before = b""
    for shared, rest in zip(*packed["texts"], strict=True):
        before = before[: 2 * shared] + rest.encode("utf-16-le")
        texts.append(before.decode("utf-16-le"))
    return {key: unpacked(one, texts) if isinstance(one, list) else one for key, one in packed["value"].items()}


@given(st.dictionaries(st.sampled_from(["modules", "seams", "name", "shared"]), JSON, max_size=4))
def test_what_is_packed_comes_back(value: dict[str, Any]) -> None:
    assert opened(json.loads(json.dumps(pack(value)))) == value


def test_texts_with_characters_beyond_sixteen_bits_come_back() -> None:
    value = {"modules": [{"name": name} for name in ("a\U0001f600b", "a\U0001f600c", "a\U0001f601", "\ue000x", "\ue000y")]}
    assert opened(pack(value)) == value


def test_a_service_of_few_modules_opens_straight_into_them() -> None:
    made = tree("orders", ["shop.orders", "shop.orders.cart.lines", "shop.admin_orders"], {"shop.orders": 9})
    assert [(member.label, member.module) for member in made.members] == [
        ("orders", "shop.orders"),
        ("admin_orders", "shop.admin_orders"),
        ("orders.cart.lines", "shop.orders.cart.lines"),
    ]


def test_packages_with_one_way_on_are_one_step_and_no_step_is_too_wide() -> None:
    names = [f"company.product.core.deep{i % 3}.part{i:03}" for i in range(900)]
    made = tree("core", names, dict.fromkeys(names, 10))
    assert [member.label for member in made.members] == ["deep0", "deep1", "deep2"]
    every = list(made.below())
    assert sorted(branch.module for branch in every if branch.module) == sorted(names)
    assert all(len(branch.members) <= MEMBERS and len(branch.members) != 1 for branch in every)
    assert all(branch.lines == sum(member.lines for member in branch.members) for branch in every if branch.members)


@pytest.mark.parametrize("names", [["a"], ["a", "a.__init__"], [".".join("d" * 700), "x"], [f"p{i}.{'q.' * (i % 40)}z" for i in range(80)]])
def test_odd_names_have_a_tree(names: list[str]) -> None:
    made = tree("odd", sorted(set(names)), {})
    assert sorted(branch.module for branch in made.below() if branch.module) == sorted(set(names))


def test_users_stand_before_what_they_use() -> None:
    assert users_first(range(4), {(3, 1): 1, (1, 0): 2, (0, 2): 1}) == [3, 1, 0, 2]
    order = users_first(range(3), {(0, 1): 5, (1, 2): 5, (2, 0): 1})
    assert order == [0, 1, 2], "of a circle, the weakest tie runs back"
    assert users_first([], {}) == [] and users_first([7], {(7, 7): 3}) == [7]


def mapped(analysis: Any) -> Map:
    report = describe(analysis)
    return module_map(report, service_graph(report))


@pytest.mark.parametrize("analysis", [shop(), large(modules=600, services=6)], ids=["shop", "large"])
def test_every_module_has_one_place_inside_its_parent_and_none_covers_another(analysis: Any) -> None:
    made = mapped(analysis)
    placed = [box.module for box in made.boxes if box.module]
    assert sorted(placed) == sorted(module.name for module in describe(analysis).modules if module.kind != "test")
    assert sorted(made.order) == [position for position, box in enumerate(made.boxes) if box.module]
    members: dict[int, list[Any]] = {}
    for box in made.boxes:
        members.setdefault(box.parent, []).append(box)
    for parent, inside in members.items():
        for a, b in combinations(inside, 2):
            assert abs(a.x - b.x) >= (a.width + b.width) / 2 or abs(a.y - b.y) >= (a.height + b.height) / 2
        if parent >= 0:
            room = made.boxes[parent]
            assert all(abs(box.x) + box.width / 2 <= room.room_width / 2 + 0.01 for box in inside)
            assert all(abs(box.y) + box.height / 2 <= room.room_height / 2 + 0.01 for box in inside)
    assert mapped(analysis) == made


def test_uses_of_modules_are_added_up_once_per_pair() -> None:
    uses = describe(shop(hostile=False)).uses
    assert ModuleUse("shop.orders.part0", "shop.billing.part0", 1, 3, False) in uses
    assert len({(use.source, use.target) for use in uses}) == len(uses) == 12


def test_small_data_is_readable_and_large_data_is_packed_and_cut_until_it_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    report, graph = (made := describe(shop())), service_graph(made)
    modules = module_map(report, graph)
    text, is_packed, left_out = embedded(report, modules)
    assert not is_packed and not left_out and len(text) <= PLAIN_SIZE and json.loads(text)["report"]
    assert not any(character in text for character in "<>&\u2028") and HOSTILE[0] not in text
    monkeypatch.setattr("analyzer.report.page_data.PLAIN_SIZE", 1)
    whole, is_packed, left_out = embedded(report, modules)
    assert is_packed and not left_out and len(whole) < LARGEST
    monkeypatch.setattr("analyzer.report.page_data.LARGEST", len(whole) - 1)
    less, _, left_out = embedded(report, modules)
    assert len(less) < len(whole) and left_out == ("the ties of each module",)


def test_vendored_libraries_are_as_they_were_fetched() -> None:
    assert check() == []
    assert {library.name for library in LIBRARIES} == {"d3-hierarchy", "d3-sankey"}

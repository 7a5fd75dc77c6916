import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import combinations

import pytest

from analyzer.model.place import ModuleName
from analyzer.model.source import FileKind
from analyzer.report.describe import describe
from analyzer.report.drawing import drawing, picture
from analyzer.report.graph_model import SHOWN, service_graph
from analyzer.report.layout import GAP, arrange
from analyzer.report.package_graph import ARROWS, PACKAGES, package_graph
from tests.unit.report.fixture import large, shop


@pytest.mark.parametrize("size", [1, 2, 7, 24, 90])
def test_discs_never_overlap_and_stay_inside_the_picture(size: int) -> None:
    radii = [30.0 + (i * 7) % 30 for i in range(size)]
    ties = {(i, j): 1 + (i * j) % 9 for i, j in combinations(range(size), 2) if (i + j) % 3 == 0}
    discs, width, height = arrange(radii, ties)
    for a, b in combinations(discs, 2):
        assert ((a.x - b.x) ** 2 + (a.y - b.y) ** 2) ** 0.5 > a.radius + b.radius + GAP / 4
    for disc in discs:
        assert disc.radius < disc.x < width - disc.radius and disc.radius < disc.y < height - disc.radius


def test_no_disc_is_a_picture_too() -> None:
    discs, width, height = arrange([], {})
    assert discs == () and width > 0 and height > 0


def test_tied_discs_are_nearer_than_others() -> None:
    ties = {(0, 1): 50, (2, 3): 50, (4, 5): 50}
    discs, _, _ = arrange([40.0] * 6, ties)
    distance = {(i, j): (discs[i].x - discs[j].x) ** 2 + (discs[i].y - discs[j].y) ** 2 for i, j in combinations(range(6), 2)}
    assert max(distance[pair] for pair in ties) < min(d for pair, d in distance.items() if pair not in ties)


def test_positions_do_not_depend_on_the_hash_seed() -> None:
    program = "from analyzer.report.layout import arrange; print(arrange([40.0, 50.0, 30.0, 45.0], {(0, 1): 3, (1, 2): 9, (0, 3): 1}))"
    outputs = {
        subprocess.run([sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True).stdout
        for seed in ("0", "1", "77")
    }
    assert len(outputs) == 1


def test_the_model_has_every_service_and_every_call_between_services() -> None:
    report = describe(shop(hostile=False))
    graph = service_graph(report)
    assert [node.id for node in graph.nodes] == [service.id for service in report.services]
    arrows = {(arrow.source, arrow.target): arrow for arrow in graph.arrows}
    assert {pair: arrow.count for pair, arrow in arrows.items()} == {(c.caller, c.callee): c.count for c in report.calls}
    assert arrows["orders", "billing"].both and not arrows["search", "catalogue"].both
    sizes = {node.id: node.radius for node in graph.nodes}
    assert sizes["orders"] == max(sizes.values()) > sizes["search"]


def test_a_picture_has_no_more_services_than_can_be_told_apart() -> None:
    report = describe(large(modules=600, services=60))
    graph = service_graph(report)
    assert len(graph.nodes) == SHOWN and graph.left_out == 60 - SHOWN
    assert all(report.services[node.colour].id == node.id for node in graph.nodes)
    drawn = {node.id for node in graph.nodes}
    assert all({arrow.source, arrow.target} <= drawn for arrow in graph.arrows)


def test_only_the_most_used_arrows_are_always_drawn() -> None:
    graph = service_graph(describe(large()))
    strong = [arrow.count for arrow in graph.arrows if arrow.strong]
    weak = [arrow.count for arrow in graph.arrows if not arrow.strong]
    assert len(strong) == 2 * len(graph.nodes) and weak
    assert min(strong) >= max(weak)


@pytest.mark.parametrize("draw", [drawing, picture])
def test_a_drawing_is_well_formed_whatever_the_names(draw: object) -> None:
    graph = service_graph(describe(shop()))
    svg = draw(graph)  # type: ignore[operator]
    root = ET.fromstring(svg)
    texts = ["".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")]
    assert any(text.startswith("orders it") for text in texts)
    assert "\u202e" not in svg and "<b>" not in svg
    assert not re.search(r"(href|src|on\w+)=", svg)
    assert len(list(root.iter("{http://www.w3.org/2000/svg}circle"))) == 7


def test_a_package_stands_for_its_modules_and_for_itself_and_tests_are_left_out() -> None:
    analysis = shop(hostile=False)
    files = {file.module: file for file in analysis.codebase.files}
    part = files[ModuleName("shop.orders.part0")]
    files[part.module] = replace(part, is_package=True)
    other = files[ModuleName("shop.orders.part1")]
    files[other.module] = replace(other, kind=FileKind.TEST)
    changed = replace(analysis, codebase=replace(analysis.codebase, files=tuple(sorted(files.values()))))
    nodes = package_graph(changed, frozenset({"orders"})).nodes
    assert [(node.package, node.modules) for node in nodes] == [("shop.orders", 10), ("shop.orders.part0", 1)]


def test_packages_are_few_and_arrows_cross_services() -> None:
    analysis = large(modules=900)
    graph = package_graph(analysis, frozenset(service.id for service in analysis.plan.services))
    homes = [node.service for node in graph.nodes]
    assert max(homes.count(home) for home in set(homes)) == PACKAGES + 1
    assert sum(node.modules for node in graph.nodes) == sum(len(service.modules) for service in analysis.plan.services)
    assert all(graph.nodes[arrow.source].service != graph.nodes[arrow.target].service for arrow in graph.arrows)
    assert 0 < len(graph.arrows) <= ARROWS

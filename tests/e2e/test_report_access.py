"""The page for everybody: by keyboard, with a screen reader, on paper; and no picture without its table."""

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.browsing import SECTIONS, Opened, on, page_of

SERIOUS = ("serious", "critical")


def axe() -> str:
    """The script of axe-core, as its Python package brings it."""
    import axe_playwright_python

    return next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")


def complaints(page: Any) -> list[str]:
    """What axe-core finds serious or worse, with everything unfolded."""
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    page.wait_for_timeout(150)
    page.evaluate(axe())
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    assert found["passes"], "axe-core has looked at something"
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found["violations"] if v["impact"] in SERIOUS]


@pytest.mark.parametrize("look", [{"width": 1400, "color_scheme": "light"}, {"width": 400, "color_scheme": "dark"}], ids=["light", "dark"])
def test_axe_finds_nothing_serious(browser: Any, written: dict[str, Path], look: dict[str, Any]) -> None:
    with page_of(browser, written["shop"], **look) as opened:
        assert complaints(opened.page) == []


def test_axe_finds_nothing_serious_in_an_opened_map_and_the_search(browser: Any, written: dict[str, Path]) -> None:
    with page_of(browser, written["shop"], hash="#graph/orders/part0?open=orders&shared=yes") as opened:
        opened.page.keyboard.press("/")
        opened.page.keyboard.type("billing")
        assert complaints(opened.page) == []


@on("shop")
def test_axe_does_find_what_is_planted(opened: Opened) -> None:
    opened.page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert [line.partition(":")[0] for line in complaints(opened.page)] == ["button-name"]


@on("shop")
def test_every_section_is_reached_by_keyboard_alone(opened: Opened) -> None:
    page = opened.page
    reached = []
    for _ in range(len(SECTIONS) + 8):
        page.keyboard.press("Tab")
        target = page.evaluate("document.activeElement.closest('.contents') ? document.activeElement.hash : ''")
        if not target:
            continue
        page.keyboard.press("Enter")
        page.wait_for_timeout(20)
        assert page.evaluate("location.hash") == target
        assert page.evaluate("(id) => document.querySelector(id).getBoundingClientRect().top < innerHeight - 100", target), target
        reached.append(target.removeprefix("#"))
        page.evaluate("(id) => document.querySelector(`.contents a[href='${id}']`).focus({ preventScroll: true })", target)
    assert reached == list(SECTIONS)


@on("shop")
def test_what_can_be_pressed_can_be_reached_by_tab_or_arrows(opened: Opened) -> None:
    """Each group of marks in a picture is one stop of the Tab key; inside it, arrows lead on."""
    page = opened.page
    for picture, mark in (("#treemap svg", ".tile-box"), ("#flows svg", ".flow"), ("#stage svg", ".node")):
        assert page.locator(f"{picture} {mark}[tabindex='0']").count() == 1, picture
        page.locator(f"{picture} {mark}[tabindex='0']").first.focus()
        before = page.evaluate("document.activeElement.getAttribute('aria-label')")
        for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
            page.keyboard.press(key)
            if page.evaluate("document.activeElement.getAttribute('aria-label')") != before:
                break
        else:
            raise AssertionError(f"arrows lead nowhere in {picture}")
    page.locator("#matrix canvas").focus()
    page.keyboard.press("ArrowRight")
    assert " uses " in page.locator("#matrix-cell").inner_text()


@on("shop")
def test_every_picture_has_a_table_that_is_whole_on_paper(opened: Opened) -> None:
    page = opened.page
    assert page.locator("details.twin").count() == 4, "map, matrix, treemap, flows; this history is too short for a chart"
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    for twin in page.locator("details.twin").all():
        promised = int("".join(filter(str.isdigit, twin.locator("summary").inner_text())))
        assert twin.locator("tbody tr").count() == promised > 5
        assert twin.locator("tbody tr").last.is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.twin[open]").count() == 0
    assert page.locator("#graph .twin tbody tr").count() == 12


@on("large")
def test_the_table_of_a_large_picture_is_whole_on_paper(opened: Opened) -> None:
    page = opened.page
    assert page.locator("#graph .twin tbody tr").count() == 25
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    promised = int("".join(filter(str.isdigit, page.locator("#graph .twin summary").inner_text())))
    assert page.locator("#graph .twin tbody tr").count() == promised > 100


@on("shop")
def test_the_summary_is_one_sheet_of_paper(opened: Opened) -> None:
    page = opened.page
    page.set_viewport_size({"width": 718, "height": 1047})  # A4 within margins of 10 mm
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("#summary").bounding_box()["height"] <= 1047
    assert page.evaluate("document.documentElement.scrollWidth") <= 718


@on("shop")
def test_pictures_follow_the_change_of_light_and_dark(opened: Opened) -> None:
    page = opened.page
    corner = "Array.from(document.querySelector('#matrix canvas').getContext('2d').getImageData(1, 1, 1, 1).data)"
    light = page.evaluate(corner)
    page.locator("#theme").click()
    assert page.evaluate(corner) != light

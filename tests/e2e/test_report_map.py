"""The map of the page: it opens in place, never shows too much, and answers at once, by pointer and by keyboard."""

from typing import Any

import pytest

from tests.e2e.browsing import Opened, on

NODES = "svg.graph .node"
OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll("svg.graph .node:not(.open) .shape")].map((shape) => shape.getBoundingClientRect());
  let found = 0;
  boxes.forEach((a, i) => boxes.slice(0, i).forEach((b) => {
    if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) found += 1;
  }));
  return found;
}"""
TIMED = """([selector, kind, key]) => {
  const node = document.querySelector(selector), start = performance.now();
  node.dispatchEvent(kind === "key" ? new KeyboardEvent("keydown", { key, bubbles: true }) : new MouseEvent("click", { bubbles: true }));
  document.querySelector("svg.graph").getBoundingClientRect();
  return performance.now() - start;
}"""


def service(page: Any, title: str) -> Any:
    return page.locator(f"{NODES}[aria-label^='{title},']")


@on("shop")
def test_a_service_opens_into_its_modules_and_closes_again(opened: Opened) -> None:
    page = opened.page
    assert page.locator(NODES).count() == 7
    service(page, "orders").locator(".knob").click()
    assert page.locator(f"{NODES}.module").count() == 12
    assert service(page, "orders").get_attribute("aria-expanded") == "true"
    assert page.evaluate("location.hash") == "#graph/?open=orders"
    assert page.evaluate(OVERLAPS) == 0
    page.locator("[aria-label='Close all boxes']").click()
    assert page.locator(NODES).count() == 7 and page.locator(f"{NODES}.module").count() == 0


@on("shop", hash="#graph/orders/part0?open=orders%20billing&shared=yes")
def test_a_deep_link_opens_the_same_boxes_and_chooses_the_same_one(opened: Opened) -> None:
    page = opened.page
    assert page.locator(f"{NODES}.open").count() == 2 and page.locator(f"{NODES}.module").count() == 12 + 7
    assert "shop.orders.part0" in page.locator("#panel").inner_text()
    assert page.locator(f"{NODES}.chosen").get_attribute("aria-label").startswith("shop.orders.part0")
    assert page.locator(f"{NODES}.shared").count() == 1
    assert page.evaluate("document.querySelector('#graph').getBoundingClientRect().top") < 300
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert page.locator(f"{NODES}.open").count() == 2 and page.locator(f"{NODES}.chosen").count() == 1


@on("large")
def test_never_more_than_400_boxes_are_seen_and_none_covers_another(opened: Opened) -> None:
    page = opened.page
    most = page.evaluate(
        """() => {
          let most = 0;
          for (let step = 0; step < 60; step += 1) {
            const closed = document.querySelectorAll("svg.graph .node[aria-expanded=false]");
            if (!closed.length) break;
            closed[(step * 7) % closed.length].dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
            most = Math.max(most, document.querySelectorAll("svg.graph .node").length);
          }
          return most;
        }"""
    )
    assert 300 < most <= 400
    assert page.locator(f"{NODES}.module").count() > 150
    assert page.evaluate(OVERLAPS) == 0
    assert opened.messages == []


@on("large")
def test_the_map_answers_within_a_tenth_of_a_second(opened: Opened) -> None:
    page = opened.page
    first = f"{NODES}[aria-label^='domain03']"
    for selector, kind, key in ((first, "key", "Enter"), (first, "click", ""), (first, "key", "ArrowRight"), (first, "key", "Enter")):
        spent = min(page.evaluate(TIMED, [selector, kind, key]) for _ in range(6))
        assert spent < 100, (kind, key)


@on("shop")
def test_the_map_is_walked_by_keyboard_alone(opened: Opened) -> None:
    page = opened.page
    label = "document.activeElement.getAttribute('aria-label')"
    page.locator("[aria-label='Fill the window']").focus()
    page.keyboard.press("Tab")
    start = page.evaluate(label)
    met = {start}
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
        met.add(page.evaluate(label))
    assert len(met) >= 3
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-expanded')") == "true"
    page.keyboard.press(">")
    assert page.evaluate(label).startswith("shop.")
    page.keyboard.press(" ")
    assert page.locator("#panel h3").inner_text().startswith("part")
    page.keyboard.press("<")
    before = page.locator("svg.graph").get_attribute("viewBox")
    page.keyboard.press("+")
    zoomed = page.locator("svg.graph").get_attribute("viewBox")
    page.keyboard.press("Shift+ArrowRight")
    assert len({before, zoomed, page.locator("svg.graph").get_attribute("viewBox")}) == 3


@on("shop")
def test_the_map_is_moved_by_dragging_and_zoomed_by_the_wheel(opened: Opened) -> None:
    page = opened.page
    box = page.locator("#stage").bounding_box()
    page.locator("#stage").scroll_into_view_if_needed()
    box = page.locator("#stage").bounding_box()
    view = lambda: [float(part) for part in page.locator("svg.graph").get_attribute("viewBox").split()]  # noqa: E731
    start = view()
    page.mouse.move(box["x"] + 12, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 112, box["y"] + 52, steps=4)
    page.mouse.up()
    moved = view()
    assert moved[0] < start[0] - 20 and moved[1] < start[1] - 5 and moved[2] == start[2]
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    page.wait_for_timeout(100)
    assert view()[2] < moved[2]
    assert "No box is chosen" in page.locator("#panel").inner_text(), "a drag chooses nothing"


@on("shop")
def test_a_module_is_found_on_the_map(opened: Opened) -> None:
    page = opened.page
    page.locator("[aria-label='Find on the map']").fill("billing part3")
    page.keyboard.press("Enter")
    assert page.locator(f"{NODES}.chosen").get_attribute("aria-label").startswith("shop.billing.part3")
    assert "shop.billing.part3" in page.locator("#panel").inner_text()


@on("shop")
def test_focus_can_be_narrowed_to_callers_or_callees(opened: Opened) -> None:
    page = opened.page
    service(page, "orders").click(position={"x": 30, "y": 30})
    near = lambda: page.locator("svg.graph .arrow.near").count()  # noqa: E731
    every = near()
    page.locator("[data-fill=mapfocus] button", has_text="Circles").click()
    page.locator("[data-fill=mapfocus] button", has_text="Callers").click()
    assert 0 < near() < every
    assert page.locator("svg.graph .arrow.into").count() == 0 and page.locator("svg.graph .arrow.out").count() == 5


@pytest.mark.parametrize("opened", [{"name": "shop", "width": 400}, {"name": "hostile", "width": 400}], indirect=True)
def test_opened_boxes_and_their_texts_stay_inside_a_narrow_page(opened: Opened) -> None:
    page = opened.page
    page.locator(f"{NODES}[aria-expanded=false]").first.dispatch_event("dblclick")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert opened.messages == []
    wide = page.evaluate(
        """() => [...document.querySelectorAll("svg.graph .node.module")].filter((node) => {
          const text = node.querySelector("text").getBoundingClientRect(), shape = node.querySelector(".shape").getBoundingClientRect();
          return text.width > shape.width;
        }).length"""
    )
    assert wide == 0

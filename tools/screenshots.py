"""Pictures of a report: python -m tools.screenshots unbraid-out/report.html --out DIR

Every section in light, dark and on paper, at 1400 and at 400 pixels, and the map once more with a service opened. ``--readme`` takes the
picture of the README instead, docs/pictures/report.png. Needs chromium and playwright; pngquant makes the README's picture small.
"""

import argparse
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

README = Path(__file__).parents[1] / "docs" / "pictures" / "report.png"
WIDTHS = (1400, 400)
LOOKS = ("light", "dark", "print")
TALLEST = 6_000
"""Pixels of a section that a picture shows at most."""
ONLY = "(id) => document.querySelectorAll('main > section').forEach((section) => { section.hidden = section.id !== id; })"
"""Shows one section: a picture of a part of a long page takes the browser many seconds."""


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser without a window; SystemExit where none is installed."""
    from playwright.sync_api import sync_playwright

    path = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
    if path is None:
        raise SystemExit("chromium is not installed (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"])
        yield browser
        browser.close()


@contextmanager
def opened(browser: Any, report: Path, width: int, look: str, height: int = 1000) -> Iterator[Any]:
    """The report in a window of that width, ready, and looking like that."""
    scheme = "dark" if look == "dark" else "light"
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, offline=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(report.resolve().as_uri())
    page.wait_for_selector("html[data-ready]")
    if look == "print":
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print", color_scheme="light", reduced_motion="reduce")
    page.wait_for_timeout(300)
    yield page
    context.close()


def take_sections(browser: Any, report: Path, folder: Path, width: int, look: str) -> None:
    """A picture of each section, and of the map with its first service opened."""
    with opened(browser, report, width, look) as page:
        for section in page.evaluate("[...document.querySelectorAll('main > section')].map((s) => s.id)"):
            page.evaluate(ONLY, section)
            page.wait_for_timeout(60)
            high = page.evaluate("document.querySelector('main').getBoundingClientRect().bottom + scrollY")
            page.set_viewport_size({"width": width, "height": int(min(max(high, 200), TALLEST))})
            page.screenshot(path=folder / f"{section}-{width}-{look}.png")
    if look == "print":
        return
    with opened(browser, report, width, look) as page:
        first = page.locator("svg.graph .service-node")
        if first.count():
            first.first.dispatch_event("dblclick", {})
            page.evaluate(ONLY, "graph")
            page.wait_for_timeout(200)
            page.locator("#graph").screenshot(path=folder / f"graph-opened-{width}-{look}.png")


def take_readme(browser: Any, report: Path, target: Path) -> None:
    """The first screen of a report, in light colours."""
    with opened(browser, report, 1400, "light", height=1120) as page:
        page.screenshot(path=target)
    if shutil.which("pngquant"):
        subprocess.run(["pngquant", "--force", "--speed", "1", "--strip", "--output", str(target), "128", str(target)], check=True)


def main() -> None:
    """Takes what the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("report", type=Path)
    parser.add_argument("--out", type=Path, default=Path("screenshots"))
    parser.add_argument("--readme", action="store_true")
    given = parser.parse_args()
    with chromium() as browser:
        if given.readme:
            take_readme(browser, given.report, README)
            return
        given.out.mkdir(parents=True, exist_ok=True)
        for width in WIDTHS:
            for look in LOOKS:
                take_sections(browser, given.report, given.out, width, look)


if __name__ == "__main__":
    main()

"""A report page in a real browser, with the network cut off."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from analyzer.disk import templates_folder
from analyzer.model.analysis import Analysis
from analyzer.report import make_reports

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER = next((path for name in BROWSERS if (path := shutil.which(name))), None)
SECTIONS = (
    "summary", "roadmap", "services", "graph", "matrix", "treemap", "flows", "data", "seams", "findings", "alternatives", "replay",
    "modules", "unseen", "method",
)  # fmt: skip


@dataclass
class Opened:
    """A page, and what it said and asked for."""

    page: Any
    messages: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@contextmanager
def chromium() -> Iterator[Any]:
    """The browser; without one a failure in continuous integration, else a test that is passed over."""
    if BROWSER is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have chromium: the page is tested in a real browser")
        pytest.skip("chromium is not installed (apt-get install chromium): the page is not tested in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"])
        yield started
        started.close()


@contextmanager
def page_of(browser: Any, path: Path, width: int = 1400, hash: str = "", **more: Any) -> Iterator[Opened]:
    """The page of that file, ready; what it was asked for first is forgotten."""
    context = browser.new_context(viewport={"width": width, "height": 900}, offline=True, reduced_motion="reduce", **more)
    page = context.new_page()
    made = Opened(page)
    page.on("console", lambda message: made.messages.append(message.text))
    page.on("pageerror", lambda error: made.messages.append(str(error)))
    page.on("dialog", lambda dialog: made.messages.append(f"dialog: {dialog.message}"))
    page.on("request", lambda asked: made.requests.append(asked.url))
    page.on("requestfailed", lambda asked: made.refused.append(asked.failure))
    page.goto(path.as_uri() + hash)
    page.wait_for_selector("html[data-ready]", timeout=30_000)
    made.requests.pop(0)
    yield made
    context.close()


def write_page(folder: Path, analysis: Analysis) -> Path:
    """The page of an analysis, written into a folder."""
    files, problems = make_reports(analysis, templates_folder(), None)
    assert not [problem for problem in problems if problem.code == "bad-template"], problems
    path = folder / "report.html"
    path.write_text(next(file.text for file in files if file.path == "report.html"), encoding="utf-8")
    return path


def on(name: str, **more: object) -> Any:
    """Opens a page of ``written`` for a test that takes ``opened``."""
    return pytest.mark.parametrize("opened", [{"name": name, **more}], indirect=True, ids=[name])

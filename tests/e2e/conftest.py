"""Browsers and pages for the tests of the report page."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.browsing import Opened, chromium, page_of, write_page
from tests.unit.report.fixture import large, shop


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages of analyses made by hand."""
    made = {"shop": shop(hostile=False), "hostile": shop(), "large": large()}
    return {name: write_page(tmp_path_factory.mktemp(name), analysis) for name, analysis in made.items()}


@pytest.fixture
def opened(browser: Any, written: dict[str, Path], request: pytest.FixtureRequest) -> Iterator[Opened]:
    """Opens the page that the test asks for by ``@on(name, ...)``."""
    given = {"name": "shop", **getattr(request, "param", {})}
    with page_of(browser, written[given.pop("name")], **given) as made:
        yield made

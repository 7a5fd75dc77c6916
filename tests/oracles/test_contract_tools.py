"""import-linter and tach on real code bases: our contracts are kept by the code as it is, and broken by a planted import.

The whole comparison is ``python -m benchmarks.exports``.
"""

import os

import pytest

from benchmarks.codebases import RELEASES
from benchmarks.codebases.sources import DownloadError, unpacked
from benchmarks.exports import outcomes

pytestmark = pytest.mark.network


@pytest.mark.parametrize("name", ["mezzanine", "django-oscar"])
def test_contracts_hold_today_and_stop_what_is_new(name: str) -> None:
    try:
        folder = unpacked(next(release for release in RELEASES if release.name == name))
    except DownloadError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no package index: {error}")
    found = list(outcomes(folder))
    assert [(one.tool, one.as_is, one.planted) for one in found] == [("import-linter", 0, 1), ("tach", 0, 1)], found

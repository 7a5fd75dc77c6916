"""Imports agree with grimp, an independent reader: each of its edges is found, and each of ours beyond them has a reason.

The whole comparison is ``python -m benchmarks.imports``; here are its smallest packages.
"""

import os
from pathlib import Path

import pytest

from benchmarks.codebases.sources import DownloadError, unpacked
from benchmarks.imports import SUBJECTS, Subject
from benchmarks.imports.compare import compare

pytestmark = pytest.mark.network
SMALL = ("ipython", "networkx", "apache-superset", "ansible-core")


def folder_of(subject: Subject) -> Path:
    """The folder that holds the package; without a network a failure in continuous integration, else a test that is passed over."""
    try:
        return unpacked(subject.release) / subject.folder
    except DownloadError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no package index: {error}")


@pytest.mark.parametrize("subject", [one for one in SUBJECTS if one.release.name in SMALL], ids=lambda subject: subject.package)
def test_every_edge_of_grimps_is_found_and_every_other_has_a_reason(subject: Subject) -> None:
    found = compare(folder_of(subject), subject.package)
    assert found.edges > 1_000
    assert found.missing == ()
    assert found.unexplained == ()
    assert found.extra["definition"] > 20
    assert found.extra["attribute"] + found.extra["outside"] + found.extra["parent"] <= found.edges // 50, found.extra


@pytest.mark.parametrize("subject", [one for one in SUBJECTS if one.release.name == "django"], ids=lambda subject: subject.package)
def test_a_re_export_is_followed_to_a_file_that_defines_the_name(subject: Subject) -> None:
    followed = compare(folder_of(subject), subject.package).followed
    assert followed.followed > 500
    assert followed.wrong == ()

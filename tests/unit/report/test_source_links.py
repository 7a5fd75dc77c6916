"""Links of places into the web view of a repository."""

import pytest

from analyzer.model.place import Location
from analyzer.report.source_links import address, complaint

GITHUB = "https://github.com/acme/shop/blob/main/{path}#L{line}"


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (GITHUB, ""),
        ("http://localhost:8080/{path}", ""),
        ("https://example.org/x", "lacks {path}"),
        ("https://example.org/{path}?l={row}", "has {row}, which is not known"),
        ("javascript:alert('{path}')", "is no web address"),
        ('https://example.org/{path}"><script>', "is no web address"),
        ("file:///etc/{path}", "is no web address"),
    ],
)
def test_a_template_is_checked(template: str, said: str) -> None:
    assert complaint(template) == said


@pytest.mark.parametrize(
    ("place", "end"),
    [
        (Location("a/b.py", 7), "a/b.py#L7"),
        (Location("a/b.py"), "a/b.py#L1"),
        (Location("a b/ü#?.py", 2), "a%20b/%C3%BC%23%3F.py#L2"),
    ],
)
def test_a_place_becomes_an_address(place: Location, end: str) -> None:
    assert address(GITHUB, place) == f"https://github.com/acme/shop/blob/main/{end}"

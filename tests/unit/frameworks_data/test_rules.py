"""Small rules: names, patterns, chains."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.frameworks.data_access.chains import Segment, joined, prefixes, segments
from analyzer.frameworks.django.routes import joined as route_of
from analyzer.frameworks.orm.declarations import is_migration
from analyzer.frameworks.orm.schema import Nearest
from analyzer.frameworks.regex_routes import from_regex
from analyzer.frameworks.sqlalchemy.tables import snake_case
from analyzer.model.data import Entity
from analyzer.model.place import Location, ModuleName, QualName


@settings(deadline=None)  # the first example pays for an import
@given(st.from_regex(r"[A-Z][A-Za-z0-9]{0,12}", fullmatch=True))
def test_table_names_are_those_of_flask_sqlalchemy(name: str) -> None:
    theirs = pytest.importorskip("flask_sqlalchemy.model").camel_to_snake_case
    assert snake_case(name) == theirs(name)


@pytest.mark.parametrize(
    ("pattern", "route"),
    [
        (r"^$", ""),
        (r"^orders/(?P<pk>\d+)/$", "orders/<int:pk>/"),
        (r"^orders/(?P<pk>[0-9]+)/lines/(?P<slug>[\w-]+)/$", "orders/<int:pk>/lines/<slug>/"),
        (r"^a(?:b|c)/(\d+)$", "a<arg>/<arg>"),
        (r"^feed\.xml$", "feed.xml"),
        (r"^x/(?P<rest>(a|b(c))/[)]+)/?$", "x/<rest>/"),
        (r"^(?i)about\Z", "about"),
        (r"^broken/(?P<pk>\d+", "broken/<int:pk>"),
    ],
)
def test_a_regular_expression_becomes_a_path(pattern: str, route: str) -> None:
    assert from_regex(pattern) == route


@given(st.text(alphabet="()[]?P<>\\d+*^$/ab:|", max_size=40))
def test_no_pattern_stops_the_reader(pattern: str) -> None:
    assert route_of("", from_regex(pattern)).startswith("/")


@given(st.lists(st.sampled_from(["a", "b()", "c[]", "d()[]"]), min_size=1, max_size=6))
def test_a_chain_is_put_together_again(parts: list[str]) -> None:
    chain = ".".join(parts)
    taken = segments(chain)
    assert joined(taken) + ("()" if taken[-1].is_called else "") + ("[]" if taken[-1].is_indexed else "") == chain
    assert all(not re.search(r"[()\[\]]", prefix) for prefix in prefixes(taken))


def test_a_chain_in_parts() -> None:
    assert segments("Order.query.all()[]") == (Segment("Order", False, False), Segment("query", False, False), Segment("all", True, True))
    assert prefixes(segments("a.b().c")) == ["a.b", "a"]


def test_of_two_entities_of_one_table_the_nearer_one_is_meant() -> None:
    def entity(module: str) -> Entity:
        return Entity(QualName(f"{module}.User"), ModuleName(module), "users", "x", Location("x.py", 1))

    nearest = Nearest([("users", entity("one.a.models")), ("users", entity("two.models"))])
    assert nearest.find("users", "two.views") == entity("two.models")
    assert nearest.find("users", "one.b.views") == entity("one.a.models")
    assert nearest.find("orders", "one") is None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("shop/migrations/0001_initial.py", True),
        ("alembic/versions/abc.py", True),
        ("shop/versions/models.py", False),
        ("migrations.py", False),
    ],
)
def test_migrations_are_told_by_their_folder(path: str, expected: bool) -> None:
    assert is_migration(path) is expected

import re

import pytest

from analyzer.extract.deploy.gateway import locations
from analyzer.extract.patterns import pattern_of
from analyzer.extract.routes import RouteTable, route_table
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.surface import Endpoint


@pytest.mark.parametrize(
    ("route", "framework", "matches", "others"),
    [
        ("/", "flask", ["/"], ["/a", ""]),
        ("/a/", "flask", ["/a/", "/a"], ["/a/b", "/ab"]),
        ("/a.txt", "flask", ["/a.txt"], ["/aXtxt", "/a.txt/"]),
        ("/a/<int:x>", "flask", ["/a/12"], ["/a/b", "/a/12/c"]),
        ("/a/<x>.<kind>", "flask", ["/a/b.csv"], ["/a/b", "/a/b.c/d"]),
        ("/f/<path:rest>", "flask", ["/f/a/b"], ["/f/"]),
        ("/<any(about, help):page>", "flask", ["/help"], ["/other"]),
        ("/i/{id}", "fastapi", ["/i/7"], ["/i/7/8"]),
        ("/i/{rest:path}", "fastapi", ["/i/7/8"], ["/j"]),
        ("a/<slug:s>/", "django", ["/a/x-y/", "/a/x-y"], ["/a/x.y/"]),
        (r"^a/(?P<pk>\d+)/$", "django", ["/a/12/", "/a/12"], ["/a/b/", "/a/12/c"]),
        (r"^a/", "django", ["/a/anything"], ["/b"]),
        (r"/<lang>/^x/(?P<s>[-\w]+)/$", "django", ["/de/x/y-z/"], ["/x/y/"]),
        ("/ä b/<x>", "flask", ["/ä b/1"], ["/a b/1"]),
    ],
)
def test_patterns_match_what_the_framework_matches(route: str, framework: str, matches: list[str], others: list[str]) -> None:
    pattern = pattern_of(route, framework)
    assert pattern is not None
    assert [path for path in matches if not re.search(pattern.regex, path)] == []
    assert [path for path in others if re.search(pattern.regex, path)] == []


def test_what_is_no_expression_has_no_pattern() -> None:
    assert pattern_of("^(", "django") is None


def endpoint(route: str, module: str, *methods: str, framework: str = "flask", handler: str = "view") -> Endpoint:
    return Endpoint(route, methods, QualName(f"{module}.{handler}"), ModuleName(module), "", framework, Location(f"{module}.py", 1))


HOMES = {ModuleName("a.v"): "a", ModuleName("b.v"): "b", ModuleName("core"): "shared"}


def table(*endpoints: Endpoint) -> RouteTable:
    return route_table(endpoints, HOMES, ("a", "b"))[0]


def test_the_most_specific_route_wins() -> None:
    found = table(endpoint("/p/<slug>", "a.v"), endpoint("/p/new", "b.v"), endpoint("/p/<int:n>", "b.v"), endpoint("/<path:p>", "a.v"))
    assert [found.owner("GET", path) for path in ("/p/new", "/p/12", "/p/other", "/x/y")] == ["b", "b", "a", "a"]
    assert [route.route for route in found.routes] == ["/p/new", "/p/<int:n>", "/p/<slug>", "/<path:p>"]


def test_the_root_page_decides_the_default_and_the_kernel_goes_there() -> None:
    found = table(endpoint("/", "b.v"), endpoint("/x", "a.v"), endpoint("/y", "a.v"), endpoint("/health", "core"))
    assert found.default == "b"
    assert found.owner("GET", "/health") == "b"
    assert found.owner("GET", "/nothing") == "b"
    assert table(endpoint("/x", "a.v"), endpoint("/y", "a.v"), endpoint("/z", "b.v")).default == "a"


def test_methods_of_one_route_may_have_two_owners_and_are_reported() -> None:
    endpoints = [endpoint("/cart", "a.v", "GET"), endpoint("/cart", "b.v", "POST")]
    found, problems = route_table(endpoints, HOMES, ("a", "b"))
    assert [found.owner(method, "/cart") for method in ("GET", "HEAD", "POST", "OPTIONS", "PUT")] == ["a", "a", "b", "a", "a"]
    assert found.places()[0].others == (("b", ("POST",)),)
    assert [problem.code for problem in problems] == ["route-of-two-services"]


def test_a_plain_path_hands_other_methods_to_the_pattern_behind_it() -> None:
    found = table(endpoint("/p/new", "a.v", "POST"), endpoint("/p/<x>", "b.v", "GET"))
    assert [found.owner(method, "/p/new") for method in ("POST", "GET", "HEAD")] == ["a", "b", "b"]
    assert found.places()[0].others == (("b", ("GET", "HEAD")),)


def test_a_mounted_package_takes_everything_below() -> None:
    found = table(endpoint("/", "b.v"), endpoint("/admin/", "a.v", framework="django", handler="site.urls"))
    assert found.owner("GET", "/admin/login/") == "a"


def test_a_route_that_cannot_be_written_is_a_problem() -> None:
    _, problems = route_table([endpoint("^(", "a.v", framework="django")], HOMES, ("a", "b"))
    assert [problem.code for problem in problems] == ["route-not-expressed"]


def test_locations_name_each_path_once() -> None:
    found = table(endpoint("/a/", "a.v"), endpoint("/a", "b.v"), endpoint("/c/", "a.v"), endpoint("/d/<x>", "b.v"))
    assert [(modifier, path, place.service) for modifier, path, place in locations(found)] == [
        ("=", "/a", "b"),
        ("=", "/a/", "a"),
        ("=", "/c/", "a"),
        ("=", "/c", "a"),
        ("~", "^/d/[^/]+$", "b"),
    ]

"""The benchmark's comparison: what counts as found, missed, extra, foreign and made at run time."""

from typing import Any

from analyzer.model.codebase import Codebase
from analyzer.model.facts import Definition, DefinitionKind
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.source import FileKind, SourceFile
from analyzer.model.surface import Endpoint
from benchmarks.endpoints.compare import Comparison, compare

AT = Location("shop/views.py", 1)


def _row(route: str, *handlers: str, methods: tuple[str, ...] = ("GET",), own: bool = True) -> dict[str, Any]:
    return {"route": route, "methods": list(methods), "handlers": list(handlers), "own": own}


def _endpoint(route: str, handler: str, *methods: str, framework: str = "flask", path: str = "shop/views.py") -> Endpoint:
    return Endpoint(route, methods, QualName(handler), ModuleName("shop.views"), "", framework, Location(path, 1))


def _compare(rows: list[dict[str, Any]], *endpoints: Endpoint, framework: str = "flask") -> Comparison:
    names = ("shop.views.a", "shop.views.b", "shop.views.make")
    definitions = tuple(Definition(QualName(name), ModuleName("shop.views"), DefinitionKind.FUNCTION, AT, 2) for name in names)
    files = tuple(
        SourceFile(ModuleName(path[:-3].replace("/", ".")), path, "", 1, kind=kind)
        for path, kind in (("shop/views.py", FileKind.CODE), ("shop/tests.py", FileKind.TEST))
    )
    return compare(rows, Codebase("shop", files, {Definition: definitions, Endpoint: endpoints}), framework)


def test_route_method_and_handler_must_agree() -> None:
    rows = [_row("/a", "shop.views.a", methods=("GET", "POST", "HEAD", "OPTIONS")), _row("/b", "shop.views.b")]
    seen = _compare(
        rows, _endpoint("/a", "shop.views.a", "GET"), _endpoint("/b", "shop.views.a", "GET"), _endpoint("/c", "shop.views.b", "PUT")
    )
    assert [(one.route, one.method) for one in seen.both] == [("/a", "GET")]
    assert [(one.route, one.method) for one in seen.missed] == [("/a", "POST"), ("/b", "GET")]
    assert [(one.route, one.method) for one in seen.extra] == [("/b", "GET"), ("/c", "PUT")]
    assert (seen.recall, seen.precision) == (1 / 3, 1 / 3)


def test_a_handler_may_go_by_what_it_wraps_and_by_its_maker() -> None:
    rows = [_row("/a", "functools.wrapper", "shop.views.a"), _row("/m", "shop.views.make.inner")]
    seen = _compare(rows, _endpoint("/a", "shop.views.a", "GET"), _endpoint("/m", "shop.views.make", "GET"))
    assert len(seen.both) == 2
    assert not seen.extra


def test_foreign_and_made_routes_and_those_of_tests_do_not_count() -> None:
    rows = [_row("/static", "flask.app.send", own=False), _row("/made", "shop.views.TypeMade")]
    seen = _compare(rows, _endpoint("/static", "shop.views.a", "GET"), _endpoint("/t", "shop.views.a", "GET", path="shop/tests.py"))
    assert (seen.foreign, len(seen.made), seen.missed, seen.extra, seen.both) == (1, 1, (), (), ())


def test_notations_of_django_are_alike_and_methods_may_be_unknown() -> None:
    rows = [_row("/x/<pk>/f\\.js", "shop.views.a", methods=("",)), _row("/y/<var>/", "shop.views.b", methods=("",))]
    found = (
        _endpoint("/x/<int:pk>/f.js", "shop.views.a", "GET", framework="django"),
        _endpoint("/y/<arg>/", "shop.views.b", framework="django"),
    )
    seen = _compare(rows, *found, framework="django")
    assert len(seen.both) == 2
    assert not seen.extra

"""The way out of the sample: every number follows from the report, every planted problem stands where a team meets it."""

import functools
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from analyzer.model.partition import SHARED
from analyzer.model.plan import Remedy, TieKind
from analyzer.model.roadmap import EffortTerm
from analyzer.report.describe import describe
from analyzer.report.document import Report
from tests.sample_answer import PROBLEMS, function_around
from tests.unit.exports import webnet


@functools.cache
def report() -> Report:
    return describe(webnet())


def rows(term: EffortTerm, service: str) -> Iterable[Any]:
    """The part of the report that a term counts, by the words of its source."""
    source = urlsplit(term.source)
    wants = {key: values[0] for key, values in parse_qs(source.query).items()}
    order = [step.service for step in report().steps]
    later = {*order[order.index(service) + 1 :], SHARED}
    for row in getattr(report(), source.path):
        ends = set(getattr(row, "services", ())) or {getattr(row, "caller", ""), getattr(row, "callee", "")}
        checks = {
            "class": lambda row=row: row.seam_class == wants["class"],
            "service": lambda ends=ends: wants["service"] in ends,
            "with": lambda ends=ends: bool(ends & later),
            "kind": lambda row=row: row.kind == wants["kind"],
            "owner": lambda row=row: row.owner == wants["owner"],
            "id": lambda row=row: row.id == wants["id"],
            "services": lambda ends=ends: len(ends) >= int(wants["services"]),
        }
        if all(checks[key]() for key in wants):
            yield row


def test_the_modular_monolith_comes_first_then_every_service_once_in_the_order_of_waves() -> None:
    assert report().steps[0].wave == 0 and report().steps[0].service == ""
    assert sorted(step.service for step in report().steps[1:]) == list(webnet().partition.services)
    assert [step.wave for step in report().steps] == sorted(step.wave for step in report().steps)


def test_every_term_counts_what_its_source_says() -> None:
    checked = 0
    for step in report().steps:
        for term in step.effort.terms:
            if term.source:
                assert term.count == len(list(rows(term, step.service))), (step.title, term)
                checked += 1
    assert checked > 50


def test_an_effort_is_the_sum_of_its_terms_and_its_range_is_the_cone_of_uncertainty() -> None:
    for effort in (step.effort for step in report().steps):
        likely = sum(term.count * term.days for term in effort.terms)
        assert effort.likely == round(likely, 1) and effort.low == round(likely / 2, 1) and effort.high == round(likely * 2, 1)
        assert all(f"{term.count} x {term.days:g} ({term.name})" in effort.formula for term in effort.terms)
    assert report().summary.effort == tuple(
        round(sum(getattr(step.effort, name) for step in report().steps), 1) for name in ("low", "likely", "high")
    )


def test_each_crossing_is_work_of_one_step_only() -> None:
    counted = sum(term.count for step in report().steps for term in step.effort.terms if term.source.startswith("seams?"))
    assert counted == len(report().seams)


def test_every_step_has_a_check_and_every_prerequisite_a_place_and_a_remedy() -> None:
    for step in report().steps:
        assert "lint-imports" in step.check and step.done and step.why
        assert all(before.places and before.remedy and before.what for before in step.prerequisites), step.title


def test_gains_are_counted_from_the_tests_of_the_code_base() -> None:
    tests = sum(test.tests for test in report().tests)
    assert tests == report().summary.tests > 200
    for step in report().steps[1:]:
        concerned = [t.tests for t in report().tests if t.service == step.service or (not t.service and step.service in t.services)]
        assert (step.gain.tests, step.gain.tests_after) == (tests, sum(concerned))
        assert step.gain.tests_after < tests / 2


WHERE = {
    "shared-write": {TieKind.SHARED_WRITE},
    "cross-service-transaction": {TieKind.TRANSACTION},
    "cross-service-foreign-key": {TieKind.FOREIGN_KEY, TieKind.NAVIGATION, TieKind.CASCADE},
}
BEFORE = ("import-cycle", "god-module", "import-side-effect", "lazy-import", "ubiquitous-decorator", "shared-template")


@pytest.mark.parametrize("problem", [p for p in PROBLEMS if p["kind"] in WHERE], ids=lambda p: f"{p['kind']}-{p['path']}-{p['line']}")
def test_planted_data_problems_are_ties_with_a_remedy(problem: dict[str, Any]) -> None:
    path, line = problem["path"], problem["line"]
    lines = function_around(path, line) if problem["kind"] != "cross-service-foreign-key" else range(line, line + 1)
    ties = [tie for tie in report().data_ties if tie.kind in WHERE[problem["kind"]]]
    found = [tie for tie in ties if any(at.path == path and at.line in lines for at in tie.places)]
    assert found, problem["what"]
    assert all(tie.remedy in Remedy and tie.how and tie.why and len(tie.services) > 1 for tie in found)


@pytest.mark.parametrize("problem", [p for p in PROBLEMS if p["kind"] in BEFORE], ids=lambda p: f"{p['kind']}-{p['path']}-{p['line']}")
def test_planted_problems_of_structure_are_findings_with_a_remedy(problem: dict[str, Any]) -> None:
    found = [one for one in report().findings if one.kind == problem["kind"]]
    assert any(at.path == problem["path"] and at.line == problem["line"] for one in found for at in (one.at, *one.places)), problem["what"]
    assert all(one.remedy for one in found)


def test_planted_conflict_is_removed_by_the_split_and_dead_code_need_not_move() -> None:
    (conflict,) = report().conflicts
    assert (conflict.name, conflict.fate, conflict.services) == ("tabulate", "removed", ("content", "reporting"))
    assert "own version" in conflict.why
    assert [dead.module for dead in report().dead_modules] == ["webnet.billing.legacy_tax"]
    assert any(before.kind == "dead-code" for before in report().steps[0].prerequisites)


def test_the_services_of_the_sample_need_each_other_in_a_circle_that_can_be_cut() -> None:
    (circle,) = report().circles
    assert circle.is_exact and {"orders", "billing", "catalogue"} <= set(circle.services)
    assert 0 < circle.cost == round(sum(edge.cost for edge in circle.cut), 2)
    assert all(edge.places and edge.remedy for edge in circle.cut)


def test_a_service_says_what_it_exposes_reads_and_sends() -> None:
    orders = next(service for service in report().services if service.id == "orders")
    assert {use.name for use in orders.sends} >= {"order.placed", "order.cancelled"}
    assert "STORE_COUNTRY" in {use.name for use in orders.settings}
    assert orders.exposes[0].name == "webnet.models.Order" and orders.exposes[0].count > 20
    assert "webnet/templates/orders/cart.html" in orders.templates
    assert "tests.http.test_orders" in orders.tests
    assert orders.classes >= 6 and orders.functions >= 50

"""Redaction: the same name becomes the same word everywhere, nothing of the code base is left, and nothing else changes."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from analyzer.disk import templates_folder
from analyzer.model.analysis import Analysis
from analyzer.model.place import Location
from analyzer.report import make_reports
from analyzer.report.redaction import redacted
from tests.unit.report.fixture import HOSTILE, large, shop

NAMES = ("shop", "catalogue", "notifications", "accounts", "shipping", "billing", "OrdersRow", "part3", "function_1", "sweep")


def texts(analysis: Analysis) -> dict[str, str]:
    files, _ = make_reports(analysis, templates_folder(), None)
    return {file.path: file.text for file in files}


def shape(value: Any) -> Any:
    """A JSON value without its texts."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    return [shape(item) for item in value] if isinstance(value, list) else "" if isinstance(value, str) else value


def test_no_name_of_the_code_base_is_left_in_any_file() -> None:
    plain, hidden = texts(shop(hostile=False)), texts(redacted(shop(hostile=False)))
    assert plain.keys() == hidden.keys()
    for name in NAMES:
        word = re.compile(rf"(?<![A-Za-z]){name}(?![A-Za-z])")
        assert word.search(plain["report.json"]), name
        assert [path for path, text in hidden.items() if word.search(text)] == [], name


def test_figures_places_and_shape_stay() -> None:
    plain, hidden = (json.loads(texts(one)["report.json"]) for one in (shop(hostile=False), redacted(shop(hostile=False))))
    assert shape(plain["summary"]) == shape(hidden["summary"])
    assert [shape(service) for service in plain["services"]] == [shape(service) for service in hidden["services"]]
    assert plain["summary"]["verdict_reasons"] == hidden["summary"]["verdict_reasons"], "sentences of ours stay"
    assert [seam["at"] if "at" in seam else seam["sites"][0]["line"] for seam in plain["seams"]] == [
        seam["at"] if "at" in seam else seam["sites"][0]["line"] for seam in hidden["seams"]
    ]
    assert plain["measures"] == hidden["measures"] and plain["cuts"] == hidden["cuts"]
    assert [finding["kind"] for finding in plain["findings"]] == [finding["kind"] for finding in hidden["findings"]]


def test_the_same_name_is_the_same_word_everywhere() -> None:
    hidden = redacted(shop(hostile=False))
    homes = hidden.partition.homes()
    assert {service.id for service in hidden.plan.services} == set(hidden.partition.services)
    assert all(homes[module] == service.id for service in hidden.plan.services for module in service.modules)
    billing = next(service for service in hidden.plan.services if len(service.modules) == 7)
    assert billing.title == billing.id and all(f".{billing.id}." in module for module in billing.modules)
    paths = {file.module: file.path for file in hidden.codebase.files}
    assert all(path == module.replace(".", "/") + ".py" for module, path in paths.items())
    assert any(billing.id in finding.message for finding in hidden.plan.findings)


@pytest.mark.parametrize("analysis", [shop(), large(modules=120, services=6)], ids=["hostile", "large"])
def test_twice_the_same_and_never_two_names_for_one(analysis: Analysis) -> None:
    once, again = redacted(analysis), redacted(analysis)
    assert once == again
    for plain, hidden in ((analysis.codebase.files, once.codebase.files), (analysis.plan.services, once.plan.services)):
        assert len(plain) == len(hidden)
    assert len({file.module for file in once.codebase.files}) == len({file.module for file in analysis.codebase.files})
    assert texts(once)


def test_a_word_of_a_sentence_stays_and_a_name_in_it_goes() -> None:
    analysis = shop(hostile=False)
    finding = replace(
        analysis.plan.findings[0], message="orders calls shop.orders.part0 before the order of calls is known", at=Location("a", 1)
    )
    analysis = replace(analysis, plan=replace(analysis.plan, findings=(finding,)))
    hidden = redacted(analysis).plan.findings[0].message
    service = next(one.id for one in redacted(analysis).plan.services if len(one.modules) == 12)
    assert re.fullmatch(rf"{service} calls \w+\.{service}\.\w+ before the order of calls is known", hidden), hidden


def test_hostile_names_lose_their_words_and_keep_their_tricks_harmless() -> None:
    page = texts(redacted(shop()))["report.html"]
    assert "<img" not in page and page.count("</script>") == 5
    assert not any(name in page for name in HOSTILE[:4])

"""Every module of the sample, and of this project itself, is explained with a place; no home is given silently."""

import shutil
from pathlib import Path

import pytest

from analyzer.app.explaining import KINDS, answer_text
from analyzer.app.job import Job
from analyzer.app.remembering import analysed
from analyzer.model.analysis import Analysis
from analyzer.model.explanation import Ground, ModuleAnswer, PairAnswer, ServiceAnswer
from analyzer.model.partition import SHARED
from analyzer.report.explanations import explain
from tests.e2e.command import copy_of_sample

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module", params=["sample", "this project"])
def analysis(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    folder = tmp_path_factory.mktemp("code")
    if request.param == "sample":
        copy_of_sample(folder / "app")
    else:
        shutil.copytree(ROOT / "analyzer", folder / "app" / "analyzer", ignore=shutil.ignore_patterns("__pycache__", "_*s"))
        (folder / "app" / "orphan.py").write_text("ANSWER = 42\n", encoding="utf-8")
    return analysed(Job(folder / "app", folder / "out", workers=1, cached=False))


def places_exist(analysis: Analysis, grounds: list[Ground]) -> bool:
    lines = {file.path: file.lines for file in analysis.codebase.files}
    assets = {asset.path for asset in analysis.codebase.assets}
    return all(1 <= one.at.line <= max(lines[one.at.path], 1) if one.at.path in lines else one.at.path in assets for one in grounds)


def grounds_in(answer: ModuleAnswer | ServiceAnswer | PairAnswer) -> list[Ground]:
    against = answer.against if isinstance(answer, ModuleAnswer) else ()
    return [ground for signal in (*answer.evidence, *against) for ground in signal.grounds]


def test_every_module_shows_evidence_with_file_and_line(analysis: Analysis) -> None:
    homes = analysis.partition.homes()
    for module in analysis.codebase.modules:
        answer = explain(analysis, [f"module:{module}"])
        assert isinstance(answer, ModuleAnswer)
        assert (answer.module, answer.service) == (module, homes[module])
        assert grounds_in(answer) and places_exist(analysis, grounds_in(answer)), module
        assert answer.reason
        assert all(module in (ground.module, ground.other) for ground in grounds_in(answer)), module


def test_no_module_is_placed_silently(analysis: Analysis) -> None:
    """Where nothing speaks for a home the answer says so; else at least one piece of evidence leads into the home."""
    homes = analysis.partition.homes()
    for module in analysis.codebase.modules:
        answer = explain(analysis, [f"module:{module}"])
        assert isinstance(answer, ModuleAnswer)
        if answer.by_default:
            assert [one.signal for one in answer.evidence] == ["default"]
            assert "by default" in answer_text(answer, "text")
        elif answer.service != SHARED:
            others = [ground.other if ground.module == module else ground.module for one in answer.evidence for ground in one.grounds]
            assert others and {homes[other] for other in others} == {answer.service}, module


def test_the_evidence_of_a_module_is_ordered_and_adds_up(analysis: Analysis) -> None:
    for module in analysis.graph.nodes:
        answer = explain(analysis, [f"module:{module}"])
        assert isinstance(answer, ModuleAnswer)
        weights = [one.weight for one in answer.evidence]
        assert weights == sorted(weights, reverse=True)
        home = next((one for one in answer.homes if one.service == answer.service), None)
        assert sum(weights) == pytest.approx(home.weight if home else 0.0, abs=1e-3)
        assert [one.weight for one in answer.homes] == sorted((one.weight for one in answer.homes), reverse=True)


def test_every_service_and_the_kernel_are_explained(analysis: Analysis) -> None:
    for service in (*analysis.partition.services, SHARED):
        answer = explain(analysis, [f"service:{service}"])
        assert isinstance(answer, ServiceAnswer)
        assert answer.modules == analysis.partition.members(service)
        assert places_exist(analysis, grounds_in(answer))
        assert {doubt.module for doubt in answer.doubts} == set(analysis.partition.uncertain) & set(answer.modules)


def test_two_services_are_tied_the_same_whichever_is_named_first(analysis: Analysis) -> None:
    services = analysis.partition.services[:5]
    for first in services:
        for second in services:
            if first < second:
                one, other = (explain(analysis, names) for names in ([first, second], [second, first]))
                assert isinstance(one, PairAnswer) and isinstance(other, PairAnswer)
                assert (one.weight, one.share, one.evidence, one.data) == (other.weight, other.share, other.evidence, other.data)
                assert places_exist(analysis, grounds_in(one))


@pytest.mark.parametrize("format_", ["text", "markdown", "json"])
def test_every_kind_of_answer_is_written_in_every_format(analysis: Analysis, format_: str) -> None:
    services = analysis.partition.services
    for names in ([f"module:{analysis.codebase.modules[0]}"], [services[0]], [services[0], services[1]]):
        answer = explain(analysis, names)
        text = answer_text(answer, format_)
        assert text.endswith("\n") and "\x1b" not in text
        if format_ == "json":
            assert f'"kind": "{KINDS[type(answer)]}"' in text

"""Our exports, read by those who read such files: Mermaid in a browser, a parser of Structurizr's DSL, Backstage's own schemas. PlantUML
itself reads its drawing in ``tests/unit/exports/test_drawings.py``."""

import os
import re
import subprocess
from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from analyzer.disk import templates_folder
from analyzer.model.analysis import Analysis
from analyzer.report import make_format
from benchmarks.codebases.sources import DownloadError
from benchmarks.exports.readers import backstage_says, mermaid_says, structurizr_says
from tests.e2e.browsing import BROWSER
from tests.unit.exports import odd, text_of, webnet
from tests.unit.report.fixture import large, shop

pytestmark = pytest.mark.network
T = TypeVar("T")

SUBJECTS = {"webnet": webnet, "hostile": shop, "odd": odd, "large": lambda: large(200, 12)}


@pytest.fixture(params=SUBJECTS)
def analysis(request: pytest.FixtureRequest) -> Analysis:
    return SUBJECTS[request.param]()


def said(reader: Callable[[Any], T], text: Any) -> T:
    """What a reader says; without a registry a failure in continuous integration, else the test is passed over."""
    try:
        return reader(text)
    except DownloadError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"a reader cannot be fetched: {error}")


def containers(analysis: Analysis) -> int:
    return len(analysis.plan.services) + sum(bool(service.entities) for service in analysis.plan.services)


def test_a_parser_of_structurizrs_language_finds_every_container(analysis: Analysis) -> None:
    found = said(structurizr_says, text_of("structurizr", analysis))
    assert found["diagnostics"] == []
    assert len(found["containers"]) == len(set(found["containers"])) == containers(analysis)
    assert found["relationships"] == len(re.findall(r"(?m)^    \w+ -> ", text_of("structurizr", analysis)))


def test_the_parser_does_refuse_what_is_no_dsl() -> None:
    broken = text_of("structurizr", webnet()).replace(" {\n  model {", " {\n  modle {{", 1)
    with pytest.raises(subprocess.CalledProcessError):
        said(structurizr_says, broken)


def test_mermaid_draws_the_export_and_the_graph_of_the_report(analysis: Analysis) -> None:
    if BROWSER is None:
        pytest.skip("chromium is not installed (apt-get install chromium): Mermaid does not read the drawings")
    page = make_format("md", analysis, templates_folder()).files[0].text
    graph = re.search(r"```mermaid\n(.*?)```", page, re.DOTALL)
    assert graph
    kinds = said(mermaid_says, [text_of("mermaid", analysis), graph[1], 'flowchart LR\n  a["x" --> b'])
    assert kinds[:2] == ["flowchart-v2", "flowchart-v2"] and "rror" in kinds[2]


def test_backstages_schemas_have_nothing_against_the_catalogue(analysis: Analysis) -> None:
    text = text_of("backstage", analysis)
    assert said(backstage_says, text) == []
    assert said(backstage_says, text.replace('lifecycle: "', 'lifecicle: "', 1))

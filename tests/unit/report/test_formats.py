import json
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from markdown_it import MarkdownIt

from analyzer.disk import Templates, templates_folder
from analyzer.model.place import Problem
from analyzer.report import REPORTS, DotError, find_dot, make_reports
from analyzer.report.encoding import schema
from tests.unit.report.fixture import HOSTILE, LONG, SCRIPT, large, shop

ROOT = Path(__file__).parents[3]
NAMES = ["graph.dot", "graph.svg", "partition.json", "report.html", "report.json", "report.md"]


def reports(hostile: bool = True) -> dict[str, str]:
    files, _ = make_reports(shop(hostile), templates_folder(), None)
    return {file.path: file.text for file in files}


def test_every_format_writes_the_file_of_its_name() -> None:
    assert sorted(reports()) == NAMES == sorted(report.name for report in REPORTS)


def test_the_same_analysis_gives_the_same_bytes_under_every_hash_seed() -> None:
    program = (
        "import hashlib; from tests.unit.report.test_formats import reports;"
        "print({name: hashlib.sha256(text.encode()).hexdigest() for name, text in reports().items()})"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("0", "4711")
    }
    assert len(outputs) == 1


def test_every_file_is_utf8_and_has_no_character_that_hides_or_turns_text() -> None:
    for name, text in reports().items():
        text.encode()
        if not name.endswith(".json"):
            assert not re.search("[\u202a-\u202e\u2066-\u2069\u2028\x00]", text.split('id="report"')[0]), name


def test_the_data_is_valid_against_the_published_schema() -> None:
    published = json.loads((ROOT / "docs/report.schema.json").read_text())
    checker = jsonschema.Draft202012Validator(published)
    for analysis in (shop(), shop(hostile=False), large(modules=60, services=6)):
        files, _ = make_reports(analysis, templates_folder(), None)
        data = json.loads(next(file.text for file in files if file.path == "report.json"))
        checker.validate(data)
        assert data["schema_version"] == "1.2"
    with pytest.raises(jsonschema.ValidationError):
        checker.validate({**data, "services": [{"id": "incomplete"}]})


def test_the_published_schema_is_what_the_code_says() -> None:
    """Rewritten by: python -m tests.unit.report.test_formats"""
    assert (ROOT / "docs/report.schema.json").read_text() == json.dumps(schema(), indent=1) + "\n"


def test_every_module_has_a_home_in_the_partition_file() -> None:
    homes = json.loads(reports(hostile=False)["partition.json"])
    assert homes["shop.orders.part3"] == "orders" and homes["shop.core.base1"] == "shared"
    assert len(homes) == 55 and list(homes) == sorted(homes)


def test_a_name_that_is_no_unicode_text_does_not_stop_the_data() -> None:
    assert any(name.startswith("shop.orders.\\udc80lone") for name in json.loads(reports()["partition.json"]))


def test_the_page_holds_no_remote_reference_and_a_policy_that_forbids_them() -> None:
    page = reports()["report.html"]
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    rules = policy[1].replace("&#39;", "'")
    assert rules.startswith("default-src 'none'; script-src 'sha256-") and "unsafe" not in rules and "http" not in rules
    assert not re.search(r'(?:src|href|action)\s*=\s*"?(?:https?:)?//', page.split('id="report"')[0])
    assert "@import" not in page and "url(http" not in page


def test_names_do_not_become_markup_in_the_page() -> None:
    page = reports()["report.html"]
    assert page.count("</script>") == 5, "words, data, two libraries, script: and no other end of a script element"
    assert SCRIPT not in page and "<img" not in page
    data = re.search(r'<script type="application/json" id="report">(.*?)</script>', page, re.DOTALL)
    assert data and json.loads(data[1])["report"]["value"]["name"] == SCRIPT


def test_a_large_code_base_gives_a_small_page() -> None:
    files, _ = make_reports(large(), templates_folder(), None)
    page = next(file.text for file in files if file.path == "report.html")
    assert len(page.encode()) < 2_000_000
    assert 'type="text/plain" id="report"' in page


def test_names_do_not_become_markup_in_markdown() -> None:
    text = reports()["report.md"]
    page = MarkdownIt("commonmark").enable("table").render(text)
    assert "&lt;img src=x" in page and not re.search("<(img|b|script|a)[ >]", page)
    assert LONG not in text
    assert "line\nbreak" not in text
    tables = [block for block in re.split(r"\n\s*\n", text) if block.startswith("|")]
    assert len(tables) >= 4
    for block in tables:
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(widths) == 1, block


def test_the_mermaid_graph_has_plain_labels() -> None:
    graph = re.search(r"```mermaid\n(.*?)```", reports()["report.md"], re.DOTALL)
    assert graph
    lines = graph[1].splitlines()
    assert lines[0] == "flowchart LR"
    for line in lines[1:]:
        assert re.fullmatch(r'  s\d+\["[\w ._#;-]+<br/>\d+ modules?"\]|  s\d+ -->\|\d+\| s\d+', line), line


def test_the_dot_text_is_accepted_whatever_the_names() -> None:
    text = reports()["graph.dot"]
    assert text.count("subgraph cluster_") == 7
    strings = re.findall(r'"(?:[^"\\]|\\.)*"', text)
    assert '"' not in re.sub(r'"(?:[^"\\]|\\.)*"', "", text)
    assert all("\n" not in string for string in strings)


@pytest.mark.skipif(shutil.which("dot") is None, reason="the dot program of graphviz is not installed")
def test_graphviz_draws_the_graph_without_comments() -> None:
    analysis = shop()
    files, problems = make_reports(analysis, templates_folder(), find_dot())
    svg = next(file.text for file in files if file.path == "graph.svg")
    assert problems == ()
    assert "<!--" not in svg and "graphviz version" not in svg
    ET.fromstring(svg)
    again, _ = make_reports(analysis, templates_folder(), find_dot())
    assert next(file.text for file in again if file.path == "graph.svg") == svg


def failing(_: str) -> str:
    raise DotError("graphviz needed more than 20 seconds")


@pytest.mark.parametrize("dot", [None, failing])
def test_without_graphviz_only_the_picture_differs_and_one_hint_says_so(dot: object) -> None:
    drawn, none = make_reports(shop(), templates_folder(), lambda _: "<svg><!-- v 1 --></svg>")
    own, problems = make_reports(shop(), templates_folder(), dot)  # type: ignore[arg-type]
    assert none == () and [problem.code for problem in problems] == ["no-dot"]
    assert problems[0].hint
    differing = [a.path for a, b in zip(drawn, own, strict=True) if a != b]
    assert differing == ["graph.svg"]
    assert next(file.text for file in drawn if file.path == "graph.svg") == "<svg></svg>\n"


def test_a_broken_template_costs_the_page_only(tmp_path: Path) -> None:
    (tmp_path / "report").mkdir()
    (tmp_path / "report/report.html.j2").write_text("<h1>{{ no_such_value.field }}</h1>\n")
    files, problems = make_reports(shop(), templates_folder(tmp_path), lambda _: "<svg/>")
    assert "report.html" not in {file.path for file in files} and len(files.files) == len(NAMES) - 1
    assert [problem.code for problem in problems] == ["bad-template"]
    assert isinstance(problems[0], Problem) and "no_such_value" in problems[0].message


def test_a_template_that_is_missing_costs_the_page_only(tmp_path: Path) -> None:
    _, problems = make_reports(shop(), Templates((tmp_path,)), lambda _: "<svg/>")
    assert [problem.code for problem in problems] == ["bad-template"]


def test_an_empty_proposal_has_reports_too() -> None:
    analysis = shop(hostile=False)
    plan = replace(
        analysis.plan, services=(), seams=(), findings=(), ownership=(), crossing_links=(), conflicts=(), shared_modules=(), verdict="leave"
    )
    empty = replace(analysis, plan=plan, partition=replace(analysis.partition, placements=()), alternatives=())
    files, _ = make_reports(empty, templates_folder(), None)
    texts = {file.path: file.text for file in files}
    assert "Leave it whole" in texts["report.html"] and "Leave it whole" in texts["report.md"]
    ET.fromstring(texts["graph.svg"])


def test_hostile_names_reach_every_format() -> None:
    """Guards the tests above: they would pass if the names were left out."""
    data = json.loads(reports()["report.json"])
    messages = " ".join(finding["message"] for finding in data["findings"])
    assert all(name.encode("utf-8", "backslashreplace").decode() in messages for name in HOSTILE)
    assert "onerror" in reports()["report.md"] and "onerror" in reports()["graph.dot"] + reports()["report.html"]


if __name__ == "__main__":
    (ROOT / "docs/report.schema.json").write_text(json.dumps(schema(), indent=1) + "\n")

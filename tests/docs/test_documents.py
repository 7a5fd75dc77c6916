"""Documents cannot lie: members and problem codes are documented and the reverse, links lead somewhere, printed pages are fresh."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzer.frameworks import FRAMEWORKS
from analyzer.plan.findings import FINDINGS
from analyzer.read.boundaries import read_boundaries
from analyzer.report import REPORTS
from analyzer.report.exports import EXPORTS
from analyzer.signals import SIGNALS
from tools.docs import PRINTED

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
CODE = re.compile(r"^[a-z]+(?:-[a-z0-9]+)+$|^unreadable$")
HEADING = re.compile(r"^#{2,4} +(`?)([a-z][a-z0-9._-]*)\1\s*$", re.MULTILINE)


def headings(page: str) -> set[str]:
    """The headings of a page that consist of one name: one word that begins with a small letter."""
    return {name for _, name in HEADING.findall((ROOT / "docs" / page).read_text(encoding="utf-8"))}


def codes() -> set[str]:
    """The problem codes that the code base can give: literals in calls of Problem and of functions that return one."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "analyzer").rglob("*.py")]
    functions = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    constants = {
        node.targets[0].id: node.value.value
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and isinstance(node.value, ast.Constant)
    }
    makers = {node.name for node in functions if node.returns and re.search(r"\bProblem\b|\bParsed\b", ast.unparse(node.returns))}
    return {text for tree in trees for call in calls(tree, {"Problem", *makers}) for text in literals(call, constants) if CODE.match(text)}


def calls(tree: ast.Module, names: set[str]) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in names:
            yield node


def literals(call: ast.Call, constants: dict[str, object]) -> Iterator[str]:
    """The strings among the arguments of a call, those of named constants included."""
    for value in [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "code")]:
        found = value.value if isinstance(value, ast.Constant) else constants.get(value.id) if isinstance(value, ast.Name) else None
        if isinstance(found, str):
            yield found


def test_every_problem_code_is_documented_and_every_documented_one_exists() -> None:
    used = codes()
    assert {"syntax-error", "boundaries-type", "no-history"} <= used
    assert used == headings("problems.md")


@pytest.mark.parametrize(
    ("page", "members"),
    [
        ("frameworks.md", {member.name for member in FRAMEWORKS}),
        ("findings.md", {member.kind for member in FINDINGS}),
        ("report.md", {member.name for member in REPORTS}),
        ("exports.md", {member.name for member in EXPORTS}),
        ("boundaries.md", {member.name for member in SIGNALS}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_member_is_documented_and_every_documented_one_exists(page: str, members: set[str]) -> None:
    assert headings(page) == members


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    targets = [target.partition("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text)]
    assert [target for target in targets if target and "://" not in target and not (page.parent / target).exists()] == []


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    pages = [path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md") if path.name != "index.md"]
    assert [page for page in pages if f"({page})" not in index] == []


@pytest.mark.parametrize("name", PRINTED)
def test_printed_pages_are_as_the_code_says(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == PRINTED[name](), "run make docs"


def test_the_example_of_the_boundaries_file_is_read_without_a_problem() -> None:
    text = (ROOT / "docs" / "boundaries-file.md").read_text(encoding="utf-8")
    example = re.findall(r"^```toml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)[0]
    modules = ["shop.orders.models", "shop.orders.views", "shop.billing.invoices", "shop.db"]
    found = read_boundaries(example, "boundaries.toml", modules)
    assert found.problems == ()
    assert len(found.homes) == len(modules)


def test_the_readme_names_commands_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md"):
        for target in re.findall(r"(?:`|\$ )make ([a-z]+)\b", page.read_text(encoding="utf-8")):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_continuous_integration_runs_the_readmes_test_command_and_every_check() -> None:
    commands = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert commands[-2:] == ["make test", "make check"]
    assert "set -euo pipefail" in commands

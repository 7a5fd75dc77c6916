"""What the architect writes into boundaries.toml holds in the next analysis and in the services."""

import json
from pathlib import Path

import pytest

from analyzer.app import Job, analyze_to, scaffold_to
from tests.e2e.command import copy_of_sample


def homes(out: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads((out / "partition.json").read_text())
    return found


@pytest.fixture(scope="module")
def proposal(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The sample, and the boundaries that are proposed for it."""
    app = copy_of_sample(tmp_path_factory.mktemp("app") / "app")
    out = tmp_path_factory.mktemp("out")
    analyze_to(Job(app, out, workers=1))
    return app, (out / "boundaries.toml").read_text()


def members(text: str, service: str) -> list[str]:
    """The modules in the list of a service."""
    lines = text[text.index(f"[services.{service}]") :].splitlines()
    start, end = lines.index("modules = ["), lines.index("]")
    return [line.strip(' ",') for line in lines[start + 1 : end]]


def test_nothing_moves_without_an_edit(proposal: tuple[Path, str], tmp_path: Path) -> None:
    app, text = proposal
    (tmp_path / "boundaries.toml").write_text(text)
    analyze_to(Job(app, tmp_path, workers=1))
    assert (tmp_path / "boundaries.toml").read_text() == text


def test_moves_names_and_comments_hold(proposal: tuple[Path, str], tmp_path: Path) -> None:
    app, text = proposal
    moved = members(text, "orders")[-1]
    edited = text.replace(f'    "{moved}",\n', "").replace("[services.search]", "# the finders\n[services.discovery]")
    head = '[services.content]\ntitle = "Content"\nmodules = [\n'
    assert head in edited
    edited = edited.replace(
        head, f'[services.content]\ntitle = "Pages & posts"  # as the team says\nmodules = [\n    "{moved}",  # agreed\n'
    )
    (tmp_path / "boundaries.toml").write_text(edited)
    analyze_to(Job(app, tmp_path, workers=1))
    found = homes(tmp_path)
    assert found[moved] == "content"
    assert {found[module] for module in members(text, "search")} == {"discovery"}
    assert (tmp_path / "boundaries.toml").read_text() == edited
    report = json.loads((tmp_path / "report.json").read_text())
    assert {service["title"] for service in report["services"] if service["id"] == "content"} == {"Pages & posts"}
    scaffold_to(Job(app, tmp_path, workers=1))
    assert (tmp_path / "services" / "discovery").is_dir() and not (tmp_path / "services" / "search").exists()
    assert (tmp_path / "services" / "content" / f"{moved.replace('.', '/')}.py").is_file()


def test_decisions_hold_over_the_lists(proposal: tuple[Path, str], tmp_path: Path) -> None:
    app, text = proposal
    orders, billing, search, content = (members(text, service) for service in ("orders", "billing", "search", "content"))
    decisions = "\n".join(
        (
            "[decisions]",
            f'pin = {{ "{billing[-1]}" = "orders" }}',
            f'shared = ["{search[-1]}"]',
            f'together = [["{content[0]}", "{orders[-1]}"]]',
            f'apart = [["{content[1]}", "{content[2]}"]]',
        )
    )
    edited = text.replace("\n[decisions]", f"\n{decisions}")
    (tmp_path / "boundaries.toml").write_text(edited)
    analyze_to(Job(app, tmp_path, workers=1))
    found = homes(tmp_path)
    assert found[billing[-1]] == "orders"
    assert found[search[-1]] == "shared"
    assert found[orders[-1]] == found[content[0]] == "content"
    assert found[content[1]] == "content" != found[content[2]]
    assert decisions in (tmp_path / "boundaries.toml").read_text()
    others = set(content[3:]) - {content[2]}
    assert {found[module] for module in others} == {"content"}


def test_a_module_that_is_taken_out_and_one_that_is_new_are_placed_and_one_that_is_gone_is_told(
    proposal: tuple[Path, str], tmp_path: Path
) -> None:
    app, text = proposal
    freed = members(text, "orders")[0]
    edited = text.replace(f'    "{freed}",\n', "").replace(
        "[services.orders]", '[services.gone]\nmodules = ["webnet.never.was"]\n\n[services.orders]'
    )
    (tmp_path / "boundaries.toml").write_text(edited)
    result = analyze_to(Job(app, tmp_path, workers=1))
    assert freed in homes(tmp_path)
    assert [problem.code for problem in result.problems if "webnet.never.was" in problem.message] == ["boundaries-module-gone"]
    after = (tmp_path / "boundaries.toml").read_text()
    assert f'"{freed}"' in after and "webnet.never.was" not in after and "services.gone" not in after

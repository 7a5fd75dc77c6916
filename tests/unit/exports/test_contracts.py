"""import-linter and tach take our contracts, find nothing new in the code as it is, and stop what is planted."""

import configparser
import random
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from analyzer.facts import read_codebase
from analyzer.model.analysis import Analysis, Provenance
from analyzer.model.errors import UsageError
from analyzer.model.graph import DependencyGraph
from analyzer.model.partition import SHARED, Partition, Placement
from analyzer.plan import make_plan
from analyzer.report.exports import Wishes
from tests.sample_answer import SAMPLE
from tests.unit.exports import copied, lint_imports, tach_check, text_of, webnet

Tool = Callable[[Path, str], CompletedProcess[str]]
TOOLS = pytest.mark.parametrize(("export", "tool"), [("import-linter", lint_imports), ("tach", tach_check)], ids=["import-linter", "tach"])


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return copied(SAMPLE, tmp_path / "app")


@TOOLS
def test_the_violations_of_today_are_the_baseline(export: str, tool: Tool, sample: Path) -> None:
    done = tool(sample, text_of(export, webnet()))
    assert done.returncode == 0, done.stdout + done.stderr


@TOOLS
def test_a_new_import_across_a_border_fails(export: str, tool: Tool, sample: Path) -> None:
    settings = text_of(export, webnet())
    planted = sample / "webnet/accounts/profiles.py"
    planted.write_text(planted.read_text() + "\nfrom webnet.shipping import rates\n")
    done = tool(sample, settings)
    assert done.returncode == 1
    assert "webnet.shipping" in done.stdout + done.stderr and "webnet.accounts" in done.stdout + done.stderr


@TOOLS
def test_an_import_of_a_service_by_the_shared_kernel_fails(export: str, tool: Tool, sample: Path) -> None:
    settings = text_of(export, webnet())
    planted = sample / "webnet/utils.py"
    planted.write_text(planted.read_text() + "\nfrom webnet.shipping import rates\n")
    assert tool(sample, settings).returncode == 1


@TOOLS
def test_a_new_import_inside_a_service_and_of_the_kernel_is_free(export: str, tool: Tool, sample: Path) -> None:
    settings = text_of(export, webnet())
    planted = sample / "webnet/accounts/profiles.py"
    planted.write_text(planted.read_text() + "\nfrom webnet.accounts import auth\nfrom webnet import forms\n")
    done = tool(sample, settings)
    assert done.returncode == 0, done.stdout + done.stderr


@TOOLS
def test_nothing_of_a_strict_service_is_forgiven(export: str, tool: Tool, sample: Path) -> None:
    assert tool(sample, text_of(export, webnet(), Wishes(strict=frozenset({"billing"})))).returncode == 1
    untied = text_of(export, webnet(), Wishes(strict=frozenset({"notifications"})))
    assert tool(sample, untied).returncode == 0  # it uses others by the data that they share only


def shuffled(analysis: Analysis, seed: int) -> Analysis:
    """The same code cut at random, so that packages are torn apart in every way."""
    chance = random.Random(seed)
    homes = ["alpha", "beta", "gamma", SHARED]
    placed = tuple(replace(one, service=chance.choice(homes)) for one in analysis.partition.placements)
    partition = Partition(placed, "chance")
    plan = make_plan(analysis.codebase, DependencyGraph(analysis.codebase.modules, ()), (), partition)
    return replace(analysis, partition=partition, plan=plan)


@TOOLS
@pytest.mark.parametrize("seed", [1, 2])
def test_any_cut_can_be_said_and_its_violations_are_the_baseline(export: str, tool: Tool, seed: int, sample: Path) -> None:
    done = tool(sample, text_of(export, shuffled(webnet(), seed)))
    assert done.returncode == 0, done.stdout + done.stderr
    assert tool(sample, text_of(export, shuffled(webnet(), seed), Wishes(strict=frozenset({"alpha"})))).returncode == 1


def hand_made(folder: Path, files: dict[str, str], homes: dict[str, str]) -> Analysis:
    """The analysis of some files with every module's home given."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    codebase = read_codebase(folder, workers=1)
    partition = Partition(tuple(Placement(module, homes.get(module, SHARED), 1.0, "by hand") for module in codebase.modules), "hand")
    graph = DependencyGraph(codebase.modules, ())
    plan = make_plan(codebase, graph, (), partition)
    return Analysis(codebase, (), graph, partition, (), plan, (), Provenance("0", "0", 0))


SOURCES = {
    "noxfile.py": "",
    "src/shop/__init__.py": "",
    "src/shop/orders/__init__.py": "from . import models, late\n",
    "src/shop/orders/models.py": "from shop.billing import invoice\n",
    "src/shop/orders/late.py": "def pay():\n    from shop.billing.invoice import pay\n    return pay\n",
    "src/shop/orders/tests/__init__.py": "",
    "src/shop/orders/tests/test_all.py": "from shop.billing import invoice\n\ndef test_it():\n    assert invoice\n",
    "src/shop/orders/migrations/0001_initial.py": "import shop.billing.invoice\n",
    "src/shop/orders/migrations/__init__.py": "",
    "src/shop/billing/__init__.py": "",
    "src/shop/billing/invoice.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import shop.orders.models\n\ndef pay(): ...\n",
    "src/shop/billing/odd/__init__.py": "import shop.orders.models\n",
    "src/shop/billing/default.conf.py": "CURRENCY = 'EUR'\n",
}
HOMES = {
    **dict.fromkeys(("shop.orders", "shop.orders.models", "shop.orders.late"), "orders"),
    **dict.fromkeys(("shop.billing", "shop.billing.invoice"), "billing"),
    **dict.fromkeys(("shop.billing.odd", "shop.billing.default_conf"), "orders"),
}  # fmt: skip


@TOOLS
def test_source_folders_tests_migrations_and_packages_of_two_services(
    export: str, tool: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    analysis = hand_made(tmp_path, SOURCES, HOMES)
    text = text_of(export, analysis)
    monkeypatch.setenv("PYTHONPATH", "src")
    done = tool(tmp_path, text)
    assert done.returncode == 0, done.stdout + done.stderr
    (tmp_path / "src/shop/billing/invoice.py").write_text("import shop.orders.models\n")
    assert tool(tmp_path, text).returncode == 1
    if export == "import-linter":
        assert "PYTHONPATH=src lint-imports" in text


def test_every_pair_of_services_has_a_contract_with_readable_lines() -> None:
    contracts = configparser.ConfigParser()
    contracts.read_string(text_of("import-linter", webnet()))
    services = webnet().partition.services
    named = {name.removeprefix("importlinter:contract:") for name in contracts.sections() if "contract" in name}
    assert named == {f"{a}-without-{b}" for a in services for b in services if a != b} | {"shared-kernel"}
    assert all(contracts[f"importlinter:contract:{name}"]["allow_indirect_imports"] == "True" for name in named)


def test_tach_is_always_told_what_a_module_may_depend_on() -> None:
    settings = tomllib.loads(text_of("tach", webnet()))
    assert len(settings["modules"]) >= 12
    assert all("depends_on" in module for module in settings["modules"])


def test_a_code_base_without_packages_is_told_so(tmp_path: Path) -> None:
    analysis = hand_made(tmp_path, {"a.py": "import b\n", "b.py": ""}, {"a": "one", "b": "two"})
    with pytest.raises(UsageError, match="has none at top level"):
        text_of("import-linter", analysis)
    assert tach_check(tmp_path, text_of("tach", analysis)).returncode == 0


def test_one_service_has_nothing_to_be_kept_apart_from(tmp_path: Path) -> None:
    analysis = hand_made(tmp_path, {"shop/__init__.py": "", "shop/a.py": ""}, {"shop": "shop", "shop.a": "shop"})
    with pytest.raises(UsageError, match="one service is proposed"):
        text_of("import-linter", analysis)
    assert tach_check(tmp_path, text_of("tach", analysis)).returncode == 0

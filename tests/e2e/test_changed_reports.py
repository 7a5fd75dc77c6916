"""After any edit, a run that remembers stages of the last one writes the same bytes as a first run."""

import json
import re
import shutil
from pathlib import Path

import pytest

from analyzer import cluster
from analyzer.app import Job, analyze_to, copies, remembering, reports
from analyzer.app.remembering import analysed, remembered
from tests.e2e.command import contents, copy_of_sample
from tests.e2e.test_changed_files import edits, specs  # noqa: F401  # a fixture


def _written(root: Path, out: Path, *, cached: bool) -> dict[str, bytes]:
    analyze_to(Job(root, out, workers=1, cached=cached))
    return contents(out)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sample, whose memory is empty."""
    monkeypatch.setenv("UNBRAID_CACHE_DIR", str(tmp_path / "cache"))
    return copy_of_sample(tmp_path / "app")


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Grows each time boundaries are drawn."""
    calls: list[object] = []
    real = cluster.propose
    monkeypatch.setattr(cluster, "propose", lambda *told: calls.append(told) or real(*told))
    return calls


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("subject", ["sample", "specs"])
def test_any_edit_leads_to_the_bytes_of_a_first_run(
    subject: str,
    seed: int,
    root: Path,
    specs: Path,  # noqa: F811  # a fixture
    tmp_path: Path,
) -> None:
    out = tmp_path / "out"
    root = root if subject == "sample" else Path(shutil.copytree(specs, tmp_path / "specs"))
    _written(root, out, cached=True)
    for done in edits(root, seed):
        before = shutil.copytree(out, tmp_path / "before", dirs_exist_ok=True)
        assert _written(root, out, cached=True) == _written(root, Path(before), cached=False), done


def test_an_edit_that_moves_lines_draws_no_boundaries(root: Path, tmp_path: Path, drawn: list[object]) -> None:
    before = _written(root, tmp_path / "out", cached=True)
    assert len(drawn) == 1
    cart = root / "webnet" / "orders" / "cart.py"
    cart.write_text(f"# moved\n\n{cart.read_text()}\n\ndef unused():\n    return 1\n")
    after = _written(root, tmp_path / "out", cached=True)
    assert len(drawn) == 1
    assert after["report.json"] != before["report.json"]
    assert after == _written(root, tmp_path / "out", cached=False)
    assert len(drawn) == 2


def test_an_edit_that_nobody_looks_at_makes_nothing_anew(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _written(root, tmp_path / "out", cached=True)
    cart = root / "webnet" / "orders" / "cart.py"
    cart.write_text(re.sub(r"\n\n", "  # remarked\n\n", cart.read_text(), count=1))
    with monkeypatch.context() as patched:
        patched.setattr(reports, "analysis_of", lambda *told: pytest.fail("the analysis was made again"))
        patched.setattr(remembering, "analysis_of", lambda *told: pytest.fail("the analysis was made again"))
        assert _written(root, tmp_path / "out", cached=True) == before
        found = analysed(Job(root, tmp_path / "out", workers=1))
    expected = analysed(Job(root, tmp_path / "out", workers=1, cached=False))
    assert found == expected
    assert _written(root, tmp_path / "out", cached=False) == before


@pytest.mark.parametrize("edit", ["lines", "asset", "problem"])
def test_what_is_no_fact_is_looked_at_too(edit: str, root: Path, tmp_path: Path) -> None:
    before = _written(root, tmp_path / "out", cached=True)
    cart = root / "webnet" / "orders" / "cart.py"
    if edit == "lines":
        cart.write_text(cart.read_text() + "\n# one\n# two\n")
    elif edit == "asset":
        (root / "webnet" / "orders" / "added.sql").write_text("select 1\n")
    else:
        (root / "webnet" / "orders" / "linked.py").symlink_to(cart)
    after = _written(root, tmp_path / "out", cached=True)
    assert after == _written(root, tmp_path / "out", cached=False)
    assert after != before or edit == "asset"


def test_calls_inside_a_module_are_counted_and_draw_no_boundaries(root: Path, tmp_path: Path, drawn: list[object]) -> None:
    before = _written(root, tmp_path / "out", cached=True)
    cart = root / "webnet" / "orders" / "cart.py"
    calls = "    added_first()\n" * 200
    cart.write_text(f"{cart.read_text()}\n\ndef added_first():\n    return 1\n\n\ndef added_second():\n{calls}")
    after = _written(root, tmp_path / "out", cached=True)
    assert len(drawn) == 1
    assert _measure(after, "calls_cut") < _measure(before, "calls_cut")
    assert after == _written(root, tmp_path / "out", cached=False)


def _measure(written: dict[str, bytes], name: str) -> float:
    """The figure of the proposal."""
    found = next(one for one in json.loads(written["report.json"])["measures"] if one["name"] == name)
    return float(found["values"][0])


def test_an_edit_that_ties_two_modules_draws_boundaries(root: Path, tmp_path: Path, drawn: list[object]) -> None:
    _written(root, tmp_path / "out", cached=True)
    cart = root / "webnet" / "orders" / "cart.py"
    cart.write_text(f"import webnet.billing.invoices\n{cart.read_text()}")
    assert _written(root, tmp_path / "out", cached=True) == _written(root, tmp_path / "out", cached=False)
    assert len(drawn) == 3


def test_one_and_two_processes_write_and_remember_the_same(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = _written(root, tmp_path / "out", cached=False)
    monkeypatch.setattr(copies, "ENOUGH", 1)
    for _ in range(2):
        analyze_to(Job(root, tmp_path / "two", workers=2))
        assert contents(tmp_path / "two") == expected
    kept = remembered(Job(root, tmp_path / "two"))
    assert kept and kept.plan == analysed(Job(root, tmp_path / "two", workers=1, cached=False)).plan

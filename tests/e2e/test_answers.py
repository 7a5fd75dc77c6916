"""``unbraid explain``, ``compare`` and ``diff`` as a user runs them, on the sample."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import analyzer.app.remembering as remembering
from analyzer.app import Job, analyze_to
from analyzer.app.comparing import compare_files, diff_files
from analyzer.app.remembering import analysed
from analyzer.model.errors import UsageError
from analyzer.read.cache import ANALYSIS, Cache
from tests.e2e.command import copy_of_sample, unbraid

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The sample and its report."""
    app, out = copy_of_sample(tmp_path_factory.mktemp("app") / "app"), tmp_path_factory.mktemp("out")
    analyze_to(Job(app, out, workers=1))
    return app, out


def explained(sample: tuple[Path, Path], *arguments: object) -> subprocess.CompletedProcess[str]:
    return unbraid("explain", *arguments, "--path", sample[0], "--out", sample[1])


class TestExplain:
    @pytest.mark.parametrize("name", ["webnet.orders.cart", "orders.cart", "webnet/orders/cart.py", "module:webnet.orders.cart"])
    def test_a_module_by_any_of_its_names(self, sample: tuple[Path, Path], name: str) -> None:
        done = explained(sample, name)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("webnet.orders.cart is in orders\n")
        assert "webnet/orders/cart.py:" in done.stdout and "next best home: catalogue" in done.stdout

    def test_a_service_and_what_ties_two(self, sample: tuple[Path, Path]) -> None:
        one, two = explained(sample, "orders"), explained(sample, "orders", "billing")
        assert "It owns:" in one.stdout and "order_lines" in one.stdout and "webnet/models.py:" in one.stdout
        assert "webnet.orders.checkout calls webnet.billing.payments.charge" in two.stdout
        assert "place_order" in two.stdout and "saga" in two.stdout.lower()

    def test_the_kernel_is_explained_too(self, sample: tuple[Path, Path]) -> None:
        assert explained(sample, "shared").stdout.startswith("shared: the kernel that every service gets")

    def test_a_code_is_explained_without_a_code_base(self, tmp_path: Path) -> None:
        done = unbraid("explain", "import-cycle", "--path", tmp_path)
        assert done.returncode == 0 and done.stdout.startswith("import-cycle: Import cycles") and "Tarjan" in done.stdout

    @pytest.mark.parametrize("code", ["shared-write", "no-history", "entities", "modularise-first", "S3", "X", "code:imports"])
    def test_codes_of_every_kind_are_known(self, sample: tuple[Path, Path], code: str) -> None:
        done = explained(sample, code)
        assert done.returncode == 0 and len(done.stdout.splitlines()) >= 3, done.stderr

    def test_a_code_shows_where_it_occurs_here(self, sample: tuple[Path, Path]) -> None:
        assert "webnet/billing/invoices.py:57" in explained(sample, "import-cycle").stdout

    @pytest.mark.parametrize(
        ("name", "hint"),
        [
            ("ordres", "did you mean orders"),
            ("webnet.orders.crat", "did you mean webnet.orders.cart"),
            ("import-cycles", "did you mean import-cycle"),
            ("views", "say which: "),
            ("zzz", "give a module, a service, or the code"),
        ],
    )
    def test_a_name_that_means_nothing_is_answered_with_the_nearest(self, sample: tuple[Path, Path], name: str, hint: str) -> None:
        done = explained(sample, name)
        assert (done.returncode, done.stdout) == (2, "")
        assert hint in done.stderr

    def test_one_name_twice_and_three_names_are_refused(self, sample: tuple[Path, Path]) -> None:
        assert "both names mean orders" in explained(sample, "orders", "service:orders").stderr
        assert "one name or two" in explained(sample, "a", "b", "c").stderr

    def test_json_says_what_kind_of_answer_it_is(self, sample: tuple[Path, Path], tmp_path: Path) -> None:
        for names, kind in ((["orders.cart"], "module"), (["orders"], "service"), (["orders", "billing"], "pair"), (["X"], "code")):
            explained(sample, *names, "--format", "json", "-o", tmp_path / "answer.json")
            found = json.loads((tmp_path / "answer.json").read_text())
            assert found["kind"] == kind and found["answer"]

    def test_markdown_escapes_names(self, sample: tuple[Path, Path]) -> None:
        text = explained(sample, "orders", "--format", "markdown").stdout
        assert text.startswith("# orders: Orders\n") and "| order\\_lines |" in text

    def test_what_was_analysed_is_not_analysed_again(self, sample: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> None:
            raise AssertionError("analysed again")

        monkeypatch.setattr(remembering, "analysis_of", refuse)
        found = analysed(Job(*sample, workers=1))
        assert found.partition.homes()["webnet.orders.cart"] == "orders"
        with pytest.raises(AssertionError):
            analysed(Job(*sample, workers=1, granularity="fine"))

    def test_what_is_remembered_is_what_was_found(self, sample: tuple[Path, Path]) -> None:
        kept, fresh = analysed(Job(*sample, workers=1)), analysed(Job(*sample, workers=1, cached=False))
        assert (kept.evidence, kept.graph, kept.partition, kept.plan) == (fresh.evidence, fresh.graph, fresh.partition, fresh.plan)
        assert (kept.alternatives, kept.replay, kept.constraints) == (fresh.alternatives, fresh.replay, fresh.constraints)

    @pytest.mark.parametrize("damage", [b"", b"garbage", None])
    def test_a_damaged_memory_is_as_good_as_none(
        self, sample: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: bytes | None
    ) -> None:
        monkeypatch.setenv("UNBRAID_CACHE_DIR", str(tmp_path))
        first = analysed(Job(*sample, workers=1))
        folder = Cache.of(sample[0]).folder
        assert folder is not None
        raw = (folder / ANALYSIS).read_bytes()
        (folder / ANALYSIS).write_bytes(raw[: len(raw) // 2] if damage is None else damage)
        assert analysed(Job(*sample, workers=1)).partition == first.partition


class TestCompare:
    def test_every_measure_stands_beside_the_trivial_cuts(self, sample: tuple[Path, Path], tmp_path: Path) -> None:
        app, out = sample
        homes = json.loads((out / "partition.json").read_text())
        worse = {**homes, "webnet.orders.cart": "shipping", "webnet.nowhere": "x"}
        del worse["webnet.config"]
        (tmp_path / "worse.json").write_text(json.dumps(worse))
        found = compare_files(Job(app, out, workers=1), out / "boundaries.toml", tmp_path / "worse.json")
        assert [cut.kind for cut in found.cuts] == ["old", "new", "trivial", "trivial", "trivial", "trivial"]
        assert [(one.module, one.old, one.new) for one in found.moved] == [("webnet.orders.cart", "orders", "shipping")]
        assert (found.only_old, found.only_new, found.unknown) == (("webnet.config",), (), ("webnet.nowhere",))
        rows = {row.name: row for row in found.measures}
        assert {"modularity", "calls_cut", "calls_cut_in_loops", "shared_writes", "transactions_cut", "services_in_cycles", "sm"} <= set(
            rows
        )
        assert rows["modularity"].best == rows["calls_cut"].best == 0
        assert all(len(row.values) == len(found.cuts) for row in found.measures)
        assert found.agreement.modules == len(homes) - 1 and 0.9 < found.agreement.ari < 1

    def test_the_measures_are_those_of_the_report(self, sample: tuple[Path, Path]) -> None:
        app, out = sample
        report = json.loads((out / "report.json").read_text())
        found = compare_files(Job(app, out, workers=1), out / "partition.json", out / "boundaries.toml")
        said = {row["name"]: row["values"] for row in report["measures"]}
        for row in found.measures:
            if row.name in said:
                assert row.values[0] == row.values[1] == pytest.approx(said[row.name][0]), row.name
                assert list(row.values[2:]) == pytest.approx(said[row.name][3:]), row.name
        assert {row.best for row in found.measures} == {-1}
        assert (found.moved, found.agreement.ari, found.agreement.mojofm) == ((), 1.0, 1.0)

    def test_on_the_terminal(self, sample: tuple[Path, Path]) -> None:
        app, out = sample
        done = unbraid("compare", out / "boundaries.toml", out / "partition.json", "--path", app, "--out", out)
        assert done.returncode == 0, done.stderr
        assert "MoJoFM 1.000" in done.stdout and "singletons" in done.stdout

    def test_files_of_another_code_base_are_refused(self, sample: tuple[Path, Path], tmp_path: Path) -> None:
        (tmp_path / "other.json").write_text('{"a.b": "c"}')
        with pytest.raises(UsageError, match="places no module"):
            compare_files(Job(*sample, workers=1), tmp_path / "other.json", sample[1] / "partition.json")


@pytest.fixture(scope="module")
def later(sample: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a later state: a service renamed, a module moved by hand, one gone, one come, lines added on top of another."""
    app, out = copy_of_sample(tmp_path_factory.mktemp("later") / "app"), tmp_path_factory.mktemp("out")
    (app / "webnet/orders/history.py").unlink()
    (app / "webnet/reporting/newcomer.py").write_text("from webnet.reporting import sales\n\n\ndef f():\n    return sales\n")
    shifted = app / "webnet/billing/payments.py"
    shifted.write_text("# moved down\n" * 7 + shifted.read_text())
    text = (sample[1] / "boundaries.toml").read_text()
    text = text.replace('    "webnet.orders.cart",\n', "").replace("[services.billing]", "[services.payment]")
    head = text.index("modules = [\n", text.index("[services.catalogue]")) + len("modules = [\n")
    (out / "boundaries.toml").write_text(text[:head] + '    "webnet.orders.cart",\n' + text[head:])
    analyze_to(Job(app, out, workers=1))
    return out


class TestDiff:
    def test_what_changed_is_told_and_what_only_moved_down_is_not(self, sample: tuple[Path, Path], later: Path) -> None:
        found = diff_files(sample[1], later)
        changes = {(one.change, one.old, one.new) for one in found.services if one.change != "kept"}
        assert changes == {("renamed", "billing", "payment")}
        assert [(one.module, one.old, one.new) for one in found.moved] == [("webnet.orders.cart", "orders", "catalogue")]
        assert (found.only_old, found.only_new) == (("webnet.orders.history",), ("webnet.reporting.newcomer",))
        assert ("table", "webnet.orders.models.CartItem", "orders", "catalogue") in {
            (one.kind, one.name, one.old, one.new) for one in found.owners
        }
        assert not any(one.at.path == "webnet/billing/payments.py" and one.change == "new" for one in found.findings)
        fixed = [one for one in found.findings if one.change == "fixed"]
        assert any(one.kind == "lazy-import" and "history" in one.message for one in fixed)
        assert found.known > 60 and {"modularity", "lines"} <= {one.name for one in found.figures}

    def test_nothing_changed_from_a_report_to_itself(self, sample: tuple[Path, Path]) -> None:
        found = diff_files(sample[1] / "report.json", sample[1])
        assert (found.moved, found.owners, found.findings, found.figures) == ((), (), (), ())
        assert {one.change for one in found.services} == {"kept"} and found.known > 60

    def test_there_and_back_are_opposites(self, sample: tuple[Path, Path], later: Path) -> None:
        there, back = diff_files(sample[1], later), diff_files(later, sample[1])
        assert {(one.module, one.new, one.old) for one in back.moved} == {(one.module, one.old, one.new) for one in there.moved}
        opposite = {"new": "fixed", "fixed": "new"}
        assert {(opposite[one.change], one.fingerprint) for one in back.findings} == {
            (one.change, one.fingerprint) for one in there.findings
        }

    def test_two_boundary_files_are_compared_by_services_and_modules(self, sample: tuple[Path, Path], later: Path) -> None:
        found = diff_files(sample[1] / "boundaries.toml", later / "partition.json")
        assert not found.has_reports and found.findings == ()
        assert [one.module for one in found.moved] == ["webnet.orders.cart"]

    @pytest.mark.parametrize("format_", ["text", "markdown", "json"])
    def test_in_every_format(self, sample: tuple[Path, Path], later: Path, format_: str) -> None:
        done = unbraid("diff", sample[1], later, "--format", format_)
        assert done.returncode == 0 and "webnet.orders.cart" in done.stdout.replace("\\", "")
        if format_ == "json":
            assert json.loads(done.stdout)["services"]

    @pytest.mark.parametrize(
        ("text", "suffix", "words"),
        [
            ("{", ".json", "is no JSON"),
            ("[]", ".json", "neither a report nor a partition"),
            ('{"a": 1}', ".json", "neither a report nor a partition"),
            ('{"schema_version": "1.0"}', ".json", "lists no modules"),
            ("[" * 100_000, ".json", "is no JSON"),
            ("a = ", ".toml", "cannot be followed"),
        ],
    )
    def test_what_is_no_report_is_refused(self, sample: tuple[Path, Path], tmp_path: Path, text: str, suffix: str, words: str) -> None:
        (tmp_path / f"bad{suffix}").write_text(text)
        with pytest.raises(UsageError, match=words):
            diff_files(tmp_path / f"bad{suffix}", sample[1])

    def test_a_report_with_parts_of_the_wrong_shape_is_no_crash(self, sample: tuple[Path, Path], tmp_path: Path) -> None:
        odd = {
            "schema_version": "1.0",
            "modules": [{"name": "a", "service": "b"}],
            "findings": {},
            "summary": [],
            "tables": None,
            "replay": 3,
        }
        (tmp_path / "odd.json").write_text(json.dumps(odd))
        assert diff_files(tmp_path / "odd.json", sample[1]).has_reports

    def test_a_missing_file_is_told(self, tmp_path: Path) -> None:
        done = unbraid("diff", tmp_path / "no.json", tmp_path)
        assert done.returncode == 2 and "cannot read" in done.stderr


def test_what_came_and_went_and_whose_boundaries_these_are_is_in_the_report(later: Path) -> None:
    report = json.loads((later / "report.json").read_text())
    assert report["drift"]["new"] == [{"module": "webnet.reporting.newcomer", "service": "reporting"}]
    assert report["drift"]["gone"] == [{"module": "webnet.orders.history", "service": "orders"}]
    assert [(cut["name"], cut["kind"]) for cut in report["cuts"][:2]] == [("your-boundaries", "proposal"), ("proposal", "alternative")]
    modularity = next(row for row in report["measures"] if row["name"] == "modularity")
    assert modularity["values"][0] < modularity["values"][1], "moving the cart to the catalogue made it worse"
    assert {problem["code"] for problem in report["problems"]} >= {"boundaries-module-new", "boundaries-module-gone", "boundaries-differ"}
    reasons = {module["name"]: module["reason"] for module in report["modules"]}
    assert reasons["webnet.orders.cart"] == "decided in the boundaries file"
    assert "decided" not in reasons["webnet.shipping.tracking"]


def test_the_summary_tells_what_came_and_whose_boundaries_these_are(later: Path, sample: tuple[Path, Path], tmp_path: Path) -> None:
    app = copy_of_sample(tmp_path / "app")
    text = (sample[1] / "boundaries.toml").read_text().replace('    "webnet.shipping.tracking",\n', "")
    out = tmp_path / "out"
    out.mkdir()
    (out / "boundaries.toml").write_text(text)
    done = unbraid("analyze", app, "--out", out, "--workers", 1)
    assert "New since the boundaries were written: webnet.shipping.tracking (to shipping)." in done.stdout
    (out / "boundaries.toml").write_text((later / "boundaries.toml").read_text())
    done = unbraid("analyze", app, "--out", out, "--workers", 1)
    assert "Your boundaries differ from the proposal in" in done.stdout and "modularity 0." in done.stdout

"""From runs to a verdict: what is portable, whom a loss is blamed on, which controls are possible, and what the documents say."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from analyzer.model.errors import UsageError
from analyzer.prove import Outcome, Rung, RungRun, after, rungs_of, schema, summary_of, to_json, to_markdown
from analyzer.prove.controls import stopping_order
from analyzer.prove.fresh import at_tested, with_a_database
from analyzer.prove.outcomes import Control, Fresh, Proof
from analyzer.prove.setup import Limits, Setup
from analyzer.prove.system import SeamSpec, Service, System
from analyzer.prove.verdicts import verdict

ROOT = Path(__file__).resolve().parents[3]
SEAMS = (
    SeamSpec("shop.billing.pay", "shop.billing.pay", "shop.billing", ("orders",), "billing", "S2"),
    SeamSpec("shop.billing.void", "shop.billing.void", "shop.billing", ("orders",), "billing", "S2"),
)


def ran(name: str, outcome: str = "passed", **more: object) -> Outcome:
    return Outcome(name, outcome, **more)  # type: ignore[arg-type]


def run_of(rung: Rung, *tests: Outcome, **more: object) -> RungRun:
    return RungRun(rung, {test.test: test for test in tests}, 1.0, **more)  # type: ignore[arg-type]


def setup(tmp_path: Path, seams: tuple[SeamSpec, ...] = SEAMS) -> Setup:
    services = tuple(Service(name, "service", "flask", (f"shop.{name}",)) for name in ("billing", "orders"))
    system = System(
        tmp_path, "seams", services, (), 4, seams, {"lines": 200, "shared_lines": 20, "shared_modules": 3}, {"X": 2}, ("shop",), ()
    )
    return Setup(tmp_path, system, system, ("pytest",), "python", tmp_path, tmp_path, Limits())


def proof_of(tmp_path: Path, *runs: RungRun, controls: tuple[Control, ...] = ()) -> Proof:
    unsplit = next((run for run in runs if run.rung is Rung.HTTP), None)
    return verdict(setup(tmp_path), runs, controls, ((Rung.A1, "no slices"),), unsplit)


def climbed(tmp_path: Path, **more: object) -> Proof:
    names = ("unit", "plain", "patched", "by_http", "by_split", "mail|x`")
    recorded = [
        ran("unit"),
        ran("patched", requests=1, reasons=(("patch", "patches shop.rate while a request is made"),)),
        *(ran(name, requests=2, seams=1) for name in ("plain", "by_http", "by_split", "mail|x`")),
    ]
    http = [ran("plain"), ran("patched", "failed"), ran("by_http", "failed", message="1 != 2"), ran("by_split"), ran("mail|x`")]
    split = ran("by_split", "failed", message="assert 501 == 200\nmore", errors=("orders 501: not served here",))
    a2 = [ran("plain", services=(("orders", 2),)), ran("by_http", "failed"), split]
    return proof_of(
        tmp_path,
        run_of(Rung.BASELINE, *(ran(name) for name in names), ran("old", "failed"), ran("later", "skipped")),
        run_of(Rung.RECORD, *recorded, demoted={"shop.billing.void": "result: NotTransportable: a generator (in plain)"}),
        run_of(Rung.HTTP, *http),
        run_of(Rung.A2, *a2, calls={"shop.billing.pay": 7}),
        **more,  # type: ignore[arg-type]
    )


def test_portable_tests_are_those_that_speak_http_and_nothing_else(tmp_path: Path) -> None:
    proof = climbed(tmp_path)
    assert proof.portable == ("by_http", "by_split", "mail|x`", "plain")
    assert dict(proof.not_portable) == {
        "unit": "it makes no request through a test client",
        "patched": "patches shop.rate while a request is made",
    }
    assert proof.left_out == (("later", "skipped"), ("old", "failed"))


def test_a_loss_is_blamed_on_the_split_only_where_the_unsplit_monolith_keeps_the_test(tmp_path: Path) -> None:
    losses = {(loss.rung, loss.test): loss for loss in climbed(tmp_path).losses}
    assert {key: loss.blame for key, loss in losses.items()} == {
        (Rung.HTTP, "by_http"): "test",
        (Rung.A2, "by_http"): "test",
        (Rung.A2, "by_split"): "split",
        (Rung.A2, "mail|x`"): "harness",
    }
    assert losses[Rung.A2, "by_split"].reason == "orders 501: not served here"
    assert losses[Rung.A2, "by_split"].message == "assert 501 == 200"


def test_the_gates_name_what_failed(tmp_path: Path) -> None:
    proof = climbed(tmp_path, controls=(Control("stop orders", ("plain",), ()), Control("stop billing", ("plain", "x"), ("plain",))))
    assert proof.gates == (
        "A2 loses 2 tests because of the split or of the run",
        "negative control: stop orders: nothing failed that had to",
    )


def test_the_gates_hold_where_only_tests_are_to_blame(tmp_path: Path) -> None:
    recorded = run_of(Rung.RECORD, ran("a", requests=1))
    failed = ran("a", "failed")
    assert proof_of(tmp_path, run_of(Rung.BASELINE, ran("a")), recorded, run_of(Rung.HTTP, failed), run_of(Rung.A0, failed)).gates == ()


def test_a_test_is_not_to_blame_where_the_unsplit_monolith_did_not_start(tmp_path: Path) -> None:
    recorded, failed = run_of(Rung.RECORD, ran("a", requests=1)), ran("a", "failed")
    runs = (run_of(Rung.BASELINE, ran("a")), recorded, run_of(Rung.HTTP, failed, ended="it has ended"), run_of(Rung.A0, failed))
    assert [loss.blame for loss in proof_of(tmp_path, *runs).losses if loss.rung is Rung.A0] == ["split"]


def test_in_loopback_only_tests_that_count_queries_are_excused(tmp_path: Path) -> None:
    counting = ran("counts", requests=1, reasons=(("queries", "counts the queries of its own process"),))
    runs = (run_of(Rung.BASELINE, ran("counts"), ran("calls")), run_of(Rung.RECORD, counting, ran("calls")))
    proof = proof_of(tmp_path, *runs, run_of(Rung.LOOPBACK, ran("counts", "failed"), ran("calls", "failed")))
    assert {loss.test: loss.blame for loss in proof.losses} == {"counts": "test", "calls": "split"}
    assert proof.gates == ("loopback loses 1 tests because of the split or of the run",)


def test_services_that_did_not_start_fail_a_gate(tmp_path: Path) -> None:
    runs = (run_of(Rung.BASELINE, ran("a")), run_of(Rung.RECORD, ran("a")), run_of(Rung.A0, ended="the service orders has ended"))
    assert proof_of(tmp_path, *runs).gates == ("A0: the service orders has ended",)


def test_the_summary_counts_what_tests_have_called(tmp_path: Path) -> None:
    assert summary_of(climbed(tmp_path)) == (
        "2 seams rewritten (1 exercised by tests at A2, 1 contradicted by the recorded run), 2 blockers (X 2), "
        "3 shared-kernel modules (10 % of the lines), 1 of 2 services answered requests at A2; of 4 portable HTTP tests pass: http 3, A2 1"
    )


def test_an_error_in_json_of_several_lines_is_told_with_what_it_says(tmp_path: Path) -> None:
    lost = ran("plain", "failed", errors=('orders 501: {\n  "error": "shop.stock.take is not served here"\n}\n',))
    proof = proof_of(
        tmp_path,
        run_of(Rung.BASELINE, ran("plain")),
        run_of(Rung.RECORD, ran("plain", requests=1)),
        run_of(Rung.HTTP, ran("plain")),
        run_of(Rung.A2, lost),
    )
    assert [loss.reason for loss in proof.losses] == ['orders 501: { "error": "shop.stock.take is not served here" }']


def test_what_the_run_contradicts_is_copied_by_the_next_command(tmp_path: Path) -> None:
    proof = climbed(tmp_path)
    assert after(proof, Path(), Path("my cut"), Path("out")) == "unbraid scaffold . --out 'my cut' --proof out/proof.json"
    assert not after(replace(proof, seams=()), Path(), Path("cut"), Path("out"))


def test_the_summary_counts_no_calls_of_seams_that_are_not_there(tmp_path: Path) -> None:
    told = replace(climbed(tmp_path), seams=(), blockers={}, figures={})
    assert summary_of(told).startswith("no seams rewritten, no blockers, 1 of 2 services answered")
    counted = replace(told, figures={"tables_written_by_several_services": 0})
    assert "no blockers, 0 tables written by more than one service, 1 of 2" in summary_of(counted)


def test_without_seams_the_complete_suite_runs_all_the_same(tmp_path: Path) -> None:
    runs = (run_of(Rung.BASELINE, ran("a"), ran("b")), run_of(Rung.RECORD, ran("a", requests=1), ran("b")))
    proof = proof_of(tmp_path, *runs, run_of(Rung.LOOPBACK, ran("a"), ran("b")), run_of(Rung.A2, ran("a")))
    said = summary_of(replace(proof, seams=()))
    assert said.endswith("A2 1 (0 seams: no call crosses), in loopback 0 seams, complete suite 2 of 2 passes")


def test_services_on_their_own_requirements_are_a_gate(tmp_path: Path) -> None:
    good = Fresh("orders", "", 3, {}, "ready")
    broken = Fresh("billing", "", 3, {"shop.pdf": "ModuleNotFoundError: no reportlab"}, "503: no database")
    refused = Fresh("stock", "its requirements cannot be installed: no such version", 0, {}, "not started")
    found = (good, broken, refused)
    assert [one.held for one in found] == [True, False, False]
    runs = (run_of(Rung.BASELINE, ran("a")), run_of(Rung.RECORD, ran("a")))
    proof = verdict(setup(tmp_path), runs, (), (), None, found)
    assert proof.gates == (
        "fresh: billing: 1 modules cannot be imported, shop.pdf: ModuleNotFoundError: no reportlab; /readyz: 503: no database",
        "fresh: stock: its requirements cannot be installed: no such version",
    )
    assert "1 of 3 services run on their own requirements alone" in summary_of(proof)
    document = json.loads(to_json(proof))
    jsonschema.validate(document, schema())
    assert [one["held"] for one in document["fresh"]] == [True, False, False]
    assert "| billing | installed | 2 | shop.pdf: ModuleNotFoundError: no reportlab | 503: no database |" in to_markdown(proof)


def test_requirements_are_taken_at_the_versions_of_the_tests() -> None:
    known = {"Flask": "1.0.4", "psycopg2-binary": "2.9.12"}
    lines = ("flask==1.0.2", "psycopg2==2.7.5", "flask[async]>=1", "gunicorn==19.9.0", "# a comment", "")
    assert [at_tested(line, known) for line in lines] == [
        "flask==1.0.4", "psycopg2-binary==2.9.12", "flask[async]==1.0.4", "gunicorn==19.9.0", "# a comment", "",
    ]  # fmt: skip


def test_the_documents_say_what_the_proof_says(tmp_path: Path) -> None:
    proof = climbed(tmp_path, controls=(Control("stop orders", ("plain",), ("plain",)),))
    document = json.loads(to_json(proof))
    jsonschema.validate(document, schema())
    assert {seam["id"]: (seam["tested"], seam["over_http"]) for seam in document["seams"]} == {
        "shop.billing.pay": (True, 7),
        "shop.billing.void": (False, 0),
    }
    assert document["skipped"] == {"A1": "no slices"}
    text = to_markdown(proof)
    assert "mail\\|x\\`" in text
    assert "mail|x`" not in text
    assert "| A2 | slices that call each other over HTTP where a seam was cut | 3 | 1 | 1 of 4 |" in text
    assert "contradicted: result: NotTransportable: a generator" in text


def test_the_published_schema_is_that_of_the_code() -> None:
    assert json.loads((ROOT / "docs" / "prove.schema.json").read_text()) == schema()


def test_services_are_stopped_so_that_each_test_has_one_cause() -> None:
    both = (("accounts", 1), ("orders", 3))
    tests = [ran("login", services=(("accounts", 1),)), ran("buy", services=both), ran("look", services=both), ran("again", services=both)]
    order = stopping_order(run_of(Rung.A0, *tests, ran("lost", "failed", services=(("billing", 1),))))
    assert order == {"orders": ["again", "buy"], "accounts": ["login"]}


def test_a_service_whose_tests_all_need_a_stopped_one_is_left_out() -> None:
    order = stopping_order(run_of(Rung.A0, ran("buy", services=(("a", 1), ("b", 1)))))
    assert order == {"a": ["buy"]}


def test_rungs_are_named_in_any_case_and_order() -> None:
    assert rungs_of(("a2", "A0")) == (Rung.A0, Rung.A2)
    assert rungs_of(()) == tuple(rung for rung in Rung if rung not in (Rung.HTTP, Rung.FRESH))
    with pytest.raises(UsageError, match="no rung lopback") as error:
        rungs_of(("lopback",))
    assert error.value.hint == "did you mean loopback?"


@pytest.mark.parametrize(
    ("given", "first", "second", "expected", "asked"),
    [
        ({}, "ready", "ready", ("ready", False), 1),
        ({}, '503: {"failed": {}, "database": "refused"}', "ready", ("ready", True), 2),
        ({}, '503: {"failed": {}, "database": "refused"}', "503: still", ('503: {"failed": {}, "database": "refused"}', False), 2),
        ({}, '503: {"failed": {"shop": "no"}, "database": "refused"}', "ready", None, 1),
        ({"DATABASE_URL": "x"}, '503: {"failed": {}, "database": "refused"}', "ready", None, 1),
        ({}, "it has ended: no database", "ready", None, 1),
    ],
)
def test_an_empty_file_stands_in_for_a_database_that_nobody_named(
    given: dict[str, str], first: str, second: str, expected: tuple[str, bool] | None, asked: int
) -> None:
    seen: list[str] = []

    def ask(around: Mapping[str, str]) -> str:
        seen.append(around.get("DATABASE_URL", ""))
        return first if len(seen) == 1 else second

    said, note = with_a_database(ask, given, Path("/w/empty.db"))
    assert (said, bool(note)) == (expected or (first, False))
    assert seen == [given.get("DATABASE_URL", ""), "sqlite:////w/empty.db"][:asked]


def test_services_that_do_not_start_are_told_as_that_whatever_the_unsplit_monolith_does(tmp_path: Path) -> None:
    log = "the service orders has ended:\nINFO starting\nFileNotFoundError: no migrations\n"
    recorded, lost = run_of(Rung.RECORD, ran("a", requests=1)), ran("a", "failed", errors=(f"the services did not start: {log}",))
    runs = (run_of(Rung.BASELINE, ran("a")), recorded, run_of(Rung.HTTP, ran("a", "failed")), run_of(Rung.A0, lost, ended=log))
    proof = proof_of(tmp_path, *runs)
    (loss,) = [loss for loss in proof.losses if loss.rung is Rung.A0]
    assert loss.blame == "split"
    assert loss.reason == "the services did not start: the service orders has ended: FileNotFoundError: no migrations"
    assert "A0 loses 1 tests because of the split or of the run" in proof.gates

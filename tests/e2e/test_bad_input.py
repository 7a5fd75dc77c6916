"""Bad input: a clear message, the right exit code, no traceback, nothing lost."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.command import RUN, contents, environment, make_shop, unbraid

OUTPUTS = {"report.html", "report.md", "report.json", "partition.json", "graph.dot", "graph.svg", "boundaries.toml"}


def told(done: subprocess.CompletedProcess[str], code: int) -> str:
    """What a run said on stderr; it ended with this code and without a traceback."""
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    return done.stderr


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing", ("no folder", "missing")),
        ("empty", ("no Python files", "empty", "hint")),
        ("documents", ("no Python files", "documents", "hint")),
        ("file.py", ("is a file", "file.py")),
    ],
)
@pytest.mark.parametrize("command", ["analyze", "scaffold"])
def test_nothing_to_analyse(tmp_path: Path, command: str, name: str, words: tuple[str, ...]) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "read.me").write_text("no code")
    (tmp_path / "file.py").write_text("x = 1\n")
    error = told(unbraid(command, tmp_path / name, "--out", tmp_path / "out"), 2)
    assert all(word in error for word in words), error
    assert not (tmp_path / "out").exists()


def test_options_that_do_not_exist_or_fit(tmp_path: Path) -> None:
    make_shop(tmp_path / "shop")
    assert "--ot" in told(unbraid("analyze", tmp_path / "shop", "--ot", "x"), 2)
    assert "--workers" in told(unbraid("analyze", tmp_path / "shop", "--workers", "0"), 2)
    (tmp_path / "taken").write_text("mine")
    assert "taken" in told(unbraid("analyze", tmp_path / "shop", "--out", tmp_path / "taken"), 2)
    assert (tmp_path / "taken").read_text() == "mine"
    assert "gone.toml" in told(unbraid("analyze", tmp_path / "shop", "--boundaries", tmp_path / "gone.toml"), 2)


def test_files_that_cannot_be_read_are_counted_and_the_rest_is_analysed(tmp_path: Path) -> None:
    root = make_shop(tmp_path / "tree")
    shop = root / "shop"
    (shop / "broken.py").write_text("def f(:\n")
    (shop / "latin.py").write_bytes(b"name = 'caf\xe9'\n")
    (shop / "odd_coding.py").write_bytes(b"# coding: no-such-coding\nx = 1\n")
    (shop / "binary.py").write_bytes(b"x = 1\nx\0= 2\n")
    (shop / "deep.py").write_text("x = " + " + ".join(["1"] * 50_000) + "\n")
    (shop / "loop").symlink_to(shop, target_is_directory=True)
    (shop / "dangling.py").symlink_to(root / "nowhere.py")
    os.mkfifo(shop / "pipe.py")
    (shop / "locked.py").write_text("x = 1\n")
    (shop / "locked.py").chmod(0)
    (shop / "closed").mkdir(mode=0)
    done = unbraid("analyze", root, "--out", tmp_path / "out", privileged=False)
    told(done, 0)
    assert set(contents(tmp_path / "out")) >= OUTPUTS
    report = json.loads((tmp_path / "out" / "report.json").read_text())
    found = {(problem["at"]["path"], problem["at"]["line"]): problem for problem in report["problems"]}
    deep = next(line for path, line in found if path == "shop/deep.py")
    assert {place: problem["code"] for place, problem in found.items() if place[0] != "."} == {
        ("shop/broken.py", 1): "syntax-error",
        ("shop/latin.py", 1): "wrong-encoding",
        ("shop/odd_coding.py", 1): "wrong-encoding",
        ("shop/binary.py", 2): "null-bytes",
        ("shop/deep.py", deep): "too-deep",
        ("shop/loop", 0): "link-skipped",
        ("shop/dangling.py", 0): "link-skipped",
        ("shop/locked.py", 0): "unreadable",
        ("shop/closed", 0): "unreadable",
    }
    assert all(problem["hint"] for problem in found.values())
    homes = json.loads((tmp_path / "out" / "partition.json").read_text())
    assert {"shop.orders.cart", "shop.broken", "shop.locked"} <= set(homes)


def test_mistakes_in_the_boundaries_file_are_all_told_and_nothing_is_lost(tmp_path: Path) -> None:
    root, out = make_shop(tmp_path / "tree"), tmp_path / "out"
    told(unbraid("analyze", root, "--out", out), 0)
    boundaries = out / "boundaries.toml"
    good = boundaries.read_text()
    bad = good.replace(
        "\n[decisions]", '\n[decisions]\ntogehter = [["shop.db", "shop.orders.cart"]]\npin = { "shop.billing.tx" = "shared" }\n'
    )
    boundaries.write_text(bad)
    before = contents(out)
    line = next(number for number, text in enumerate(bad.splitlines(), 1) if "togehter" in text)
    for command in ("analyze", "scaffold"):
        error = told(unbraid(command, root, "--out", out), 2)
        assert f"boundaries.toml:{line}: unknown key" in error
        assert "togehter" in error and "did you mean 'together'" in error
        assert "shop.billing.tx" in error and "did you mean 'shop.billing.tax'" in error
        assert contents(out) == before


@pytest.mark.parametrize(
    "decisions",
    [
        'together = [["shop.db", "shop.orders.cart"]]\napart = [["shop.orders.cart", "shop.db"]]',
        'pin = { "shop.orders.cart" = "a", "shop.billing.tax" = "b" }\ntogether = [["shop.orders.cart", "shop.billing.tax"]]',
        "services = 500",
        "services = 1\n" + 'apart = [["shop.orders.cart", "shop.billing.tax"]]',
    ],
    ids=["together and apart", "pinned and together", "too many", "one yet apart"],
)
def test_decisions_that_cannot_hold_are_named(tmp_path: Path, decisions: str) -> None:
    root, out = make_shop(tmp_path / "tree"), tmp_path / "out"
    file = tmp_path / "mine.toml"
    file.write_text(f"[decisions]\n{decisions}\n")
    error = told(unbraid("analyze", root, "--out", out, "--boundaries", file), 2)
    assert "mine.toml" in error or "boundaries" in error
    assert any(word in error for word in ("shop.orders.cart", "500", "keep more apart")), error
    assert not (out / "report.html").exists()
    assert file.read_text() == f"[decisions]\n{decisions}\n"


def test_toml_that_does_not_parse_and_bytes_that_are_no_text(tmp_path: Path) -> None:
    root = make_shop(tmp_path / "tree")
    file = tmp_path / "mine.toml"
    file.write_text("[decisions\n")
    assert "mine.toml:1" in told(unbraid("analyze", root, "--out", tmp_path / "out", "--boundaries", file), 2)
    file.write_bytes(b"\xff\xfe\x00")
    assert "mine.toml" in told(unbraid("analyze", root, "--out", tmp_path / "out", "--boundaries", file), 2)


def heed_ctrl_c() -> None:
    """A shell that runs the tests in its background has Ctrl-C ignored, and its children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("stage", ["reading", "gathering evidence", "drawing boundaries", "writing the report"])
def test_ctrl_c_leaves_the_last_good_result(tmp_path: Path, stage: str) -> None:
    root, out = make_shop(tmp_path / "tree"), tmp_path / "out"
    for number in range(300):
        text = f"from shop.more{(number * 7) % 300} import f as g\n\n\ndef f():\n    return g()\n"
        (root / "shop" / f"more{number}.py").write_text(text)
    told(unbraid("analyze", root, "--out", out), 0)
    before = contents(out)
    (root / "shop" / "more7.py").write_text("def f():\n    return 1\n")
    # A test run in the background of a shell ignores the signal, and so would the command.
    heeding = f"import signal; signal.signal(signal.SIGINT, signal.default_int_handler); {RUN}"
    command = [sys.executable, "-c", heeding, "analyze", str(root), "--out", str(out), "--workers", "2"]
    process = subprocess.Popen(
        command,
        env=environment(CI="1"),
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=heed_ctrl_c,
    )
    assert process.stderr is not None
    seen = []
    for line in process.stderr:
        seen.append(line)
        if stage in line:
            os.killpg(process.pid, signal.SIGINT)
            break
    output, rest = process.communicate(timeout=60)
    error = "".join(seen) + rest
    assert process.returncode == 130, error
    assert "Traceback" not in error + output, error
    assert "interrupted" in error
    after = contents(out)
    assert after == before or stage == "writing the report"
    assert set(after) == set(before)
    json.loads(after["report.json"])
    assert not [name for name in after if "tmp" in name]
    told(unbraid("analyze", root, "--out", out), 0)

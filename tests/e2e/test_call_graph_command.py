"""``unbraid facts --kind calls --entry FILE`` as a user runs it."""

import json
from pathlib import Path

from tests.e2e.command import ROOT, unbraid


def test_the_call_graph_is_printed_as_json(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("from tools import cut\n\ncut(lambda: print())\n")
    (tmp_path / "tools.py").write_text("def cut(f):\n    f()\n")
    done = unbraid("facts", tmp_path, "--kind", "calls", "--entry", "main.py")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {
        "<builtin>.print": [],
        "main": ["tools.cut"],
        "main.<lambda1>": ["<builtin>.print"],
        "tools": [],
        "tools.cut": ["main.<lambda1>"],
    }
    assert done.stdout.endswith("}\n")


def test_the_sample_is_followed_from_its_entry() -> None:
    done = unbraid("facts", ROOT / "sample_monolith", "--kind", "calls", "--entry", "webnet/app.py")
    assert done.returncode == 0, done.stderr
    calls = json.loads(done.stdout)
    assert {"flask.Flask", "webnet.config.load", "webnet.events.init_app"} <= set(calls["webnet.app.create_app"])
    assert calls["webnet.app.create_app.health"] == ["flask.jsonify"]


def test_a_bad_entry_ends_with_one_line_and_a_hint(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("")
    done = unbraid("facts", tmp_path, "--kind", "calls", "--entry", "mian.py")
    assert done.returncode == 2
    assert "there is no entry mian.py" in done.stderr
    assert "did you mean main.py?" in done.stderr


def test_an_entry_goes_with_calls_only(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("")
    done = unbraid("facts", tmp_path, "--kind", "data", "--entry", "main.py")
    assert done.returncode == 2
    assert "--entry does not go with --kind data" in done.stderr

"""Call graphs: their entry, their bounds, and what holds of both ways of following a program."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from analyzer.model.errors import UsageError
from analyzer.read.calls import call_graph, entry_of, graph
from tests.specs.run_call_specs import call_cases
from tests.specs.run_specs import Case, write_files

ROOT = Path(__file__).resolve().parents[3]
SPECS = list(call_cases(ROOT / "tests" / "specs" / "calls"))


def written(root: Path, **files: str) -> Path:
    for name, text in files.items():
        path = root / (name.replace("__", "/") + ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("case", SPECS, ids=lambda case: f"{case.spec}: {case.title}")
def test_summaries_find_all_calls_that_following_the_program_finds(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(case, tmp_path)
    monkeypatch.setattr(graph, "MAX_LINES", -1)
    found = {f"{caller} -> {callee}" for caller, callees in call_graph(tmp_path, "main.py").calls for callee in callees}
    assert sorted(set(case.expected) - found) == []


def test_every_function_of_a_module_that_is_read_is_a_key_and_callees_are_sorted(tmp_path: Path) -> None:
    root = written(
        tmp_path, main="import other\nclass A:\n    def go(self): ...\ndef b(): z(); a()\ndef a(): ...\ndef z(): ...\n", other=""
    )
    calls = call_graph(root, "main.py").as_dict()
    assert calls == {"main": [], "main.A.go": [], "main.a": [], "main.b": ["main.a", "main.z"], "main.z": [], "other": []}
    assert list(calls) == sorted(calls)


def test_a_module_in_a_package_has_the_name_by_which_it_is_imported(tmp_path: Path) -> None:
    root = written(tmp_path, src__shop____init__="", src__shop__run="from shop import pay\npay.go()\n", src__shop__pay="def go(): ...\n")
    (root / "src" / "shop" / "__init__.py").write_text("")
    assert call_graph(root, "src/shop/run.py").as_dict()["shop.run"] == ["shop.pay.go"]


def test_a_program_that_is_too_large_to_be_followed_in_order_is_summarised(tmp_path: Path) -> None:
    doubling = "".join(f"def f{n}(): f{n + 1}(); f{n + 1}()\n" for n in range(25))
    root = written(tmp_path, main=doubling + "def f25(): ...\nf0()\n")
    calls = call_graph(root, "main.py").as_dict()
    assert calls["main.f24"] == ["main.f25"]
    assert calls["main"] == ["main.f0"]


def test_what_is_never_at_rest_is_cut_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chain = "def act(f): return f\n" + "".join(f"def g{n}(): return act(g{n - 1})\n" for n in range(1, 12))
    root = written(tmp_path, main="def g0(): ...\n" + chain)
    monkeypatch.setattr(graph, "MAX_LINES", -1)
    problems = call_graph(root, "main.py").problems
    assert [problem.code for problem in problems] == ["calls-cut"]
    assert "were not followed to the end" in problems[0].message


def test_a_file_that_cannot_be_read_is_a_problem_and_the_rest_is_followed(tmp_path: Path) -> None:
    root = written(tmp_path, main="import broken\nimport good\ngood.go()\n", broken="def (:\n", good="def go(): ...\n")
    found = call_graph(root, "main.py")
    assert found.as_dict()["main"] == ["good.go"]
    assert [(problem.code, problem.at.path) for problem in found.problems] == [("syntax-error", "broken.py")]


def test_links_do_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    outside = written(tmp_path / "outside", secret="def go(): ...\n")
    root = written(tmp_path / "app", main="import secret\nsecret.go()\n")
    (root / "secret.py").symlink_to(outside / "secret.py")
    found = call_graph(root, "main.py")
    assert found.modules == 1
    assert found.as_dict() == {"main": ["secret.go"], "secret.go": []}


def test_the_same_program_gives_the_same_bytes_whatever_the_hash_seed() -> None:
    code = (
        "from pathlib import Path; from analyzer.read.calls import call_graph, graph; graph.MAX_LINES = -1;"
        "print(call_graph(Path('.'), 'analyzer/cluster/proposal.py'))"
    )
    command = [sys.executable, "-c", code]
    seeds = [{**os.environ, "PYTHONHASHSEED": seed} for seed in ("1", "2")]
    outputs = {subprocess.run(command, cwd=ROOT, env=seed, capture_output=True, check=True).stdout for seed in seeds}
    assert len(outputs) == 1


def test_an_entry_may_be_named_from_the_root_or_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = written(tmp_path / "app", pkg__main="")
    assert entry_of(root, Path("pkg/main.py")) == "pkg/main.py"
    monkeypatch.chdir(tmp_path)
    assert entry_of(root, Path("app/pkg/main.py")) == "pkg/main.py"
    assert entry_of(Path("app"), root / "pkg" / "main.py") == "pkg/main.py"


@pytest.mark.parametrize(
    ("entry", "message", "hint"),
    [
        ("pkg/mian.py", "there is no entry pkg/mian.py", "did you mean main.py?"),
        ("nowhere/x.py", "there is no entry nowhere/x.py", "give its path from there"),
        ("pkg", "the entry pkg is a folder", "give a file in it"),
        ("pkg/data.txt", "is no Python file", "give the .py file"),
        ("../other.py", "is not below", "give a file of the code base"),
    ],
)
def test_a_bad_entry_is_told_with_a_hint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: str, message: str, hint: str) -> None:
    root = written(tmp_path / "app", pkg__main="")
    (root / "pkg" / "data.txt").write_text("")
    (tmp_path / "other.py").write_text("")
    monkeypatch.chdir(root)
    with pytest.raises(UsageError, match=message) as raised:
        entry_of(root, Path(entry))
    assert raised.value.hint.startswith(hint)

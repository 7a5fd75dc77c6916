"""History: today's names, no author names, no harm from a hostile repository."""

import os
import subprocess
from pathlib import Path

import pytest

from analyzer.read import history
from analyzer.read.history import read_history


def git(folder: Path, *arguments: str, when: int = 0) -> None:
    who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in (("NAME", "A"), ("EMAIL", "a@example.org"))}
    dates = {"GIT_AUTHOR_DATE": f"{1_600_000_000 + when} +0000", "GIT_COMMITTER_DATE": f"{1_600_000_000 + when} +0000"}
    environment = {**os.environ, **who, **dates, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, env=environment)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Four commits: two files, one of them renamed twice (the second time into a folder), one deleted and one odd name."""
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "one.py").write_text("\n".join(map(str, range(30))))
    (tmp_path / "two.py").write_text("b = 1\n" * 20)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first", when=1)
    git(tmp_path, "mv", "one.py", "uno.py")
    git(tmp_path, "commit", "-qm", "rename", when=2)
    (tmp_path / "app").mkdir()
    git(tmp_path, "mv", "uno.py", "app/eins.py")
    git(tmp_path, "rm", "-q", "two.py")
    git(tmp_path, "commit", "-qm", "again", when=3)
    (tmp_path / "app" / "a\x01b c\nd é.py").write_text("x = 1\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "odd \x01 subject", when=4)
    return tmp_path


def test_paths_are_todays_names(repository: Path) -> None:
    commits, problems = read_history(repository, ["app/eins.py", "app/a\x01b c\nd é.py"])
    assert problems == ()
    assert [(commit.when - 1_600_000_000, commit.paths) for commit in commits] == [
        (1, ("app/eins.py",)),
        (2, ("app/eins.py",)),
        (3, ("app/eins.py",)),
        (4, ("app/a\x01b c\nd é.py",)),
    ]
    assert {len(commit.sha) for commit in commits} == {40}
    assert {commit.author for commit in commits} == {commits[0].author}
    assert "example" not in commits[0].author and len(commits[0].author) == 12


def test_a_folder_of_a_repository_has_its_own_names(repository: Path) -> None:
    commits, _ = read_history(repository / "app", ["eins.py"])
    assert [commit.paths for commit in commits] == [("eins.py",)]


def test_no_repository_no_tracked_path_no_commit_is_information(tmp_path: Path, repository: Path) -> None:
    plain = tmp_path.parent / f"{tmp_path.name}-plain"
    fresh = tmp_path.parent / f"{tmp_path.name}-fresh"
    for folder in (plain, fresh):
        folder.mkdir()
        (folder / "x.py").write_text("")
    git(fresh, "init", "-q")
    git(fresh, "add", ".")
    for folder, paths in ((plain, ["x.py"]), (fresh, ["x.py"]), (repository, ["untracked.py"])):
        commits, problems = read_history(folder, paths)
        assert commits == ()
        assert [(item.code, item.severity) for item in problems] == [("no-history", "info")]


def test_a_box_without_git_and_a_slow_one(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as without:
        without.setenv("PATH", "/nowhere")
        assert "started" in read_history(repository, ["app/eins.py"])[1][0].message
    monkeypatch.setattr(history, "MOST_SECONDS", 0.000_001)
    assert "seconds" in read_history(repository, ["app/eins.py"])[1][0].message


def test_a_hostile_repository_starts_no_program(repository: Path) -> None:
    trap = repository / "trap.sh"
    sprung = repository / "sprung"
    trap.write_text(f"#!/bin/sh\ntouch {sprung}\nexit 1\n")
    trap.chmod(0o755)
    for key in (
        "core.fsmonitor",
        "core.pager",
        "pager.log",
        "diff.external",
        "core.sshCommand",
        "gpg.program",
        "diff.trap.textconv",
        "diff.trap.command",
    ):
        git(repository, "config", key, str(trap))
    git(repository, "config", "log.showSignature", "true")
    git(repository, "config", "diff.orderFile", "/nowhere")
    (repository / ".git" / "info").mkdir(exist_ok=True)
    (repository / ".git" / "info" / "attributes").write_text("* diff=trap filter=trap\n")
    commits, problems = read_history(repository, ["app/eins.py"])
    assert len(commits) == 3 and problems == ()
    assert not sprung.exists()


def test_a_variable_of_git_in_the_environment_misleads_nobody(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "/nowhere")
    assert len(read_history(repository, ["app/eins.py"])[0]) == 3


def test_only_the_newest_commits_are_read_and_the_rest_is_told(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MOST_COMMITS", 2)
    commits, problems = read_history(repository, ["app/eins.py", "app/a\x01b c\nd é.py"])
    assert [commit.when - 1_600_000_000 for commit in commits] == [3, 4]
    assert [(one.code, one.severity) for one in problems] == [("history-cut", "info")]
    assert "more than 2 commits" in problems[0].message


def test_a_long_log_is_cut_at_a_whole_commit_and_told(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MOST_BYTES", 150)
    commits, problems = read_history(repository, ["app/eins.py", "app/a\x01b c\nd é.py"])
    assert [commit.when - 1_600_000_000 for commit in commits] == [4]
    assert [one.code for one in problems] == ["history-cut"]


def test_a_shallow_clone_has_the_history_that_it_has(repository: Path, tmp_path: Path) -> None:
    clone = tmp_path.parent / f"{tmp_path.name}-clone"
    git(tmp_path, "clone", "-q", "--depth", "2", f"file://{repository}", str(clone))
    commits, problems = read_history(clone, ["app/eins.py", "app/a\x01b c\nd é.py"])
    assert [commit.when - 1_600_000_000 for commit in commits] == [3, 4]
    assert "shallow" in problems[0].message


def test_a_partial_clone_has_all_commits_and_renames_without_edits(repository: Path, tmp_path: Path) -> None:
    (repository / "app" / "zwei.py").write_text("\n".join(map(str, range(29))))
    git(repository, "rm", "-q", "app/eins.py")
    git(repository, "add", "app/zwei.py")
    git(repository, "commit", "-qm", "renamed and edited", when=5)
    git(repository, "mv", "app/zwei.py", "app/drei.py")
    git(repository, "commit", "-qm", "renamed", when=6)
    git(repository, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path.parent / f"{tmp_path.name}-partial"
    git(tmp_path, "clone", "-q", "--filter=blob:none", f"file://{repository}", str(clone))
    assert [one.when - 1_600_000_000 for one in read_history(repository, ["app/drei.py"])[0]] == [1, 2, 3, 5, 6]
    git(clone, "remote", "set-url", "origin", "file:///nowhere")
    commits, problems = read_history(clone, ["app/drei.py"])
    assert [one.when - 1_600_000_000 for one in commits] == [5, 6]
    assert [(one.code, one.severity) for one in problems] == [("history-cut", "info")]
    assert "lacks old contents" in problems[0].message

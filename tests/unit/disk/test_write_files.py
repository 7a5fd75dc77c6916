import os
from pathlib import Path

import pytest

from analyzer.disk import ActionKind, UnsafePathError, templates_folder, write_files
from analyzer.model.files import CopiedFile, FileSet, TextFile


def text(path: str, content: str = "x", executable: bool = False) -> FileSet:
    return FileSet.of([TextFile(path, content, executable)])


def test_creates_then_leaves_equal_files_alone_then_overwrites(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert write_files(text("a/b.txt", "one"), out).of(ActionKind.CREATE) == ("a/b.txt",)
    stamp = (out / "a/b.txt").stat().st_mtime_ns
    assert write_files(text("a/b.txt", "one"), out).of(ActionKind.IDENTICAL) == ("a/b.txt",)
    assert (out / "a/b.txt").stat().st_mtime_ns == stamp
    assert write_files(text("a/b.txt", "two"), out).of(ActionKind.OVERWRITE) == ("a/b.txt",)
    assert (out / "a/b.txt").read_text() == "two"
    assert [path.name for path in out.iterdir()] == ["a"], "nothing of the staging is left"


def test_executable_files_can_be_run(tmp_path: Path) -> None:
    write_files(text("run.sh", "#!/bin/sh\n", executable=True), tmp_path)
    assert os.access(tmp_path / "run.sh", os.X_OK)


def test_a_failing_write_leaves_the_last_good_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(text("a.txt", "good"), tmp_path)

    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("analyzer.disk.commit.os.fdopen", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_files(text("a.txt", "half"), tmp_path)
    assert (tmp_path / "a.txt").read_text() == "good"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_link_to_a_folder_outside_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    outside, out = tmp_path / "outside", tmp_path / "out"
    outside.mkdir()
    out.mkdir()
    (out / "linked").symlink_to(outside)
    with pytest.raises(UnsafePathError):
        write_files(FileSet.of([TextFile("a.txt", "x"), TextFile("linked/b.txt", "x")]), out)
    assert not list(outside.iterdir())
    assert not (out / "a.txt").exists()


def test_a_link_at_the_file_itself_is_replaced_not_followed(tmp_path: Path) -> None:
    victim, out = tmp_path / "victim", tmp_path / "out"
    victim.write_text("mine")
    out.mkdir()
    (out / "a.txt").symlink_to(victim)
    write_files(text("a.txt", "ours"), out)
    assert victim.read_text() == "mine"
    assert (out / "a.txt").read_text() == "ours"
    assert not (out / "a.txt").is_symlink()


def test_a_folder_in_the_way_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(UnsafePathError):
        write_files(text("a"), tmp_path)
    (tmp_path / "f").write_text("file")
    with pytest.raises(UnsafePathError):
        write_files(text("f/g"), tmp_path)


def test_copied_files_keep_their_bytes(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "data.bin").write_bytes(b"\xff\x00\r\n")
    write_files(FileSet.of([CopiedFile("x/data.bin", "data.bin")]), tmp_path / "out", root)
    assert (tmp_path / "out/x/data.bin").read_bytes() == b"\xff\x00\r\n"


def test_a_source_that_leads_out_of_the_root_is_a_problem_not_a_copy(tmp_path: Path) -> None:
    root, secret = tmp_path / "root", tmp_path / "secret"
    root.mkdir()
    secret.write_text("secret")
    (root / "link").symlink_to(secret)
    files = FileSet.of([CopiedFile("link", "link"), CopiedFile("up", "../secret"), CopiedFile("gone", "gone"), TextFile("ok", "ok")])
    written = write_files(files, tmp_path / "out", root)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["ok"]
    assert {problem.at.path for problem in written.problems} == {"link", "../secret", "gone"}
    assert {problem.code for problem in written.problems} == {"copy-failed"}


def test_templates_of_an_override_win_file_by_file(tmp_path: Path) -> None:
    own = templates_folder()
    name = own.names("deploy")[0]
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_text("theirs")
    mixed = templates_folder(tmp_path)
    assert mixed.text(name) == "theirs"
    assert mixed.names("deploy") == own.names("deploy")
    assert all(mixed.text(other) == own.text(other) for other in own.names("deploy")[1:])
    with pytest.raises(FileNotFoundError):
        mixed.text("no/such.template")
    with pytest.raises(NotADirectoryError):
        templates_folder(tmp_path / "missing")

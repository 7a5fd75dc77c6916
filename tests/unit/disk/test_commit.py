"""A process that is killed while it writes leaves the last good tree, or one that the next run finishes; an edit is never lost."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from analyzer.disk import write_tree
from analyzer.model.files import FileSet, TextFile

ROOT = Path(__file__).resolve().parents[3]
OLD = {f"deep/{name}/f": f"old {name}\n" for name in "abcdef"} | {"top": "old\n", "gone/away": "old\n"}
NEW = {f"deep/{name}/f": f"new {name}\n" for name in "abcdef"} | {"top": "new\n", "fresh/one/x": "new\n", "fresh/two": "new\n"}
KILLED = """
import os, signal, sys
from pathlib import Path
from analyzer.disk import commit, write_tree
from analyzer.model.files import FileSet, TextFile
folder, left, new = Path(sys.argv[1]), int(sys.argv[2]), eval(sys.stdin.read())
def counted(real):
    def step(*arguments, **options):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **options)
    return step
os.open, os.replace, os.unlink, os.rmdir = map(counted, (os.open, os.replace, os.unlink, os.rmdir))
write_tree(FileSet.of(TextFile(*item) for item in new.items()), folder)
"""


def files(texts: dict[str, str]) -> FileSet:
    return FileSet.of(TextFile(path, text) for path, text in texts.items())


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.relative_to(folder).parts[0].startswith(".unbraid-")
    }


def kill_after(steps: int, folder: Path, texts: dict[str, str]) -> int:
    command, environment = [sys.executable, "-c", KILLED, str(folder), str(steps)], {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, input=repr(texts), capture_output=True, text=True, check=False)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode


def test_killed_at_any_step_the_tree_is_the_old_one_or_is_finished_by_the_next_run(tmp_path: Path) -> None:
    seen = set()
    for steps in range(0, 60, 2):
        folder = tmp_path / str(steps)
        write_tree(files(OLD), folder)
        (folder / "top").write_text("mine\n")
        ended = kill_after(steps, folder, NEW)
        left = tree(folder)
        assert all(text in (OLD.get(path), NEW.get(path), "mine\n") or path == "top" for path, text in left.items()), "half a file"
        if not (folder / ".unbraid-commit").exists() and ended:
            seen.add("old" if left == {**OLD, "top": "mine\n"} else "new")
        elif ended:
            seen.add("between")
        write_tree(files(NEW), folder)
        done = tree(folder)
        assert "mine" in done.pop("top")
        assert done == {path: text for path, text in NEW.items() if path != "top"}
        assert not [path.name for path in folder.iterdir() if path.name.startswith((".unbraid-part", ".unbraid-commit"))]
    assert {"old", "between"} <= seen


def test_killed_before_it_was_decided_nothing_has_changed(tmp_path: Path) -> None:
    write_tree(files(OLD), tmp_path)
    for steps in range(2, 14, 3):
        assert kill_after(steps, tmp_path, NEW) == -signal.SIGKILL
        assert tree(tmp_path) == OLD


def test_an_edit_made_after_a_kill_is_not_overwritten_by_finishing(tmp_path: Path) -> None:
    write_tree(files(OLD), tmp_path)
    steps = next(steps for steps in range(12, 60) if kill_after(steps, tmp_path, NEW) and (tmp_path / ".unbraid-commit").exists())
    assert steps
    (tmp_path / "top").write_text("mine, later\n")
    write_tree(files(NEW), tmp_path)
    assert "mine, later\n" in (tmp_path / "top").read_text()


def test_a_first_generation_appears_folder_by_folder(tmp_path: Path) -> None:
    """The fewest renames: what is new as a whole is moved as a whole."""
    renamed: list[str] = []
    real = Path.replace
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", lambda self, target: (renamed.append(Path(target).name), real(self, target))[1])
        write_tree(files({f"services/a/{number}": "x" for number in range(20)} | {"README": "y"}), tmp_path)
    assert sorted(name for name in renamed if not name.startswith(".unbraid")) == ["README", "services"]


def test_two_processes_write_one_after_the_other(tmp_path: Path) -> None:
    many = [{f"f{number}": f"{letter}\n" * 2000 for number in range(50)} for letter in "abcd"]
    command = [sys.executable, "-c", KILLED, str(tmp_path), "1000000"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = [subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, text=True) for _ in many]
    for process, texts in zip(running, many, strict=True):
        assert process.stdin is not None
        process.stdin.write(repr(texts))
        process.stdin.close()
    assert [process.wait(60) for process in running] == [0, 0, 0, 0]
    assert tree(tmp_path) in many

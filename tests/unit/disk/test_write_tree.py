import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from analyzer.disk import MANIFEST, PRISTINE, ActionKind, difference, plan_tree, write_tree
from analyzer.model.files import FileSet, TextFile


def tree(**files: str) -> FileSet:
    return FileSet.of(TextFile(name, content) for name, content in files.items())


def kinds(folder: Path, files: FileSet, about: Callable[[str], bool] | None = None) -> dict[str, str]:
    return {action.path: str(action.kind) for action in write_tree(files, folder, about=about).actions}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_an_edit_is_kept_while_ours_is_unchanged(tmp_path: Path) -> None:
    assert kinds(tmp_path, tree(a="one")) == {"a": "create"}
    (tmp_path / "a").write_text("mine")
    assert kinds(tmp_path, tree(a="one")) == {"a": "keep"}
    assert (tmp_path / "a").read_text() == "mine"
    assert not (tmp_path / "a.unbraid-new").exists()


LINES = "one\ntwo\nthree\nfour\nfive\n"


def test_edits_of_both_sides_in_different_places_are_merged(tmp_path: Path) -> None:
    kinds(tmp_path, tree(a=LINES))
    (tmp_path / "a").write_text(LINES.replace("one", "mine"))
    assert kinds(tmp_path, tree(a=LINES.replace("five", "ours"))) == {"a": "merge"}
    assert (tmp_path / "a").read_text() == "mine\ntwo\nthree\nfour\nours\n"
    assert kinds(tmp_path, tree(a=LINES.replace("five", "ours"))) == {"a": "keep"}
    assert kinds(tmp_path, tree(a=LINES.replace("five", "ours again"))) == {"a": "merge"}
    assert (tmp_path / "a").read_text() == "mine\ntwo\nthree\nfour\nours again\n"
    assert kinds(tmp_path, tree(a=LINES.replace("five", "ours again").replace("one", "mine"))) == {"a": "identical"}


def test_edits_of_one_place_are_marked_and_told_until_they_are_mended(tmp_path: Path) -> None:
    kinds(tmp_path, tree(a=LINES))
    (tmp_path / "a").write_text(LINES.replace("three", "mine"))
    written = write_tree(tree(a=LINES.replace("three", "ours")), tmp_path)
    assert written.of(ActionKind.CONFLICT) == ("a",)
    assert [problem.code for problem in written.problems] == ["merge-conflict"]
    marked = "one\ntwo\n<<<<<<< yours\nmine\n||||||| generated before\nthree\n=======\nours\n>>>>>>> generated now\nfour\nfive\n"
    assert (tmp_path / "a").read_text() == marked
    for text in ("ours", "other"):  # nothing is merged into a file with marks, and they are told again
        again = write_tree(tree(a=LINES.replace("three", text)), tmp_path)
        assert (again.of(ActionKind.CONFLICT), len(again.problems)) == (("a",), 1)
        assert (tmp_path / "a").read_text() == marked
    (tmp_path / "a").write_text(LINES.replace("three", "both"))
    assert kinds(tmp_path, tree(a=LINES.replace("three", "ours"))) == {"a": "keep"}
    assert kinds(tmp_path, tree(a=LINES.replace("three", "ours").replace("five", "5"))) == {"a": "merge"}
    assert (tmp_path / "a").read_text() == LINES.replace("three", "both").replace("five", "5")


def test_what_cannot_be_merged_is_put_beside(tmp_path: Path) -> None:
    for lost in ("pristine", "text"):
        folder = tmp_path / lost
        before, ours = ("one", "two") if lost == "pristine" else ("one\0", "two\0")
        kinds(folder, tree(a=before))
        (folder / "a").write_text("mine")
        if lost == "pristine":
            (folder / PRISTINE).write_bytes(b"damaged")
        assert kinds(folder, tree(a=ours)) == {"a": "conflict"}
        assert ((folder / "a").read_text(), (folder / "a.unbraid-new").read_text()) == ("mine", ours)
        (folder / "a").write_text("mine again")
        assert kinds(folder, tree(a="3" + before)) == {"a": "conflict"}
        assert "mine again" in (folder / "a").read_text()


def test_a_dry_run_writes_nothing_and_its_difference_is_what_writing_does(tmp_path: Path) -> None:
    out, copy = tmp_path / "out", tmp_path / "copy"
    for folder in (out, copy):
        write_tree(tree(same="1\n", gone="2\n", new_end="3", both=LINES), folder)
        (folder / "both").write_text(LINES.replace("one", "mine"))
    files = tree(same="1\n", fresh="x\ny\n", new_end="3\n4", both=LINES.replace("five", "ours"))
    before = contents(out)
    plan = plan_tree(files, out)
    text = "\n".join(difference(plan)) + "\n"
    assert contents(out) == before
    written = write_tree(files, out)
    assert written == plan.outcome
    subprocess.run(["git", "apply", "-"], cwd=copy, input=text, text=True, check=True)
    now = {path: data for path, data in contents(out).items() if not path.startswith(".unbraid-")}
    assert {path: data for path, data in contents(copy).items() if not path.startswith(".unbraid-")} == now
    assert not list(difference(plan_tree(files, out)))
    assert not plan_tree(tree(same="1\n"), tmp_path / "none").removals
    assert not (tmp_path / "none").exists()


def test_texts_are_kept_once_and_only_while_they_are_needed(tmp_path: Path) -> None:
    many = {f"f{number}": LINES * 50 for number in range(40)}
    kinds(tmp_path, tree(**many))
    assert (tmp_path / PRISTINE).stat().st_size < 1000
    stamp = (tmp_path / PRISTINE).stat().st_mtime_ns
    kinds(tmp_path, tree(**many))
    assert (tmp_path / PRISTINE).stat().st_mtime_ns == stamp
    kinds(tmp_path / "other", tree(a="2\n"))
    kinds(tmp_path, tree(a="2\n"))
    assert (tmp_path / PRISTINE).read_bytes() == (tmp_path / "other" / PRISTINE).read_bytes()


def test_an_unedited_file_is_overwritten_and_an_equal_one_untouched(tmp_path: Path) -> None:
    kinds(tmp_path, tree(a="one", b="one"))
    assert kinds(tmp_path, tree(a="two", b="one")) == {"a": "overwrite", "b": "identical"}
    assert (tmp_path / "a").read_text() == "two"


def test_a_deleted_file_stays_deleted(tmp_path: Path) -> None:
    kinds(tmp_path, tree(a="one"))
    (tmp_path / "a").unlink()
    assert kinds(tmp_path, tree(a="one")) == {"a": "keep"}
    assert kinds(tmp_path, tree(a="two")) == {"a": "keep"}
    assert not (tmp_path / "a").exists()


def test_a_file_that_we_did_not_write_is_the_users(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("mine")
    assert kinds(tmp_path, tree(a="ours")) == {"a": "keep"}
    assert kinds(tmp_path, tree(a="ours again")) == {"a": "keep"}
    assert (tmp_path / "a").read_text() == "mine"


def test_what_is_no_longer_generated_goes_unless_edited(tmp_path: Path) -> None:
    files = FileSet.of([TextFile("deep/er/a", "1"), TextFile("b", "1"), TextFile("c", "1")])
    kinds(tmp_path, files)
    (tmp_path / "b").write_text("mine")
    assert kinds(tmp_path, tree(c="1"), about=lambda path: path == "c") == {"c": "identical"}
    assert kinds(tmp_path, tree(c="1")) == {"b": "keep", "c": "identical", "deep/er/a": "remove"}
    assert sorted(path.name for path in tmp_path.iterdir()) == [MANIFEST, PRISTINE, "b", "c"]


def test_an_unreadable_manifest_loses_nothing(tmp_path: Path) -> None:
    kinds(tmp_path, tree(a="one"))
    for text in ("{", "[]", '{"files": {"../x": "y"}}', '{"files": 3}'):
        (tmp_path / MANIFEST).write_text(text)
        written = write_tree(tree(a="two"), tmp_path)
        assert written.of(ActionKind.KEEP) == ("a",)
        assert [problem.code for problem in written.problems] == ["bad-manifest"]
        assert (tmp_path / "a").read_text() == "one"


def test_the_manifest_is_the_same_for_the_same_files(tmp_path: Path) -> None:
    kinds(tmp_path / "x", tree(a="one", b="two"))
    kinds(tmp_path / "y", tree(b="two", a="one"))
    for name in (MANIFEST, PRISTINE):
        assert (tmp_path / "x" / name).read_bytes() == (tmp_path / "y" / name).read_bytes()
    assert json.loads((tmp_path / "x" / MANIFEST).read_text())["version"] == 2

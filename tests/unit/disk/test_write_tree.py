import json
from pathlib import Path

from analyzer.disk import MANIFEST, ActionKind, write_tree
from analyzer.model.files import FileSet, TextFile


def tree(**files: str) -> FileSet:
    return FileSet.of(TextFile(name, content) for name, content in files.items())


def kinds(folder: Path, files: FileSet, remove_obsolete: bool = True) -> dict[str, str]:
    return {action.path: str(action.kind) for action in write_tree(files, folder, remove_obsolete=remove_obsolete).actions}


def test_an_edit_is_kept_while_ours_is_unchanged(tmp_path: Path) -> None:
    assert kinds(tmp_path, tree(a="one")) == {"a": "create"}
    (tmp_path / "a").write_text("mine")
    assert kinds(tmp_path, tree(a="one")) == {"a": "keep"}
    assert (tmp_path / "a").read_text() == "mine"
    assert not (tmp_path / "a.unbraid-new").exists()


def test_changed_by_both_is_a_conflict_with_ours_beside(tmp_path: Path) -> None:
    kinds(tmp_path, tree(a="one"))
    (tmp_path / "a").write_text("mine")
    assert kinds(tmp_path, tree(a="two")) == {"a": "conflict"}
    assert (tmp_path / "a").read_text() == "mine"
    assert (tmp_path / "a.unbraid-new").read_text() == "two"
    assert kinds(tmp_path, tree(a="two")) == {"a": "keep"}, "the same text is offered once"
    assert kinds(tmp_path, tree(a="three")) == {"a": "conflict"}
    assert (tmp_path / "a.unbraid-new").read_text() == "three"


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
    assert kinds(tmp_path, tree(c="1"), remove_obsolete=False) == {"c": "identical"}
    assert kinds(tmp_path, tree(c="1")) == {"b": "keep", "c": "identical", "deep/er/a": "remove"}
    assert sorted(path.name for path in tmp_path.iterdir()) == [MANIFEST, "b", "c"]


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
    assert (tmp_path / "x" / MANIFEST).read_bytes() == (tmp_path / "y" / MANIFEST).read_bytes()
    assert json.loads((tmp_path / "x" / MANIFEST).read_text())["version"] == 1

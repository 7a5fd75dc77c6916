"""Same input, same bytes: whatever the folder, the number of workers, the hash seed, the locale, the time zone or the order on disk."""

import shutil
from pathlib import Path

import pytest

from tests.e2e.command import contents, copy_of_sample, unbraid


def reordered(source: Path, target: Path) -> Path:
    """A copy whose files were created in the opposite order and are of another age."""
    for path in sorted(source.rglob("*"), reverse=True):
        if path.is_file():
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    return target


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes], dict[str, bytes]]:
    """The output folder of one run of both commands in one place, and in another place under other circumstances."""
    place = tmp_path_factory.mktemp("place")
    first = copy_of_sample(place / "one" / "app")
    second = reordered(first, place / "another" / "deeper" / "app")
    circumstances = (
        (first, 1, {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC", "CI": "1"}),
        (second, 2, {"PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "TZ": "Asia/Tokyo", "CI": ""}),
    )
    for root, workers, extra in circumstances:
        for command in ("analyze", "scaffold"):
            done = unbraid(command, root, "--out", root.parent / "out", "--workers", workers, seconds=300, **extra)
            assert done.returncode == 0, done.stderr
    return place, contents(first.parent / "out"), contents(second.parent / "out")


def test_same_input_same_bytes(outputs: tuple[Path, dict[str, bytes], dict[str, bytes]]) -> None:
    _, first, second = outputs
    assert len(first) > 100
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_no_output_names_a_place_on_this_machine(outputs: tuple[Path, dict[str, bytes], dict[str, bytes]]) -> None:
    place, first, _ = outputs
    assert [name for name, data in first.items() if str(place).encode() in data] == []


def test_a_second_run_changes_nothing(outputs: tuple[Path, dict[str, bytes], dict[str, bytes]]) -> None:
    place, first, _ = outputs
    done = unbraid("analyze", place / "one" / "app", "--out", place / "one" / "out", seconds=300)
    assert done.returncode == 0, done.stderr
    again = contents(place / "one" / "out")
    assert [name for name in first if first[name] != again.get(name)] == []

"""Entry points of odd and broken files: what can be read is, the rest is left out without a word of complaint."""

from pathlib import Path

import pytest

from analyzer.read.entry_points import read_entry_points


def _read(root: Path, name: str, text: str | bytes) -> list[tuple[str, str, str, int]]:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return [(one.group, one.name, one.target, one.at.line) for one in read_entry_points(root, [name, "gone/setup.py"])]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", "[project\nscripts = 3"),
        ("pyproject.toml", "[project]\nscripts = 3\n[tool]\npoetry = []\n"),
        ("pyproject.toml", b"\xff\xfe"),
        ("setup.cfg", "[options.entry_points\nx"),
        ("setup.cfg", "[options.entry_points]\nconsole_scripts = no equals sign\n"),
        ("setup.py", "setup(entry_points=read())"),
        ("setup.py", "setup(entry_points={1: [2, 3], 'a': 4})"),
        ("setup.py", "def ("),
        ("entry_points.txt", "[console_scripts]\nx = not.metadata:main\n"),
        ("pyproject.toml", '[project.scripts]\nx = "rm -rf / :main"\ny = ""\n'),
    ],
)
def test_what_cannot_be_read_has_none(tmp_path: Path, name: str, text: str | bytes) -> None:
    assert _read(tmp_path, name, text) == []


def test_installed_metadata_and_variables_of_setup_are_read(tmp_path: Path) -> None:
    metadata = "[console_scripts]\nx = shop.cli:main [fast]\n\n[shop.plugins]\ny=shop.plug\n"
    found = _read(tmp_path, "shop-1.dist-info/entry_points.txt", metadata)
    assert found == [("console_scripts", "x", "shop.cli:main", 2), ("shop.plugins", "y", "shop.plug", 5)]
    text = "points = {'a': ['z = shop.z : Z.run']}\nsetup(\n    entry_points=points,\n)\n"
    assert _read(tmp_path, "setup.py", text) == [("a", "z", "shop.z:Z.run", 1)]

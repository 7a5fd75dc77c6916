"""The sample's outputs are the expected ones, byte for byte."""

from pathlib import Path

from tests.golden import EXPECTED, outputs


def test_the_samples_outputs_are_as_expected(tmp_path: Path) -> None:
    found = outputs(tmp_path)
    expected = {path.name: path.read_text(encoding="utf-8") for path in EXPECTED.iterdir()}
    assert sorted(found) == sorted(expected)
    different = [name for name in found if found[name] != expected[name]]
    assert different == [], "if this is meant: make golden, read the difference, commit it"

from pathlib import Path

import pytest

from tests.specs.run_specs import Case, cases, check

HERE = Path(__file__).parent
OTHERS = {"boundaries", "calls"}  # what these expect is no fact; they are read by tests of their own
CASES = [case for folder in sorted(HERE.iterdir()) if folder.is_dir() and folder.name not in OTHERS for case in cases(folder)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.spec}: {case.title}")
def test_the_facts_are_those_that_the_spec_expects(case: Case, tmp_path: Path) -> None:
    check(case, tmp_path)

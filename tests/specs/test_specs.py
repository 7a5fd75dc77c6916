from pathlib import Path

import pytest

from tests.specs.run_specs import Case, cases, check

HERE = Path(__file__).parent
CASES = [case for folder in sorted(path for path in HERE.iterdir() if path.is_dir()) for case in cases(folder)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.spec}: {case.title}")
def test_the_facts_are_those_that_the_spec_expects(case: Case, tmp_path: Path) -> None:
    check(case, tmp_path)

from pathlib import Path

import pytest

from tests.specs.run_call_specs import call_cases, check_calls
from tests.specs.run_specs import Case

CASES = list(call_cases(Path(__file__).parent / "calls"))


def test_every_case_has_a_program_and_calls() -> None:
    assert len(CASES) > 30
    assert [case.title for case in CASES if not case.files or not case.expected] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.spec}: {case.title}")
def test_the_calls_are_those_that_the_spec_expects(case: Case, tmp_path: Path) -> None:
    check_calls(case, tmp_path)

"""What the end of a test command says against the tests that were seen."""

import pytest

from analyzer.prove.outcomes import ABSENT, FAILED, PASSED, SKIPPED, Outcome
from analyzer.prove.process import Ended
from analyzer.prove.running import contradiction


@pytest.mark.parametrize(
    ("code", "outcomes", "told"),
    [
        (1, (PASSED, SKIPPED), True),
        (1, (PASSED, FAILED), False),
        (1, (PASSED, ABSENT), False),
        (1, (), False),
        (0, (PASSED,), False),
        (None, (PASSED,), False),
        (-9, (PASSED,), False),
    ],
)
def test_a_command_that_fails_while_no_test_was_seen_to_fail_is_told(code: int | None, outcomes: tuple[str, ...], told: bool) -> None:
    tests = {str(place): Outcome(str(place), outcome) for place, outcome in enumerate(outcomes)}
    assert bool(contradiction(Ended(code, 1.0, ""), tests)) is told

"""What codes are called where people read them."""

import re
from pathlib import Path

from analyzer.report.wording import BLIND_SPOTS

FACTS = Path(__file__).parents[3] / "docs" / "facts.md"


def test_every_reason_of_a_blind_spot_is_told_in_words() -> None:
    section = FACTS.read_text(encoding="utf-8").partition("## Blind spots")[2].partition("\n## ")[0]
    reasons = {name for row in section.splitlines() if row.startswith("| `") for name in re.findall(r"`([a-z-]+)`", row.split("|")[1])}
    assert len(reasons) >= 10
    assert reasons == set(BLIND_SPOTS)

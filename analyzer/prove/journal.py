"""The journal that the harness writes, read back as outcomes."""

import json
from pathlib import Path
from typing import Any

from analyzer.prove.outcomes import ABSENT, Outcome


def read_journal(path: Path) -> tuple[dict[str, Outcome], tuple[str, ...], dict[str, str]]:
    """Every test of a run in the order in which they ran, what went wrong in the harness, and the seams that the run
    contradicts. A test that began and never ended did not run to its end; of one that ran twice the worse outcome counts."""
    tests: dict[str, Outcome] = {}
    troubles: dict[str, None] = {}
    demoted: dict[str, str] = {}
    for event in _events(path):
        if event.get("event") == "demoted":
            demoted.setdefault(str(event["seam"]), f"{event.get('why')} (in {event.get('test')})")
        elif event.get("event") == "trouble":
            troubles[str(event.get("message"))] = None
        elif event.get("event") == "begin":
            tests.setdefault(str(event["test"]), Outcome(str(event["test"]), ABSENT, "it began and did not end"))
        elif event.get("event") == "end":
            found = _test(event)
            before = tests.get(found.test)
            if before is None or before.outcome != "failed":
                tests[found.test] = found
    return tests, tuple(troubles), demoted


def _events(path: Path) -> list[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    found = []
    for line in lines:
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if isinstance(event, dict):
            found.append(event)
    return found


def _test(event: dict[str, Any]) -> Outcome:
    return Outcome(
        str(event["test"]),
        str(event.get("outcome")),
        str(event.get("message", "")),
        float(event.get("seconds", 0)),
        int(event.get("requests", 0)),
        tuple(sorted((event.get("services") or {}).items())),
        tuple(sorted((event.get("reasons") or {}).items())),
        tuple(event.get("errors") or ()),
        int(event.get("seams", 0)),
    )

"""The journal that the harness writes, read back as outcomes."""

import json
from pathlib import Path
from typing import Any

from analyzer.prove.outcomes import ABSENT, FAILED, Outcome


def read_environment(path: Path) -> dict[str, str]:
    """The variables in which the tests of a run ran, as far as it was noted."""
    found: Any = next((event.get("environment") for event in _events(path) if event.get("event") == "surroundings"), {})
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def read_journal(path: Path) -> tuple[dict[str, Outcome], tuple[str, ...], dict[str, str]]:
    """Every test of a run in the order in which they ran, what went wrong in the harness, and the seams that the run
    contradicts. A test that began and never ended did not run to its end; of one that ran twice the worse outcome counts."""
    tests: dict[str, Outcome] = {}
    troubles: dict[str, None] = {}
    demoted: dict[str, str] = {}
    for event in _events(path):
        kind = event.get("event")
        if kind == "demoted":
            demoted.setdefault(str(event.get("seam")), f"{event.get('why')} (in {event.get('test')})")
        elif kind == "trouble":
            troubles[str(event.get("message"))] = None
        elif kind == "begin":
            tests.setdefault(str(event.get("test")), Outcome(str(event.get("test")), ABSENT, "it began and did not end"))
        elif kind == "end" and (found := _test(event)) is not None:
            before = tests.get(found.test)
            if before is None or before.outcome != FAILED:
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
        if isinstance(event, dict) and isinstance(event.get("test", ""), str | None):
            found.append(event)
    return found


def _test(event: dict[str, Any]) -> Outcome | None:
    """The outcome of a test; None where the line is damaged, since the analysed code can write to the journal as well."""
    try:
        return Outcome(
            str(event["test"]),
            str(event["outcome"]),
            str(event.get("message", "")),
            float(event.get("seconds", 0)),
            int(event.get("requests", 0)),
            tuple(sorted((str(name), int(count)) for name, count in (event.get("services") or {}).items())),
            tuple(sorted((str(code), str(text)) for code, text in (event.get("reasons") or {}).items())),
            tuple(str(error) for error in event.get("errors") or ()),
            int(event.get("seams", 0)),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None

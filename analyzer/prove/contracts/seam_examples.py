"""Examples of calls between services: arguments in the codec's words, and the shape of what came back."""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from analyzer.prove.contracts.exchanges import Exchange
from analyzer.prove.contracts.leaves import names_secret
from analyzer.prove.contracts.shapes import same_values, shape_of

HIDDEN = "hidden"
_RANDOM = re.compile(r"^(?=.*\d)(?=.*[A-Za-z])[\w+/=~-]{24,}$|^[\w-]{8,}\.[\w-]{4,}\.[\w-]{8,}$")
_NAMED = ("record", "entity", "exception", "enum", "flag")
_SEQUENCES = ("list", "tuple", "set", "frozenset")
_MAPPINGS = ("dict", "ordered", "counter")


def plain(data: Any) -> Any:
    """A value of the codec without its tags: sequences as arrays, records and text-keyed dictionaries as objects, all else as its kind."""
    if not isinstance(data, list) or not data:
        return data
    tag, rest = data[0], data[1:]
    if tag in _SEQUENCES:
        return [plain(one) for one in rest]
    if tag in _MAPPINGS:
        return {str(key): plain(value) for key, value in zip(rest[::2], rest[1::2], strict=False)}
    if tag in _NAMED:
        fields = rest[-1] if tag in ("record", "exception") and isinstance(rest[-1], list) else []
        return {"$" + tag: rest[0], **{str(key): plain(value) for key, value in zip(fields[::2], fields[1::2], strict=False)}}
    return {"$" + str(tag): None}


def scrubbed(data: Any) -> Any:
    """The codec's words without passwords, tokens and cookies: known by the names beside them, or by their looks."""
    if isinstance(data, str):
        return HIDDEN if _RANDOM.match(data) else data
    if isinstance(data, dict):
        return {key: HIDDEN if names_secret(str(key)) and isinstance(value, str) else scrubbed(value) for key, value in data.items()}
    if not isinstance(data, list):
        return data
    found, hide = [], False
    for one in data:
        found.append(HIDDEN if hide and isinstance(one, str) else scrubbed(one))
        hide = isinstance(one, str) and (names_secret(one) or one.lower() in ("cookie", "set-cookie"))
    return found


def seam_examples(
    called: Sequence[Exchange], seams: Mapping[str, tuple[str, str]], touching: Collection[str]
) -> dict[str, list[dict[str, Any]]]:
    """For each service an example of each of its seams and of each way in which a call ended. ``called`` are the calls of one
    run; ``seams`` maps a dotted name to the service that answers and the seam's class; ``touching`` are those that read or
    write stored data."""
    seen: dict[tuple[str, str, int], list[Exchange]] = defaultdict(list)
    for one in called:
        if one.kind == "seam" and one.target in seams and one.status in (200, 422):
            seen[seams[one.target][0], one.target, one.status].append(one)
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for (service, target, status), calls in sorted(seen.items()):
        ranked = sorted(
            calls, key=lambda one: (_has_entity(one.body), bool(one.rows_in(one.tables)), one.number, len(one.body or ""), one.test)
        )
        example = _example(target, status, ranked, seams[target][1], target in touching)
        if example is not None:
            found[service].append(example)
    return dict(found)


def _has_entity(body: str | bytes | None) -> bool:
    return isinstance(body, str) and '["entity"' in body


def _example(target: str, status: int, calls: Sequence[Exchange], seam_class: str, touches: bool) -> dict[str, Any] | None:
    one = calls[0]
    answers = [value for value in map(_read, (other.answer for other in calls)) if value is not None]
    request, first = _read(one.body), _read(one.answer)
    if request is None or first is None:
        return None
    part = "result" if status == 200 else "raised"
    values = [plain(answer.get(part)) for answer in answers]
    outcome = plain(first.get(part))
    alike = [value for other, value in zip(calls, values, strict=False) if other.body == one.body][1:]
    different = [value for other, value in zip(calls, values, strict=False) if other.body != one.body]
    found: dict[str, Any] = {"id": f"{target} {part}", "target": target, "class": seam_class, "from": one.test}
    rows = one.rows_in(one.tables)
    if _has_entity(one.body) or (touches and (rows or one.number)):
        found["rows"] = rows or {"requests before it": one.number}
    if "rows" in found:
        alike = []  # rows that others make hold other values
    if isinstance(outcome, dict):
        exact = same_values(outcome, alike, different, (), status != 200)
    else:
        exact = (
            [[[], outcome]]
            if alike and not touches and all(value == outcome for value in alike) and not isinstance(outcome, list | dict)
            else []
        )
    answer = {"status": status, "shape": shape_of(values), **({"exact": exact} if exact else {})}
    return {**found, "request": scrubbed(request), "answer": answer}


def _read(content: str | bytes | None) -> dict[str, Any] | None:
    try:
        found = json.loads(content or "")
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None

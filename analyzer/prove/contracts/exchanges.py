"""What the application was asked and answered while its tests ran, read back from what the harness noted."""

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer, the ``number``-th of ``test``; ``kind`` is ``http`` or ``seam`` (``target`` is then a dotted
    name). A body that was too large is None. ``rows`` are those that the test had written by itself, by table; ``given`` what it
    has put into tables since the answer before (None where that cannot be told), ``moment`` when the answer came, in seconds
    since 1970; ``exempt`` and ``forced`` say that the client need pass no CSRF check, or was logged in without a request."""

    kind: str
    test: str
    number: int
    method: str
    target: str
    headers: Headers
    body: str | bytes | None
    status: int
    answer_headers: Headers
    answer: str | bytes | None
    rows: tuple[tuple[str, int], ...] = ()
    tables: frozenset[str] = frozenset()
    exempt: bool = False
    forced: bool = False
    given: Mapping[str, Mapping[str, Any]] | None = None
    moment: float = 0.0

    @property
    def path(self) -> str:
        """The path without the query."""
        return self.target.partition("?")[0]

    def rows_in(self, tables: frozenset[str]) -> dict[str, int]:
        """The rows of these tables that the test had written by itself."""
        return {table: count for table, count in self.rows if table in tables}

    @property
    def query(self) -> tuple[tuple[str, str], ...]:
        """The query as pairs."""
        return tuple(parse_qsl(self.target.partition("?")[2], keep_blank_values=True))


def header(headers: Headers, name: str) -> str:
    """The first value of a header, ``""`` where there is none."""
    return next((value for key, value in headers if key.lower() == name), "")


def media_type(headers: Headers) -> str:
    """The content type without its parameters, in lower case."""
    return header(headers, "content-type").partition(";")[0].strip().lower()


def is_json(headers: Headers) -> bool:
    """Whether a body is said to be JSON."""
    kind = media_type(headers)
    return kind == "application/json" or kind.endswith("+json")


def json_of(content: str | bytes | None, headers: Headers) -> tuple[bool, Any]:
    """(whether it is JSON that can be read, the value)."""
    if not isinstance(content, str) or not content or not is_json(headers):
        return False, None
    try:
        return True, json.loads(content)
    except (ValueError, RecursionError):
        return False, None


def form_of(content: str | bytes | None, headers: Headers) -> tuple[tuple[str, str], ...] | None:
    """The fields of a form that was sent as one, None for anything else."""
    if not isinstance(content, str) or media_type(headers) != "application/x-www-form-urlencoded":
        return None
    return tuple(parse_qsl(content, keep_blank_values=True))


def read_exchanges(share: Path) -> tuple[Exchange, ...]:
    """All that the processes of one run noted, by test and number; damaged lines are left out, since analysed code can write there."""
    found = [one for path in sorted(share.glob("exchanges-*")) for one in _of_file(path)]
    return tuple(sorted(found, key=lambda one: (one.test, one.number, one.kind, one.target)))


def _of_file(path: Path) -> Iterable[Exchange]:
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            yield _exchange(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue


def _exchange(told: dict[str, Any]) -> Exchange:
    return Exchange(
        str(told["kind"]),
        str(told["test"]),
        int(told["number"]),
        str(told.get("method", "POST")),
        str(told["target"]),
        _headers(told.get("headers", ())),
        _content(told["body"]),
        int(told["status"]),
        _headers(told.get("answer_headers", ())),
        _content(told["answer"]),
        tuple(sorted((str(table), int(count)) for table, count in told.get("rows", {}).items())),
        frozenset(str(table) for table in told.get("tables", ())),
        bool(told.get("exempt")),
        bool(told.get("forced")),
        _given(told.get("given")),
        float(told.get("moment", 0)),
    )


def _given(told: Any) -> dict[str, dict[str, Any]] | None:
    """Table to columns, key, rows that were put there and keys of rows that were taken away."""
    if told is None:
        return None
    found = {}
    for table, one in told.items():
        columns, key = [str(name) for name in one["columns"]], [str(name) for name in one["key"]]
        if any(len(row) != len(columns) for row in one["put"]) or any(len(row) != len(key) for row in one["gone"]):
            raise ValueError(table)
        found[str(table)] = {"columns": columns, "key": key, "put": list(one["put"]), "gone": list(one["gone"])}
    return found


def _headers(pairs: Iterable[Any]) -> Headers:
    return tuple((str(name), str(value)) for name, value in pairs)


def _content(told: Any) -> str | bytes | None:
    if isinstance(told, dict):
        return base64.b64decode(told["base64"], validate=True) if "base64" in told else None
    return str(told)

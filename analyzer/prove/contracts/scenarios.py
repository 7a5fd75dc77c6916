"""One request with what has to be asked before it: the steps that make its state and give the values that it uses."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote

from analyzer.prove.contracts.exchanges import Exchange, form_of, header, json_of
from analyzer.prove.contracts.given_rows import MOST, NotToldError, Rows, size_of
from analyzer.prove.contracts.leaves import key_of, leaves, names_identity, names_once, names_secret, replaced
from analyzer.prove.contracts.placeholders import CHARACTERS, Placeholders

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
MOST_STEPS = 12
AROUND = 30
MADE = 3
"""Texts at least this long are names of something."""
_LEFT_OUT = frozenset(
    {
        "accept-encoding", "connection", "content-length", "cookie", "expect", "host", "origin", "referer", "traceparent",
        "transfer-encoding", "user-agent", "x-request-id",
    }
)  # fmt: skip
_RANDOM = re.compile(r"^(?=.*\d)[\w.~+=:-]{20,}$")
_FIELD = re.compile(r'(name="([^"\r\n]+)"\r\n\r\n)(.*?)(?=\r\n--)', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Source:
    """Where an earlier answer holds a value: the step that it answers, and the place in it."""

    step: int
    place: dict[str, Any]


Variables = Callable[[Exchange], Mapping[int, str]]
"""The places of a path's parts that its route leaves open, with their names."""


@dataclass(slots=True)
class Scenario:
    """The requests of one test up to one of them, written so that they can be asked again."""

    history: Sequence[Exchange]
    variables: Variables
    names: Placeholders
    used: set[int]
    changing: Collection[str]
    makes_names: bool = False
    strange_cookies: set[str] = field(default_factory=set)

    def has_cookies_of_rows(self) -> bool:
        """Whether a cookie that no answer has set stands in a row: what a session holds is signed, and cannot be told."""
        return bool(self.strange_cookies & self.names.told)

    def names_unknown(self, number: int, plain: Collection[str]) -> bool:
        """Whether the path of a request has a part, neither number nor constant word nor from an earlier answer, that stands in no
        row: a code that the application has made, and that the test has looked up."""
        one = self.history[number]
        parts = [unquote(part) for place, part in enumerate(one.path.split("/")) if place in self.variables(one)]
        known = {*self.names.captured, *self.names.told, *plain, *self._sent(number)}
        plain_words = {part for part in parts if part.isdigit() or (part.isalpha() and part not in self.changing)}
        return one.status != 404 and any(part and part not in plain_words and part not in known for part in parts)

    def _sent(self, number: int) -> set[str]:
        """The single texts of the bodies of earlier requests."""
        found = set()
        for one in self.history[:number]:
            known, value = json_of(one.body, one.headers)
            found |= {str(leaf) for _, leaf in leaves(value)} if known else set()
            found |= {text for _, text in form_of(one.body, one.headers) or ()}
        return found

    def request(self, number: int) -> dict[str, Any]:
        """The replayable form of a request; what it needs of earlier ones is noted."""
        one = self.history[number]
        body = self._body(number, one)
        query = [[key, self._text(number, value, key)] for key, value in one.query]
        headers, cookies = self._headers(number, one), self._cookies(number, one)
        found: dict[str, Any] = {"method": one.method, "path": self._path(number, one)}
        found |= {name: part for name, part in (("query", query), ("headers", headers)) if part}
        if cookies or any(cookies_set(earlier) for earlier in self.history[:number]):
            found["cookies"] = cookies
        if body is not None:
            found["body"] = body
        if one.exempt and one.method not in SAFE:
            found["csrf"] = True
        return found

    def _path(self, number: int, one: Exchange) -> str:
        parts, open_places = one.path.split("/"), self.variables(one)
        made = []
        for place, part in enumerate(parts):
            text = unquote(part)
            mark = self._known(number, text, "id", "/".join(parts[:place])) if text and place in open_places else None
            if mark is None and text in self.names.uniques:
                mark = self.names.unique(text)
            if mark is None and text and number == len(self.history) - 1 and place in open_places and one.rows_in(one.tables):
                mark = self.names.variable(open_places[place], text)
            if mark is None and (_RANDOM.match(text) or text in self.names.told):
                mark = self.names.secret(text, has_default=False)
            made.append(mark or quote(text, safe="~@:!$&'()*+,;="))
        return "/".join(made)

    def _headers(self, number: int, one: Exchange) -> dict[str, str]:
        found = {}
        for name, value in one.headers:
            lower = name.lower()
            if lower in _LEFT_OUT or (lower == "content-type" and not one.body):
                continue
            if lower == "authorization":
                scheme, space, rest = value.rpartition(" ")
                mark = self._known(number, rest, "authorization", "") or self.names.secret(rest, has_default=False)
                found[lower] = f"{scheme}{space}{mark}"
            elif names_secret(lower):
                found[lower] = self._known(number, value, lower, "") or self.names.secret(value, has_default=False)
            else:
                found[lower] = value
        if one.forced:
            found["authorization"] = self.names.secret(f"forced {one.test}", has_default=False)
        return found

    def _cookies(self, number: int, one: Exchange) -> dict[str, str | None]:
        """The cookies that a request sent: by the answer that has set each (a test may be several visitors), None for one whose
        answer cannot be told by its value, and a name for one that no answer has set."""
        found: dict[str, str | None] = {}
        pairs = [pair.strip().partition("=") for pair in header(one.headers, "cookie").split(";") if "=" in pair]
        for name, _, value in pairs:
            setters = [place for place in range(number) if name in cookies_set(self.history[place])]
            same = [place for place in setters if cookies_set(self.history[place])[name] == value]
            if setters:
                self.used.add(same[-1] if same else setters[-1])
                found[name] = self.names.capture(f"{name}={value}", same[-1], {"cookie": name}) if same else None
            elif not (one.exempt and names_secret(name) and "csrf" in name.lower()):
                self.strange_cookies.add(value)
                found[name] = self.names.secret(value, has_default=False)
        return found

    def _body(self, number: int, one: Exchange) -> dict[str, Any] | None:
        if not one.body:
            return None
        if isinstance(one.body, bytes):
            return {"bytes": len(one.body), "latin1": one.body.decode("latin-1")}
        known, value = json_of(one.body, one.headers)
        if known:
            return {"json": replaced(value, lambda path, leaf: self._leaf(number, leaf, key_of(path)))}
        form = form_of(one.body, one.headers)
        if form is not None:
            return {"form": [[key, self._text(number, text, key)] for key, text in form]}
        return {"text": _FIELD.sub(lambda found: found.group(1) + self._text(number, found.group(3), found.group(2)), one.body)}

    def _leaf(self, number: int, leaf: Any, key: str) -> Any:
        if isinstance(leaf, str):
            return self._text(number, leaf, key)
        if isinstance(leaf, int) and not isinstance(leaf, bool) and names_identity(key):
            return self._known(number, str(leaf), key, "") or leaf
        return leaf

    def _text(self, number: int, text: str, key: str) -> str:
        known = self._known(number, text, key, "")
        if known is None and self.makes_names and self._is_made(number, text, key):
            return self.names.unique(text)
        if known is None and (names_secret(key) or text in self.names.told) and text:
            return self.names.secret(text, has_default=True)
        return known or text

    def _is_made(self, number: int, text: str, key: str) -> bool:
        """Whether a text names something that this request or one before it makes, and that a replay has to call otherwise."""
        makes = names_once(key) and len(text) >= MADE and self.history[number].method in ("POST", "PUT")
        return makes or text in self.names.uniques

    def _known(self, number: int, text: str, key: str, before: str) -> str | None:
        """The mark of a value that an earlier answer holds; None where none does."""
        if text in self.names.told or (len(text) < CHARACTERS and not (names_identity(key) and text)):
            return None
        found = find_source(self.history[:number], text, before)
        if found is None:
            return None
        self.used.add(found.step)
        return self.names.capture(text, found.step, found.place)


def find_source(history: Sequence[Exchange], text: str, before: str) -> Source | None:
    """The answer that has made a value: the one whose request looks most like ``before``, the latest of those. What a request
    itself held is no news in its answer."""
    best: tuple[tuple[int, int], Source] | None = None
    for step, one in enumerate(history):
        place = _place(one, text)
        if place is not None:
            rank = (_common(one.path, before), step)
            if best is None or rank > best[0]:
                best = rank, Source(step, place)
    return best[1] if best is not None else None


def _place(one: Exchange, text: str) -> dict[str, Any] | None:
    if text in (one.body if isinstance(one.body, str) else "") or (text in unquote(one.target) and len(text) >= CHARACTERS):
        return None
    known, value = json_of(one.answer, one.answer_headers)
    if known:
        for path, leaf in leaves(value):
            if str(leaf) == text and not isinstance(leaf, bool) and (len(text) >= CHARACTERS or names_identity(key_of(path))):
                return {"json": list(path)}
    parts = [unquote(part) for part in header(one.answer_headers, "location").partition("?")[0].split("/")]
    if text in parts[1:]:
        return {"location": parts.index(text) - len(parts)}
    if not known and isinstance(one.answer, str) and len(text) >= 2 * CHARACTERS and text in one.answer:
        at = one.answer.index(text)
        return {"text": [one.answer[max(0, at - AROUND) : at], one.answer[at + len(text) : at + len(text) + 1]]}
    return None


def _common(path: str, other: str) -> int:
    """How many parts two paths have in common at their beginnings."""
    count = 0
    for mine, theirs in zip(path.strip("/").split("/"), other.strip("/").split("/"), strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def cookies_set(one: Exchange) -> dict[str, str]:
    """The cookies that an answer sets."""
    pairs = [value.partition(";")[0].partition("=") for name, value in one.answer_headers if name.lower() == "set-cookie"]
    return {name.strip(): value for name, _, value in pairs}


@dataclass(frozen=True, slots=True)
class Asked:
    """The requests that have to be asked for the last of them, that one included, their placeholders, and the rows that they
    need and that none of them makes."""

    requests: list[dict[str, Any]]
    names: Placeholders
    rows: dict[str, int]
    given: list[dict[str, Any]] | None = None
    """What the test put into tables before the last request, part by part; those before other requests stand with these. None
    where there is nothing, or where it cannot be told."""

    @property
    def rank(self) -> int:
        """0 where it needs no rows, 1 where they are told, 2 where somebody has to make them."""
        return 0 if not self.rows else 1 if self.given is not None else 2


def scenario(history: Sequence[Exchange], variables: Variables, changing: Collection[str] = ()) -> Asked | None:
    """What has to be asked for the last request of a test's history: those before it that change something, and others only for
    what they give. ``changing`` are the parts of paths that were others when the tests ran again. None where they are too many."""
    last = len(history) - 1
    kept = {number for number in range(last) if history[number].method not in SAFE and history[number].status < 500} | {last}
    while True:
        if len(kept) > MOST_STEPS or any(history[number].body is None for number in kept):
            return None
        made = Scenario(history, variables, Placeholders(), set(), changing)
        requests = [made.request(number) for number in sorted(kept)]
        if made.used <= kept:
            break
        kept |= made.used
    order = sorted(kept)
    tables = frozenset[str]().union(*(history[number].tables for number in order))
    rows = history[last].rows_in(tables)
    if not rows:
        made = Scenario(history, variables, Placeholders(), set(), changing, makes_names=True)
        requests = [made.request(number) for number in order]
    told = _told(history, order, tables, made.names) if rows else None
    if told is not None:
        made = Scenario(history, variables, Placeholders(told=told), set(), changing)
        requests = [made.request(number) for number in order]
    given = _given(history, order, tables, made) if told is not None else None
    made.names.decide(requests[-1])
    for place, number in enumerate(order[:-1]):
        requests[place] = {"request": requests[place], "status": history[number].status, **({"given": given[place]} if given else {})}
    for name, (number, where) in made.names.sources.items():
        requests[order.index(number)].setdefault("keep", {})[name] = where
    return Asked(requests, made.names, rows, given[-1] if given else None)


def _told(history: Sequence[Exchange], order: Sequence[int], tables: frozenset[str], names: Placeholders) -> frozenset[str] | None:
    """The secrets that stand in the rows of a scenario; None where its rows cannot be told."""
    rows = Rows(names)
    try:
        size = size_of([rows.step(one, tables) for one in history[: order[-1] + 1]])
    except NotToldError:
        return None
    return frozenset(rows.texts) if size <= MOST else None


def _given(history: Sequence[Exchange], order: Sequence[int], tables: frozenset[str], made: Scenario) -> list[list[dict[str, Any]]] | None:
    """For each request of a scenario what the test put into tables since the one before, part by part; None where requests name
    what no row and no answer holds, which a replay will call otherwise."""
    rows, found, waiting = Rows(made.names), [], list[dict[str, Any]]()
    for number, one in enumerate(history[: order[-1] + 1]):
        waiting += [part] if (part := rows.step(one, tables)) else []
        if number in order:
            found.append(waiting)
            waiting = []
    strange = any(made.names_unknown(number, rows.plain) for number in order)
    return None if strange or made.has_cookies_of_rows() else found

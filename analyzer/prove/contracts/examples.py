"""Examples of what each service answers, route by route: one for each route and status, with the shape that every answer had."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from analyzer.prove.contracts.exchanges import Exchange, form_of, header, json_of, media_type
from analyzer.prove.contracts.leaves import leaves, names_secret
from analyzer.prove.contracts.placeholders import Placeholders, Secrets
from analyzer.prove.contracts.scenarios import Asked, Variables, cookies_set, scenario
from analyzer.prove.contracts.shapes import same_values, shape_of

TRIED = 6
"""Candidates for an example that are looked at."""
_NUMBERED = re.compile(r"^\d+$|^(?=.*\d)[\w.~+=:-]{16,}$")


@dataclass(frozen=True, slots=True)
class Route:
    """One row of the gateway's table."""

    route: str
    pattern: re.Pattern[str]
    methods: tuple[str, ...]
    service: str

    def variables(self, path: str) -> dict[int, str]:
        """The places of a path's parts that the route leaves open, with their names."""
        given, own = path.split("/"), self.route.split("/")
        if len(given) != len(own):
            return {}
        return {place: _variable(part) for place, part in enumerate(own) if re.search(r"[<{(]", part)}


def _variable(part: str) -> str:
    found = re.search(r"<(?:[^<>:]*:)?([^<>:]+)>|\{([^{}:]+)|\(\?P<(\w+)>", part)
    return next((one for one in found.groups() if one), "part") if found else "part"


def routes_of(told: Mapping[str, Any]) -> tuple[Route, ...]:
    """The routes of ``gateway/routes.json``, in their order; what cannot be read is left out."""
    found = []
    for one in told.get("routes", ()):
        try:
            found.append(Route(str(one["route"]), re.compile(one["pattern"]), tuple(one.get("methods", ())), str(one["service"])))
        except (KeyError, TypeError, re.error):
            continue
    return tuple(found)


def route_of(one: Exchange, routes: Iterable[Route]) -> Route | None:
    """The route that answers a request: the first that fits with its method, else the first that fits."""
    fitting = [route for route in routes if route.pattern.search(one.path)]
    return next((route for route in fitting if not route.methods or one.method in route.methods), fitting[0] if fitting else None)


Key = tuple[str, str, str, int]
"""Service, route, method, status."""


def route_examples(
    recorded: Sequence[Exchange], again: Sequence[Sequence[Exchange]], routes: Sequence[Route]
) -> dict[str, list[dict[str, Any]]]:
    """For each service its examples, sorted by route, method and status. ``recorded`` are the requests of the monolith's run,
    ``again`` those of other runs of the same tests. Errors of a server are no examples."""
    histories: dict[str, list[Exchange]] = defaultdict(list)
    for one in recorded:
        if one.kind == "http":
            histories[one.test].append(one)
    repeated = [{(one.test, one.number): one for one in run if one.kind == "http"} for run in again]
    changing = changing_parts(histories, repeated)
    seen: dict[Key, list[tuple[Exchange, Route]]] = defaultdict(list)
    for one in recorded:
        route = route_of(one, routes) if one.kind == "http" and one.status < 500 else None
        if route is not None:
            seen[route.service, route.route, one.method, one.status].append((one, route))
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def variables(one: Exchange) -> Mapping[int, str]:
        route = route_of(one, routes)
        return route.variables(one.path) if route is not None else {}

    secrets: dict[str, Secrets] = defaultdict(Secrets)
    for key, candidates in sorted(seen.items(), key=lambda item: item[0]):
        example = _chosen(key, candidates, histories, repeated, variables, changing, secrets[key[0]])
        if example is not None:
            found[key[0]].append(example)
    return dict(found)


def changing_parts(histories: Mapping[str, Sequence[Exchange]], repeated: Sequence[Mapping[tuple[str, int], Exchange]]) -> frozenset[str]:
    """The parts of paths that were others when the same test asked again: codes that the application makes by chance."""
    pairs = ((one, run.get((one.test, one.number))) for history in histories.values() for one in history for run in repeated)
    found = (_changing(one.path, [other.path]) for one, other in pairs if other is not None and other.method == one.method)
    return frozenset(part for parts in found for part in parts)


def _chosen(
    key: Key,
    candidates: Sequence[tuple[Exchange, Route]],
    histories: Mapping[str, list[Exchange]],
    repeated: Sequence[Mapping[tuple[str, int], Exchange]],
    variables: Variables,
    changing: frozenset[str],
    secrets: Secrets,
) -> dict[str, Any] | None:
    """The example that needs least: no rows of a test's own, no secrets, few requests before it."""

    def cost(candidate: tuple[Exchange, Route]) -> tuple[bool, bool, int, int, str]:
        one, _ = candidate
        return bool(one.rows_in(one.tables)), one.forced, _place(one, histories), len(one.body or ""), one.test

    best: tuple[tuple[int, int, int, int], Exchange, Asked] | None = None
    for number, (one, _) in enumerate(sorted(candidates, key=cost)[:TRIED]):
        history = histories[one.test]
        made = scenario(history[: history.index(one) + 1], variables, changing)
        if made is not None:
            rank = (made.rank, len(made.names.needed), len(made.requests), number)
            best = (rank, one, made) if best is None or rank < best[0] else best
    if best is None:
        return None
    _, one, made = best
    found = _example(key, one, made)
    found["answer"] = _answer(one, candidates, repeated, made.names)
    return secrets.shared(found, made.names)


def _place(one: Exchange, histories: Mapping[str, list[Exchange]]) -> int:
    return histories[one.test].index(one)


def _example(key: Key, one: Exchange, made: Asked) -> dict[str, Any]:
    _, route, method, status = key
    parts = {"rows": made.rows, "values": made.names.values, "before": made.requests[:-1]}
    known = {"id": f"{method} {route} {status}", "route": route, "from": one.test, **({} if made.given is None else {"given": made.given})}
    return {**known, **{name: part for name, part in parts.items() if part}, "request": made.requests[-1]}


def _answer(
    one: Exchange,
    candidates: Sequence[tuple[Exchange, Route]],
    repeated: Sequence[Mapping[tuple[str, int], Exchange]],
    names: Placeholders,
) -> dict[str, Any]:
    found: dict[str, Any] = {"status": one.status}
    if kind := media_type(one.answer_headers):
        found["content_type"] = kind
    if location := header(one.answer_headers, "location"):
        other = [header(run[one.test, one.number].answer_headers, "location") for run in repeated if (one.test, one.number) in run]
        found["location"] = _location(location, {*names.captured, *names.uniques, *_changing(location, other)})
    if cookies := sorted(cookies_set(one)):
        found["cookies"] = cookies
    known, value = json_of(one.answer, one.answer_headers)
    if known:
        others = [other for other, _ in candidates if other.test != one.test or other.number != one.number]
        again = [run[one.test, one.number] for run in repeated if (one.test, one.number) in run]
        same = [other for other in again if other.status == one.status and other.method == one.method]
        found["shape"] = shape_of([value, *_values([*others, *same])])
        exact = same_values(value, _values(same), _values(others), _asked(one), one.status >= 400)
        hidden = {*names.secrets, *names.uniques}
        found["exact"] = [pair for pair in exact if not any(len(text) >= 4 and text in str(pair[1]) for text in hidden)]
        if not found["exact"]:
            del found["exact"]
    return found


def _values(exchanges: Iterable[Exchange]) -> list[Any]:
    return [value for known, value in (json_of(one.answer, one.answer_headers) for one in exchanges) if known]


def _asked(one: Exchange) -> list[Any]:
    """The single values that a request held, without secrets."""
    known, value = json_of(one.body, one.headers)
    body = [leaf for path, leaf in leaves(value) if not any(names_secret(str(part)) for part in path)] if known else []
    form = [text for key, text in form_of(one.body, one.headers) or () if not names_secret(key)]
    return [*body, *form, *(text for _, text in one.query)]


def _changing(location: str, others: Iterable[str]) -> set[str]:
    """The parts of a path that were others when the same was asked again."""
    parts = urlsplit(location).path.split("/")
    again = [urlsplit(other).path.split("/") for other in others]
    return {part for place, part in enumerate(parts) for other in again if len(other) == len(parts) and other[place] != part}


def _location(location: str, changing: Collection[str]) -> str:
    """The path of a redirection; parts that rows or earlier answers decide are left open (``*``)."""
    parts = urlsplit(location).path.split("/")
    return "/".join("*" if part in changing or _NUMBERED.match(part) else part for part in parts)

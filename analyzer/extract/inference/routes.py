"""What the placeholders of a route give to its handler."""

import re

from analyzer.extract.inference.kinds import CONVERTERS, Kind, joined
from analyzer.model.codebase import Codebase
from analyzer.model.surface import Endpoint

_PLACEHOLDER = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")
_NAMED_GROUP = re.compile(r"\(\?P<(\w+)>")


def from_routes(codebase: Codebase) -> dict[str, dict[str, Kind]]:
    """By handler, the kinds of the parameters that its routes name; with several routes, what all of them may give."""
    found: dict[str, dict[str, Kind]] = {}
    for endpoint in codebase.of(Endpoint):
        if endpoint.framework not in ("flask", "django", "quart"):
            continue
        given = {name: frozenset({CONVERTERS[kind]}) for kind, name in _PLACEHOLDER.findall(endpoint.route) if kind in CONVERTERS}
        given |= {name: frozenset({"str"}) for name in _NAMED_GROUP.findall(endpoint.route)}
        known = found.setdefault(endpoint.handler, {})
        for name, kind in given.items():
            known[name] = joined(known[name], kind) if name in known else kind
    return found

"""Routes below one URL prefix."""

from collections import defaultdict
from collections.abc import Iterator

from analyzer.model.graph import Evidence
from analyzer.model.place import Location, ModuleName
from analyzer.model.surface import Endpoint
from analyzer.signals.sharing import shared_by
from analyzer.signals.signal import Signal
from analyzer.signals.view import View

COMPUTED = "<{(^*?:[$"
"""What a segment of a URL holds when it is a parameter or a pattern."""


def prefixes(route: str) -> tuple[str, ...]:
    """The fixed beginnings of a URL pattern, shortest first, at most three segments.

    >>> prefixes("/api/orders/<int:id>/lines")
    ('/api', '/api/orders')
    """
    fixed: list[str] = []
    for segment in route.lstrip("^").strip("/").split("/")[:3]:
        if not segment or any(mark in segment for mark in COMPUTED):
            break
        fixed.append(f"{fixed[-1] if fixed else ''}/{segment}")
    return tuple(fixed)


def collect(view: View) -> Iterator[Evidence]:
    """Evidence for modules that answer below the same fixed beginning of the URL; rare beginnings count more."""
    codebase, business = view.codebase, view.business
    groups: dict[str, dict[ModuleName, Location]] = defaultdict(dict)
    for endpoint in codebase.of(Endpoint):
        if endpoint.module in business:
            for prefix in prefixes(endpoint.route):
                groups[prefix].setdefault(endpoint.module, endpoint.at)
    yield from shared_by("endpoints", groups, view.closeness, "both answer below {}, as do {} modules in all".format)


ENDPOINTS = Signal("endpoints", collect)

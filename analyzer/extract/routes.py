"""Which service answers which URL: the routes of the monolith in the order in which they are tried."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from analyzer.extract.patterns import Pattern, pattern_of
from analyzer.model.partition import SHARED
from analyzer.model.place import Location, ModuleName, Problem
from analyzer.model.surface import Endpoint


@dataclass(frozen=True, slots=True)
class Route:
    """One route: as written, its pattern, its methods (empty: any), its owner, and where it is declared."""

    route: str
    pattern: Pattern
    methods: tuple[str, ...]
    service: str
    name: str
    at: Location

    def allows(self, method: str) -> bool:
        """Whether the route answers a method; one that answers GET answers HEAD, and OPTIONS is answered by any."""
        return not self.methods or method in self.methods or method == "OPTIONS" or (method == "HEAD" and "GET" in self.methods)


@dataclass(frozen=True, slots=True)
class Place:
    """One location of the gateway: its expression, its plain path (``""`` for none), who answers, and for which methods
    another service does."""

    regex: str
    literal: str
    service: str
    others: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class RouteTable:
    """All routes, most specific first, and the service that answers everything else."""

    routes: tuple[Route, ...]
    default: str

    def owner(self, method: str, path: str) -> str:
        """The service that answers a request."""
        matching = [route for route in self.routes if _compiled(route.pattern.regex).search(path)]
        return next((route.service for route in (*(r for r in matching if r.allows(method)), *matching)), self.default)

    def places(self) -> tuple[Place, ...]:
        """The locations in the order of the routes, each expression once."""
        found: dict[str, Place] = {}
        for route in self.routes:
            if route.pattern.regex not in found:
                found[route.pattern.regex] = self._place(route)
        return tuple(found.values())

    def _place(self, first: Route) -> Place:
        same = [route for route in self.routes if _competes(first, route)]
        main = first.service
        taken: dict[str, str] = {}
        for route in same:
            for method in route.methods:
                taken.setdefault(method, route.service)
        others: dict[str, list[str]] = {}
        for method, service in sorted(taken.items()):
            if service != main:
                others.setdefault(service, []).append(method)
        if "GET" in taken and taken["GET"] != main and "HEAD" not in taken:
            others[taken["GET"]].append("HEAD")
        split = tuple((service, tuple(sorted(methods))) for service, methods in sorted(others.items()))
        return Place(first.pattern.regex, first.pattern.literal, main, split)


def _competes(first: Route, route: Route) -> bool:
    if route.pattern.regex == first.pattern.regex:
        return True
    return bool(first.pattern.literal) and bool(_compiled(route.pattern.regex).search(first.pattern.literal))


@cache
def _compiled(regex: str) -> re.Pattern[str]:
    """A pattern, compiled once: there may be more routes than the regular expression module remembers."""
    return re.compile(regex)


def route_table(
    endpoints: Iterable[Endpoint], homes: Mapping[ModuleName, str], services: tuple[str, ...], rest: str = ""
) -> tuple[RouteTable, tuple[Problem, ...]]:
    """The table of a code base's endpoints. Routes of the shared kernel, and whatever no route matches, go to the default: the
    ``rest`` of the monolith where there is one, else the service of the root page, else the one with the most routes. Problems
    name routes that cannot be expressed or whose methods belong to different services."""
    known = sorted(set(endpoints), key=lambda endpoint: (endpoint.route, endpoint.methods, endpoint.at))
    default = rest or _default([(endpoint.route, homes.get(endpoint.module, SHARED)) for endpoint in known], services)
    routes: list[Route] = []
    problems: list[Problem] = []
    for endpoint in known:
        pattern = pattern_of(_whole(endpoint), endpoint.framework)
        if pattern is None:
            message = f"the route {endpoint.route!r} cannot be written as a gateway's pattern; it goes to {default}"
            problems.append(Problem(endpoint.at, "route-not-expressed", message))
            continue
        home = homes.get(endpoint.module, SHARED)
        service = home if home in services else default
        routes.append(Route(endpoint.route, pattern, endpoint.methods, service, endpoint.name, endpoint.at))
    routes.sort(key=lambda route: (route.pattern, route.methods, route.at))
    table = RouteTable(tuple(routes), default)
    return table, (*problems, *_divided(table))


def _whole(endpoint: Endpoint) -> str:
    """The route; with everything below it where a package's own URLs are mounted there (as Django's ``admin.site.urls``)."""
    is_mount = endpoint.framework == "django" and endpoint.handler.endswith(".urls")
    return endpoint.route.removesuffix("$") + "<path:rest>" if is_mount and endpoint.route.endswith("/") else endpoint.route


def _divided(table: RouteTable) -> list[Problem]:
    """Routes of one pattern whose methods different services own."""
    owners: dict[str, dict[str, set[str]]] = {}
    first: dict[str, Route] = {}
    for route in table.routes:
        first.setdefault(route.pattern.regex, route)
        owners.setdefault(route.pattern.regex, {}).setdefault(route.service, set()).update(route.methods)
    found = []
    for regex, services in owners.items():
        if len(services) > 1:
            split = ", ".join(f"{service} ({' '.join(sorted(methods)) or 'any'})" for service, methods in sorted(services.items()))
            message = f"the methods of {first[regex].route} belong to different services: {split}"
            found.append(Problem(first[regex].at, "route-of-two-services", message))
    return found


def _default(owners: list[tuple[str, str]], services: tuple[str, ...]) -> str:
    root = [service for route, service in owners if route in ("/", "", "^$") and service in services]
    counts = {service: sum(1 for _, owner in owners if owner == service) for service in services}
    return root[0] if root else max(services, key=lambda service: (counts[service], service), default="")

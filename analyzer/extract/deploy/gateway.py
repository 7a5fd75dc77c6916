"""The gateway's table: nginx locations, and the variables that hold the addresses of services."""

import json

from analyzer.extract.ground import Ground
from analyzer.extract.routes import Place, RouteTable


def locations(table: RouteTable) -> list[tuple[str, str, Place]]:
    """nginx locations: modifier, path and place, each pair of modifier and path once. Plain paths are exact; where one ends
    with a slash, the form without it goes to the same service unless it is another route."""
    places = table.places()
    found: dict[tuple[str, str], Place] = {("=", place.literal): place for place in places if place.literal}
    for place in places:
        if not place.literal:
            found.setdefault(("~", place.regex), place)
        elif place.literal.endswith("/") and place.literal != "/":
            found.setdefault(("=", place.literal.removesuffix("/")), place)
    return [(modifier, path, place) for (modifier, path), place in found.items()]


def variable(folder: str) -> str:
    """The nginx variable that holds a service's address; folders have letters, digits and hyphens only."""
    return "to_" + folder.replace("-", "_")


def routes_json(ground: Ground) -> str:
    """The table of routes as data, for the development gateway."""
    routes = [
        {
            "route": route.route,
            "pattern": route.pattern.regex,
            "methods": list(route.methods),
            "service": ground.folders[route.service],
            "name": route.name,
            "at": str(route.at),
        }
        for route in ground.routes.routes
    ]
    return json.dumps({"default": ground.folders[ground.routes.default], "routes": routes}, indent=1) + "\n"

"""Is there enough to split, and is it something that runs by itself?"""

from analyzer.model.partition import SHARED
from analyzer.model.plan import ServicePlan
from analyzer.model.surface import COMMANDS
from analyzer.model.text import counted
from analyzer.model.verdict import Leaning, Weighed
from analyzer.plan.verdict.case import Case, Limits

SMALL_MODULES, SMALL_LINES = 20, 3_000
"""Below either, running several processes costs more than it gives."""

SERVING = 0.4
"""A smaller share of the code in services that serve, and it is a library ..."""

LINES_A_DOOR = 1_000
"""... where a service serves that owns at least one route, queue job or table in so many lines: a library may have a few for its users."""

KERNEL = Limits(0.3, 0.45)


def size(case: Case) -> Weighed | None:
    """Business modules and their lines."""
    modules, lines = len(case.code), sum(case.code.values())
    told = f"{counted(modules, 'module')} with {counted(lines, 'line')}"
    if modules < SMALL_MODULES or lines < SMALL_LINES:
        text = f"{told} {'is' if modules == 1 else 'are'} easier to keep in one process than to run as several"
        return Weighed("size", Leaning.LEAVE, float(lines), float(SMALL_LINES), text)
    return Weighed("size", Leaning.NEITHER, float(lines), float(SMALL_LINES), f"{told} of business code")


def services(case: Case) -> Weighed | None:
    """Whether any boundary was found."""
    number = len(case.cut.services)
    if number < 2:
        return Weighed("services", Leaning.LEAVE, float(number), 2.0, "no boundary was found that would leave two services")
    return None


def surface(case: Case) -> Weighed | None:
    """The share of the code in services that answer requests, work off a queue, or own data."""
    lines = case.code
    sizes = {service.id: sum(lines.get(module, 0) for module in service.modules) for service in case.plan.services}
    total = sum(sizes.values())
    if not total:
        return None
    doors = {service.id: _doors(service) for service in case.plan.services}
    share = sum(size for service, size in sizes.items() if doors[service] * LINES_A_DOOR >= size) / total
    found = counted(sum(doors.values()), "route, queue job or table", "routes, queue jobs and tables")
    if share and not any(service.entities for service in case.plan.services) and sum(doors.values()) * LINES_A_DOOR < total:
        seen = f"no data, and only {found} in {counted(total, 'line')}"
        return Weighed("surface", Leaning.LEAVE, round(float(share), 4), SERVING, f"{seen}: a library with a site or an example beside it")
    if share >= SERVING:
        return Weighed(
            "surface", Leaning.NEITHER, round(float(share), 4), SERVING, f"{share:.0%} of the code is in services that serve, by {found}"
        )
    seen = f"only {share:.0%} of the code is in parts that serve ({found})" if share else f"no part of the code serves anything ({found})"
    why = "a library, or served by what cannot be read; libraries become packages, not services"
    return Weighed("surface", Leaning.LEAVE, round(float(share), 4), SERVING, f"{seen}: {why}")


def _doors(service: ServicePlan) -> int:
    """The routes, queue jobs and tables of a service."""
    return len(service.endpoints) + len(service.entities) + sum(task.framework not in COMMANDS for task in service.tasks)


def kernel(case: Case) -> Weighed | None:
    """The share of the code in the shared kernel: a large one is the monolith again, in every service."""
    lines = case.code
    total = sum(lines.values())
    if not total or len(case.cut.services) < 2:
        return None
    share = sum(count for module, count in lines.items() if case.cut.home(module) == SHARED) / total
    return KERNEL.weigh("kernel", share, f"{share:.0%} of the code is shared kernel, which every service would carry")

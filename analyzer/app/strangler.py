"""One service at a time: the services that have been cut out, and the rest of the monolith as a service that calls them."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from analyzer.disk import generated_before
from analyzer.model.analysis import Analysis
from analyzer.model.errors import UsageError
from analyzer.model.nearest import did_you_mean, nearest
from analyzer.model.partition import SHARED


def asked_for(names: Collection[str], services: tuple[str, ...]) -> frozenset[str]:
    """The services of these names, as written or by the name of their folder; raises UsageError for an unknown one."""
    from analyzer.extract.folders import service_folders

    known = {folder: service for service, folder in service_folders(services).items()} | {service: service for service in services}
    for name in names:
        if name not in known:
            hint = did_you_mean(nearest(name, known), f"the services are {', '.join(services) or 'none'}")
            raise UsageError(f"there is no service {name!r}", hint)
    return frozenset(known[name] for name in names)


def cut_before(out: Path, services: tuple[str, ...]) -> frozenset[str]:
    """The services that were generated into a folder before and are still there."""
    from analyzer.extract.folders import service_folders

    folders = {path.split("/")[1] for path in generated_before(out) if path.startswith("services/")}
    there = {folder for folder in folders if (out / "services" / folder).is_dir()}
    return frozenset(service for service, folder in service_folders(services).items() if folder in there)


def with_rest(analysis: Analysis, cut: frozenset[str]) -> tuple[Analysis, str]:
    """The analysis with every service that is not cut joined into one, and that one's id (``""`` where all are cut)."""
    from analyzer.plan import make_plan

    services = analysis.partition.services
    if cut >= frozenset(services):
        return analysis, ""
    rest = next(name for name in ("monolith", "rest-of-monolith", "unbraid-rest") if name not in services)
    placements = tuple(one if one.service in cut | {SHARED} else replace(one, service=rest) for one in analysis.partition.placements)
    partition = replace(analysis.partition, placements=placements)
    plan = make_plan(analysis.codebase, analysis.graph, analysis.evidence, partition)
    return replace(analysis, partition=partition, plan=plan), rest

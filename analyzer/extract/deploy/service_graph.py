"""Which service calls which: what a network has to let through, and nothing else."""

from collections.abc import Iterable, Mapping

from analyzer.extract.ground import Ground
from analyzer.extract.services import Service


def callers_and_callees(ground: Ground, services: Iterable[Service]) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """For each folder the folders that call it over HTTP, and those that it calls."""
    calls = {
        (ground.folders[caller], ground.folders[seam.callee])
        for seam in ground.seams
        for caller in seam.callers
        if caller in ground.folders
    }
    return {
        service.folder: (
            tuple(sorted(caller for caller, callee in calls if callee == service.folder)),
            tuple(sorted(callee for caller, callee in calls if caller == service.folder)),
        )
        for service in services
    }

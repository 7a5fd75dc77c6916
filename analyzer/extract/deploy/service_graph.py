"""Which service calls which: what a network has to let through, and nothing else."""

from collections.abc import Iterable, Mapping

from analyzer.extract.ground import Ground
from analyzer.extract.services import Service
from analyzer.model.partition import SHARED


def callers_and_callees(ground: Ground, services: Iterable[Service]) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """For each folder the folders that call it over HTTP, and those that it calls. What the shared kernel calls, any service may."""
    calls: set[tuple[str, str]] = set()
    for seam in ground.seams:
        callers = ground.services if SHARED in seam.callers else seam.callers
        calls |= {(ground.folders[caller], ground.folders[seam.callee]) for caller in callers if caller in ground.folders}
    calls = {(caller, callee) for caller, callee in calls if caller != callee}
    return {
        service.folder: (
            tuple(sorted(caller for caller, callee in calls if callee == service.folder)),
            tuple(sorted(callee for caller, callee in calls if caller == service.folder)),
        )
        for service in services
    }

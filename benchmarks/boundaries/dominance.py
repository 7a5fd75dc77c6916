"""Whether some cut that needs no thought is better than the proposal, by the measures that both are shown with.

``python -m benchmarks.boundaries.dominance DIR ...``: for each code base, on how many measures each trivial cut is worse.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from analyzer.cluster import propose
from analyzer.cluster.trivial import TRIVIAL
from analyzer.facts import read_codebase
from analyzer.model.codebase import Codebase
from analyzer.model.partition import Measure
from analyzer.signals import collect_evidence


def worse_on(cut: Iterable[Measure], proposal: Iterable[Measure]) -> tuple[str, ...]:
    """The measures on which a cut is worse than the proposal; those that are neither good nor bad do not count."""
    values = {measure.name: measure.value for measure in cut}
    return tuple(
        measure.name
        for measure in proposal
        if measure.more_is_better is not None and (values[measure.name] - measure.value) * (1 if measure.more_is_better else -1) < 0
    )


def against_trivial(codebase: Codebase) -> dict[str, tuple[str, ...]]:
    """Trivial cut to the measures on which it is worse than the proposal."""
    proposal = propose(codebase, collect_evidence(codebase))
    names = {name for name, _ in TRIVIAL}
    return {cut.name: worse_on(cut.measures, proposal.partition.measures) for cut in proposal.alternatives if cut.name in names}


def main() -> None:
    for folder in sys.argv[1:]:
        found = against_trivial(read_codebase(Path(folder)))
        cells = "; ".join(f"{name} worse on {len(names)} ({', '.join(names[:3])})" for name, names in found.items())
        print(f"{Path(folder).name:24} {cells}", flush=True)


if __name__ == "__main__":
    main()

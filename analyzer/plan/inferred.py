"""Seams judged again with what reading has proven of functions without annotations."""

from collections.abc import Mapping
from dataclasses import replace

from analyzer.model.codebase import Codebase
from analyzer.model.facts import Definition
from analyzer.model.partition import Partition
from analyzer.model.plan import ExtractionPlan, Seam, SeamClass
from analyzer.plan.crossings import crossings
from analyzer.plan.cut import Cut
from analyzer.plan.effects import find_effects
from analyzer.plan.ownership import Ownership
from analyzer.plan.seams import find_seams


def with_inferred(
    codebase: Codebase, partition: Partition, plan: ExtractionPlan, known: Mapping[str, Definition], evidence: Mapping[str, str]
) -> ExtractionPlan:
    """The plan with the blockers that are none any more; each says what was inferred. ``known`` are definitions with annotations
    filled in, ``evidence`` how these were proven; a seam never becomes a blocker here."""
    if not known:
        return plan
    cut = Cut.of(codebase, partition)
    cut = replace(cut, definitions={**cut.definitions, **known})
    ownership: Ownership = {one.entity: one for one in plan.ownership}
    seams = find_seams(cut, ownership, find_effects(cut), crossings(cut, ownership))
    again = {(seam.caller, seam.callee, seam.target): seam for seam in seams if seam.target in known}

    def judged(seam: Seam) -> Seam:
        better = again.get((seam.caller, seam.callee, seam.target))
        if seam.seam_class is not SeamClass.BLOCKER or better is None or better.seam_class is SeamClass.BLOCKER:
            return seam
        return replace(better, why=f"{better.why}; {evidence[seam.target]}")

    return replace(plan, seams=tuple(sorted(judged(seam) for seam in plan.seams)))

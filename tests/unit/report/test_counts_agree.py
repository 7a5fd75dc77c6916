"""The same thing is counted the same way wherever a sentence counts it, and one of a thing is not several."""

import re
from dataclasses import replace

import pytest

from analyzer.model.partition import SHARED
from analyzer.report.describe import describe
from analyzer.report.markdown_page import markdown
from analyzer.report.markdown_plan import more
from analyzer.report.notes import notes
from analyzer.report.summary import summarise
from tests.unit.exports import webnet
from tests.unit.report.test_history_section import REPLAY


def test_the_terminal_counts_as_the_verdict_does() -> None:
    analysis = webnet()
    weighed = {one.criterion: one.text for one in analysis.plan.weighed}
    told = summarise(replace(analysis, plan=replace(analysis.plan, verdict_reasons=())), ()).in_the_way
    assert weighed["blockers"] in told
    across = re.search(r"\d+ definitions? that services use of each other", weighed["blockers"])
    assert across and sum(across.group() in sentence for sentence in told) == 2
    (turned,) = re.findall(r"; (\d+) of \d+ uses between services ha", weighed["circles"])
    assert any(sentence.endswith(f"way out turns round {turned} uses") for sentence in told)


def test_the_terminal_does_not_say_twice_what_the_verdict_says() -> None:
    plan = webnet().plan
    reasons = tuple(one.text for one in plan.weighed if one.criterion in ("blockers", "circles"))
    told = summarise(replace(webnet(), plan=replace(plan, verdict_reasons=reasons)), ()).in_the_way
    assert told and not [one for one in told if "circle" in one or "cannot be cut" in one]


def test_the_page_says_how_far_its_counts_hold_the_shared_kernel() -> None:
    report = describe(webnet())
    kernel = sum(SHARED in (seam.caller, seam.callee) for seam in report.seams)
    assert kernel
    assert f"; {kernel} of them between a service and the shared kernel |" in markdown(report)
    services = tuple(seam for seam in report.seams if SHARED not in (seam.caller, seam.callee))
    assert "a service and the shared kernel |" not in markdown(replace(report, seams=services))


@pytest.mark.parametrize(("found", "words"), [(4, []), (5, ["1 more pair of services"]), (1_006, ["1,002 more pairs of services"])])
def test_one_more_is_not_several(found: int, words: list[str]) -> None:
    told = [line for line in more(found, 4, "pair of services", "pairs of services") if line]
    assert told == [f"… and {one} in `report.html`." for one in words]


def test_no_sentence_of_the_page_says_one_things() -> None:
    plural = r"\b1 (?:more )?(?:definitions|uses|places|services|modules|tables|pairs|ties|steps|commits|tests|lines|functions|strings)\b"
    assert re.findall(plural, markdown(describe(webnet()))) == []


def test_one_part_is_no_split() -> None:
    analysis = webnet()
    past = replace(analysis, replay=REPLAY)
    whole = replace(analysis.partition, placements=tuple(replace(one, service="all") for one in analysis.partition.placements))
    assert any(note.startswith("History: ") for note in notes(past))
    assert not any(note.startswith("History: ") for note in notes(replace(past, partition=whole)))
    report = describe(analysis)
    alone = replace(report, services=report.services[:1], summary=replace(report.summary, verdict="leave"))
    assert "No boundary was found inside it." in markdown(alone) and "A wave holds" not in markdown(alone)
    assert "This is what a split would look like" in markdown(replace(alone, services=report.services))

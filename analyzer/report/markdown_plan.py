"""The parts of ``report.md`` that say what to do: the steps, the data that ties services, the circles, the tests."""

from collections.abc import Iterable, Iterator

from analyzer.model.place import Location
from analyzer.model.plan import DataTie, TieKind
from analyzer.model.roadmap import Prerequisite, Step
from analyzer.model.text import counted, few
from analyzer.report.document import Report
from analyzer.report.markdown_text import cell, code, place, plain, table
from analyzer.report.wording import REMEDIES, TIES, without_wave

STEPS, BEFORE, TIES_SHOWN, CIRCLE_NAMES = 12, 4, 10, 11
"""How much of each a page shows that people read to the end."""


def roadmap(report: Report, source_url: str = "") -> Iterator[str]:
    """The steps in their order, each with what has to be done before, what it costs, what it gives, and how to see that it is done."""
    if not report.steps:
        return
    low, likely, high = report.summary.effort or (0.0, 0.0, 0.0)
    yield from ("", "## What to do, step by step", "")
    yield (
        f"All steps together take {low:,.0f} to {high:,.0f} person-days, likely {likely:,.0f}. That is a formula and no promise: each step "
        "says what is counted, a use across a border only in the step of the service that leaves first; the days for each thing are "
        "assumptions, and so early an estimate may be wrong by a factor of two either way."
    )
    for number, step in enumerate(report.steps[:STEPS]):
        yield from _step(number, step, source_url)
    yield from more(len(report.steps), STEPS, "step")


def _step(number: int, step: Step, source_url: str) -> Iterator[str]:
    wave = f", wave {step.wave}" if step.wave else ""
    yield from ("", f"### {number}. {plain(step.title)} (risk {plain(step.risk)}{wave})", "", plain(without_wave(step.why)), "")
    if step.prerequisites:
        yield "Before:"
        yield ""
        yield from (_before(one, source_url) for one in step.prerequisites[:BEFORE])
        if len(step.prerequisites) > BEFORE:
            yield f"- … and {len(step.prerequisites) - BEFORE} more in `report.html`"
        yield ""
    yield f"- Effort: {step.effort.low:g} to {step.effort.high:g} person-days = half to twice of {plain(step.effort.formula)}"
    if step.service and step.gain.tests:
        yield f"- Gain: a change of it needs {step.gain.tests_after:,} of {step.gain.tests:,} tests"
    if step.service and step.gain.commits:
        yield f"- So far {step.gain.commits_alone:,} of {step.gain.commits:,} commits that touched it or its tests touched nothing else"
    yield f"- Done when: {plain(step.done)}"
    yield f"- Check: {code(step.check)}"


def _before(one: Prerequisite, source_url: str) -> str:
    where = (
        f" ({place(one.places[0], source_url)}{f' and {len(one.places) - 1} more' if len(one.places) > 1 else ''})" if one.places else ""
    )
    return f"- {plain(one.what)}{where}. *{plain(one.remedy)}.*"


def data(report: Report, source_url: str = "") -> Iterator[str]:
    """What ties the data of services together, by kind and remedy, and the heaviest of them."""
    if not report.data_ties:
        return
    yield from ("", "## Data that ties services together", "")
    kinds = dict.fromkeys(tie.kind for tie in report.data_ties)
    yield from table(("What", "How many", "What takes it apart"), (_kind_row(report, kind) for kind in kinds))
    heavy = [tie for tie in report.data_ties if tie.kind in (TieKind.SHARED_WRITE, TieKind.TRANSACTION, TieKind.CASCADE)]
    if heavy:
        yield from ("", "The ones to begin with:", "")
        yield from (_tie(tie, source_url) for tie in heavy[:TIES_SHOWN])
        yield from more(len(heavy), TIES_SHOWN, "tie")


def _kind_row(report: Report, kind: TieKind) -> tuple[str, ...]:
    ties = [tie for tie in report.data_ties if tie.kind is kind]
    remedies = {tie.remedy: 0 for tie in ties}
    for tie in ties:
        remedies[tie.remedy] += 1
    ranked = sorted(remedies, key=lambda remedy: (-remedies[remedy], remedy))
    return cell(TIES[kind]), f"{len(ties):,}", "; ".join(f"{cell(REMEDIES[remedy])} ({remedies[remedy]:,})" for remedy in ranked)


def _tie(tie: DataTie, source_url: str) -> str:
    name = tie.subject.rpartition(".")[2]
    others = ", ".join(service for service in tie.services if service != tie.owner)
    what = f"{code(name)} of {plain(tie.owner)}, with {plain(others)}"
    return f"- {_first(tie.places, source_url)} {what}: {plain(tie.why)}. *{plain(tie.how)}.*"


def _first(places: tuple[Location, ...], source_url: str) -> str:
    return place(places[0], source_url) if places else ""


def circles(report: Report, source_url: str = "") -> Iterator[str]:
    """Which services need each other in a circle, and the cheapest uses to turn round."""
    if not report.circles:
        return
    yield from ("", "## Services that need each other in a circle", "")
    for circle in report.circles:
        best = "no cheaper set exists" if circle.is_exact else "cheap, though perhaps not the cheapest"
        uses = sum(edge.uses for edge in circle.cut)
        turned = f"{counted(uses, 'use')} between {counted(len(circle.cut), 'pair')} of them {'is' if uses == 1 else 'are'} turned round"
        yield f"{plain(few(circle.services, CIRCLE_NAMES))} need each other. The circle is broken when {turned} ({best}):"
        yield ""
        for edge in circle.cut[:TIES_SHOWN]:
            yield (
                f"- {plain(edge.caller)} uses {plain(edge.callee)} {counted(edge.uses, 'time')} "
                f"({_first(edge.places, source_url)}), {edge.cost:g} person-days. *{plain(edge.remedy)}.*"
            )
        yield from more(len(circle.cut), TIES_SHOWN, "pair")
        yield ""


def leftovers(report: Report) -> Iterator[str]:
    """Tests that become tests across services, version conflicts, and dead modules."""
    total = report.summary
    lines = []
    if total.tests:
        moving = f"{total.tests - total.tests_across:,} of {total.tests:,} move with one service or stay with the shared code"
        lines.append(f"- Tests: {moving}; {total.tests_across:,} exercise several services and become tests across them.")
    for conflict in report.conflicts:
        fate = {"removed": "The split removes the", "kept": "The split does not remove the"}.get(conflict.fate, "There is a")
        lines.append(f"- {fate} version conflict over {code(conflict.name)}: {plain(conflict.why)}.")
    if total.dead_modules:
        first = ", ".join(code(dead.module) for dead in report.dead_modules[:3])
        lines.append(f"- {counted(total.dead_modules, 'module')} ({counted(total.dead_lines, 'line')}) need not "
                     f"move, since nothing uses them: {first}{' …' if total.dead_modules > 3 else ''}")  # fmt: skip
    if lines:
        yield from ("", "## What else the split does", "", *lines)


def more(found: int, shown: int, what: str, several: str = "") -> Iterable[str]:
    """A line that counts what is not shown; ``what`` is the word for one of it, ``several`` its plural where an s does not make it."""
    return ("", f"… and {counted(found - shown, f'more {what}', several and f'more {several}')} in `report.html`.") if found > shown else ()

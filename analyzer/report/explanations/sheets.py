"""Answers as sheets: what a person reads on the terminal or in a wiki."""

from collections.abc import Iterable, Iterator

from analyzer.model.explanation import (
    Answer,
    CodeAnswer,
    Ground,
    ModuleAnswer,
    PairAnswer,
    ServiceAnswer,
    SignalGrounds,
    Traffic,
)
from analyzer.model.partition import SHARED
from analyzer.model.text import counted, few
from analyzer.report.sheet import Section, Sheet, first_of
from analyzer.report.wording import FINDING_KINDS, finding_title

LISTED = 12
CLEAR = 0.65
"""From this confidence on a decision was not close."""

SYMMETRIC = ("both", "changed together")
"""How the reasons begin that hold both ways."""


def sheet_of(answer: Answer) -> Sheet:
    """The sheet of any answer."""
    if isinstance(answer, ModuleAnswer):
        return _module(answer)
    if isinstance(answer, ServiceAnswer):
        return _service(answer)
    if isinstance(answer, PairAnswer):
        return _pair(answer)
    return _code(answer)


def _module(answer: ModuleAnswer) -> Sheet:
    return Sheet(
        f"{answer.module} is in {_home(answer.service)}",
        (
            Section("", tuple(_verdict(answer))),
            Section("Decided by you", tuple(f"{one.words} ({one.at})" for one in answer.decisions)),
            _evidence(f"What ties it to {_home(answer.service)}", answer.evidence),
            _evidence(f"What ties it to {_home(answer.next_best)}", answer.against),
            Section(
                "Possible homes",
                (),
                ("home", "ties#", "share#", "modules#"),
                tuple((_home(one.service), f"{one.weight:.3f}", f"{one.share:.0%}", str(one.modules)) for one in answer.homes),
            ),
            _traffic("Used by", answer.used_by),
            _traffic("Uses", answer.uses),
            Section("It holds", (few(answer.holds, LISTED),) if answer.holds else ()),
        ),
    )


def _verdict(answer: ModuleAnswer) -> Iterator[str]:
    yield f"{answer.path}, {counted(answer.lines, 'line')}, role: {answer.role}" + (", shared kernel" if answer.is_kernel else "")
    yield f"Because: {answer.reason}"
    if answer.by_default:
        yield "Placed by default: nothing in the code speaks for its place. Decide it in boundaries.toml."
    how = "uncertain" if answer.is_uncertain else "close" if answer.confidence < CLEAR else "clear"
    second = f"; next best home: {answer.next_best}" if answer.next_best else "; no other home speaks for itself"
    yield f"Confidence {answer.confidence:.2f} of 1 ({how}){second}"


def _evidence(heading: str, evidence: Iterable[SignalGrounds]) -> Section:
    rows = []
    for one in evidence:
        for at, ground in enumerate(one.grounds):
            head = (one.signal, f"{one.share:.0%}", str(one.ties)) if not at else ("", "", "")
            rows.append((*head, str(ground.at), words(ground)))
    return Section(heading, (), ("signal", "share#", "ties#", "place", "evidence"), tuple(rows))


def words(ground: Ground) -> str:
    """One piece of evidence as a sentence that names both modules."""
    if not ground.other or ground.signal == "default":
        return ground.reason
    if ground.reason.startswith(SYMMETRIC):
        return f"{ground.module} and {ground.other}: {ground.reason}"
    return f"{ground.module} {ground.reason}" + ("" if ground.other in ground.reason else f" (tie to {ground.other})")


def _traffic(heading: str, traffic: Iterable[Traffic]) -> Section:
    rows = tuple((_home(one.service), str(one.modules), str(one.at)) for one in traffic)
    return Section(heading, (), ("service", "modules#", "first place"), rows[:LISTED])


def _service(answer: ServiceAnswer) -> Sheet:
    total = answer.inside + answer.outside
    size = f"{counted(len(answer.modules), 'module')}, {counted(answer.lines, 'line')} without those of tests"
    head = [size + (f", wave {answer.wave}, {answer.risk} risk" if answer.wave else "")]
    if answer.why_now:
        head.append(answer.why_now)
    if total:
        head.append(f"{answer.inside / total:.0%} of the weight of its modules' ties stays inside")
    if answer.commits:
        alone = f"{counted(answer.commits, 'commit')} changed it, {answer.commits_alone:,} of them nothing else"
        head.append(f"{alone}; {counted(answer.authors, 'author')}")
    bonds = tuple(
        (_home(one.service), f"{one.weight:.2f}", str(one.calls), str(one.called_by), str(one.data), str(one.commits))
        for one in answer.bonds
    )
    findings = tuple((kind, str(count), finding_title(kind)) for kind, count in answer.findings.items())
    doubts = tuple((f"{one.confidence:.2f}", one.module, _home(one.next_best), str(one.at)) for one in answer.doubts)
    return Sheet(
        f"{answer.service}: {answer.title}" if answer.service != SHARED else "shared: the kernel that every service gets as a library",
        (
            Section("", tuple(head)),
            _evidence("What holds it together", answer.evidence),
            Section(
                "It owns",
                first_of(answer.owned, LISTED),
                ("what", "name", "place"),
                tuple((o.kind, o.name, str(o.at)) for o in answer.owned[:LISTED]),
            ),
            Section("Uncertain modules", first_of(doubts, LISTED), ("confidence#", "module", "next best home", "place"), doubts[:LISTED]),
            Section(
                "Ties to others",
                first_of(bonds, LISTED),
                ("service", "ties#", "calls out#", "calls in#", "shared data#", "common commits#"),
                bonds[:LISTED],
            ),
            Section("Findings", (), ("kind", "number#", "what"), findings),
        ),
    )


def _pair(answer: PairAnswer) -> Sheet:
    crossings = tuple(
        (f"{one.caller} -> {one.callee}", one.seam_class, str(one.count), str(one.sites[0]), f"{one.target}: {one.remedy}")
        for one in answer.crossings
    )
    data = tuple((one.kind, str(one.places[0]) if one.places else "", f"{one.words}. {one.remedy}") for one in answer.data)
    between = tuple((one.module, _home(one.service), f"{one.weight:.3f}", str(one.first.at), str(one.second.at)) for one in answer.between)
    return Sheet(
        f"{answer.first} and {answer.second}",
        (
            Section("", tuple(_tied(answer))),
            _evidence("Evidence", answer.evidence),
            Section("What one uses of the other", (), ("direction", "class", "uses#", "first place", "definition and remedy"), crossings),
            Section("Data and findings that tie them", first_of(data, LISTED), ("kind", "place", "what, and what to do"), data[:LISTED]),
            Section("Modules that both are tied to", (), ("module", "home", "ties#", "place", "place"), between),
        ),
    )


def _tied(answer: PairAnswer) -> Iterator[str]:
    if (answer.first_home, answer.second_home) != (answer.first, answer.second):
        same = "both in" if answer.first_home == answer.second_home else "in"
        homes = dict.fromkeys((_home(answer.first_home), _home(answer.second_home)))
        yield f"{same} {' and '.join(homes)}"
    if answer.weight:
        yield f"Ties of weight {answer.weight:.3f}: {answer.share:.0%} of all ties of the one that has fewer"
    else:
        yield "Nothing in the code ties them directly"
    if answer.commits:
        yield f"{answer.commits} commits changed both, {answer.confidence:.0%} of those that changed the one that changes less"


def _code(answer: CodeAnswer) -> Sheet:
    title = f"{answer.code}: {finding_title(answer.code)}" if answer.code in FINDING_KINDS else answer.code
    places = tuple((str(one.places[0]) if one.places else "", one.words, one.remedy) for one in answer.places)
    text = Section("", tuple(answer.text.splitlines()), is_raw=True)
    return Sheet(title, (text, Section("Here", (), ("place", "what", "what to do"), places)))


def _home(service: str) -> str:
    return "the shared kernel" if service == SHARED else service

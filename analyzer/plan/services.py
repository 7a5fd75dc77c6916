"""One plan per service: what it holds, whom it needs, when it goes and how risky that is."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.model.data import EntityUse, Mode
from analyzer.model.partition import SHARED
from analyzer.model.place import QualName, Severity
from analyzer.model.plan import EntityOwnership, Finding, Holdings, Seam, SeamClass, ServicePlan
from analyzer.model.source import FileKind
from analyzer.model.surface import Endpoint, Task
from analyzer.model.text import counted
from analyzer.plan.changes import Changes
from analyzer.plan.cut import Cut
from analyzer.plan.distributions import Distributions
from analyzer.plan.holdings import holdings_of
from analyzer.plan.order import waves
from analyzer.plan.ties import Ties, ties_of
from analyzer.plan.wording import last

MANY_BLOCKERS = 20
FEW_BLOCKERS = 5
MANY_SERIOUS = 3
MOST_EVIDENCE = 6


@dataclass(frozen=True, slots=True)
class _Material:
    """What all service plans are made of."""

    cut: Cut
    ownership: tuple[EntityOwnership, ...]
    seams: tuple[Seam, ...]
    findings: tuple[Finding, ...]
    changes: Changes
    holdings: Mapping[str, Holdings]


def plan_services(
    cut: Cut, ownership: tuple[EntityOwnership, ...], seams: tuple[Seam, ...], findings: tuple[Finding, ...], changes: Changes
) -> tuple[ServicePlan, ...]:
    """The plan of each service, in the order of the waves, then by id."""
    material = _Material(cut, ownership, seams, findings, changes, holdings_of(cut, seams))
    ties = ties_of(cut.services, seams, findings)
    wave = waves(ties, changes)
    packages = Distributions.of(cut).by_service()
    foreign = _foreign_reads(material)
    plans = (_service(material, s, ties[s], wave[s], packages.get(s, ()), tuple(sorted(foreign.get(s, ())))) for s in cut.services)
    return tuple(sorted(plans, key=lambda plan: (plan.wave, plan.id)))


def _service(
    material: _Material,
    service: str,
    ties: Ties,
    wave: int,
    packages: tuple[str, ...],
    reads_foreign: tuple[tuple[QualName, str], ...],
) -> ServicePlan:
    cut, facts = material.cut, material.cut.codebase
    modules = cut.partition.members(service)
    entities = tuple(owned.entity for owned in material.ownership if owned.owner == service)
    risk, reason = _risk(ties)
    return ServicePlan(
        id=service,
        title=title_of(service),
        modules=modules,
        lines=lines_of(cut, modules),
        entities=entities,
        endpoints=tuple(e for e in facts.outside_tests(Endpoint) if cut.home(e.module) == service),
        tasks=tuple(t for t in facts.outside_tests(Task) if cut.home(t.module) == service),
        calls=_ranked(ties.calls),
        called_by=_ranked(ties.called_by),
        reads_foreign=reads_foreign,
        packages=packages,
        wave=wave,
        risk=risk,
        why_now=_why_now(wave, ties, len(entities), _change(material.changes, service), reason),
        evidence=_evidence(material, service, ties),
        holds=material.holdings[service],
    )


def title_of(service: str) -> str:
    """A service id as a title: ``order-history`` gives ``Order history``."""
    text = service.replace("-", " ").replace("_", " ").replace(".", " ").strip()
    return text[:1].upper() + text[1:]


def lines_of(cut: Cut, modules: tuple[str, ...]) -> int:
    """Lines of the business modules among these."""
    return sum(file.lines for m in modules if (file := cut.files.get(m)) and file.kind is not FileKind.TEST)


def _ranked(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _foreign_reads(material: _Material) -> Mapping[str, set[tuple[QualName, str]]]:
    owners = {owned.entity: owned.owner for owned in material.ownership}
    found: dict[str, set[tuple[QualName, str]]] = defaultdict(set)
    for use in material.cut.running(material.cut.codebase.of(EntityUse)):
        owner, home = owners.get(use.entity, ""), material.cut.home(use.module)
        if use.mode is Mode.READ and owner not in ("", SHARED, home) and home not in ("", SHARED):
            found[home].add((use.entity, owner))
    return found


def _risk(ties: Ties) -> tuple[str, str]:
    """Risk and its reason: shared changes of data first, then how many uses cannot be rewritten."""
    serious, blockers = len(ties.serious), len(ties.blockers)
    data = f"{counted(serious, 'table or transaction is', 'tables or transactions are')} changed together with other services"
    blocked = f"{counted(blockers, 'definition')} used across its border cannot be cut as {'it is' if blockers == 1 else 'they are'}"
    if serious >= MANY_SERIOUS or blockers >= MANY_BLOCKERS:
        return "high", " and ".join([data] * (serious > 0) + [blocked] * (blockers > 0))
    if serious == 0 and blockers <= FEW_BLOCKERS:
        return "low", "no other service changes its data" + (f", and only {blocked}" if blockers else ", and nothing blocks the cut")
    return "medium", data if serious else blocked


def _change(changes: Changes, service: str) -> str:
    """How often a service changes, in words; nothing where there is no history."""
    return f", and {changes.touching[service]:,} of {counted(changes.commits, 'commit')} touch it or its tests" if changes.commits else ""


def _why_now(wave: int, ties: Ties, entities: int, change: str, reason: str) -> str:
    neighbours = sorted({*ties.calls, *ties.called_by} - {SHARED})
    hang = (
        f"It exchanges {counted(ties.uses, 'use')} with {counted(len(neighbours), 'service')}"
        if neighbours
        else "It is tied to no other service"
    )
    data = f"owns {counted(entities, 'table')}" if entities else "owns no table"
    return f"Wave {wave}. {hang} and {data}{change}. Risk: {reason}."


def _evidence(material: _Material, service: str, ties: Ties) -> tuple[str, ...]:
    """Sentences with places, the weightiest first: shared data, blockers, then the busiest seams."""
    sentences = [f"{found.message} ({found.at})" for found in ties.serious]
    sentences += [
        f"{_sided(seam, service)}: {seam.why} ({seam.sites[0]})" for seam in sorted(ties.blockers, key=lambda seam: (-seam.count, seam))
    ][: max(2, MOST_EVIDENCE - len(sentences))]
    mine = [seam for seam in ties.seams if seam.seam_class is not SeamClass.BLOCKER]
    for seam in sorted(mine, key=lambda seam: (-seam.in_loop, -seam.count, seam)):
        if len(sentences) >= MOST_EVIDENCE:
            break
        loop = ", inside a loop" if seam.in_loop else ""
        sentences.append(f"{_sided(seam, service)} {counted(seam.count, 'time')}{loop}: {seam.why} ({seam.sites[0]})")
    if not sentences:
        cycles = [f for f in material.findings if service in f.services and f.severity is not Severity.INFO]
        sentences = [f"{found.message} ({found.at})" for found in cycles]
    return tuple(sentences[:MOST_EVIDENCE])


def _sided(seam: Seam, service: str) -> str:
    name = last(seam.target)
    return f"It uses {name} of {seam.callee}" if seam.caller == service else f"{seam.caller} uses its {name}"

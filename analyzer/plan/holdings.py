"""What a service has beside its modules, tables, routes and tasks: definitions, what it exposes, templates, settings, events."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from analyzer.model.facts import DefinitionKind
from analyzer.model.partition import SHARED
from analyzer.model.place import Location
from analyzer.model.plan import Exposed, Holdings, Seam, SeamClass, Use
from analyzer.model.surface import ExternalCall, Message, SettingUse
from analyzer.plan.cut import Cut
from analyzer.plan.templates import template_homes

Named = Iterable[tuple[str, str, Location]]
"""Service, name, place: one thing that a service uses."""

HARDEST_FIRST = (
    *(SeamClass.BLOCKER, SeamClass.CONTEXT_FUNCTION, SeamClass.ENTITY_BY_IDENTITY, SeamClass.DATA_FUNCTION),
    *(SeamClass.FIRE_AND_FORGET, SeamClass.DECLARED_EXCEPTION, SeamClass.PURE_HELPER),
)
"""Classes of seams, those that are most work first."""

CALLABLE = (DefinitionKind.FUNCTION, DefinitionKind.METHOD)


def holdings_of(cut: Cut, seams: Iterable[Seam]) -> Mapping[str, Holdings]:
    """The holdings of every service, by id; the shared kernel is left out."""
    classes, functions = _definitions(cut)
    exposed = _exposed(cut, seams)
    templates: dict[str, list[str]] = defaultdict(list)
    for template, home in sorted(template_homes(cut).items()):
        templates[home].append(template)
    facts = cut.codebase
    settings = _gathered((cut.home(one.module), one.key, one.at) for one in cut.running(facts.of(SettingUse)))
    outside = _gathered((cut.home(one.module), f"{one.kind}: {one.what}", one.at) for one in cut.running(facts.of(ExternalCall)))
    sends, receives = (
        _gathered((cut.home(one.module), one.channel, one.at) for one in cut.running(facts.of(Message)) if one.role == role)
        for role in ("send", "receive")
    )
    return {
        service: Holdings(
            classes[service], functions[service], tuple(exposed[service]), tuple(templates[service]), settings.get(service, ()),
            sends.get(service, ()), receives.get(service, ()), outside.get(service, ()),
        )
        for service in cut.services
    }  # fmt: skip


def _definitions(cut: Cut) -> tuple[Counter[str], Counter[str]]:
    """Classes, and functions with methods, by service."""
    classes: Counter[str] = Counter()
    functions: Counter[str] = Counter()
    counted = Counter((definition.module, definition.kind) for definition in cut.definitions.values())
    for (module, kind), count in counted.items():
        if cut.runs(module) and kind is DefinitionKind.CLASS:
            classes[cut.home(module)] += count
        elif cut.runs(module) and kind in CALLABLE:
            functions[cut.home(module)] += count
    return classes, functions


def _exposed(cut: Cut, seams: Iterable[Seam]) -> Mapping[str, list[Exposed]]:
    by_target: dict[tuple[str, str], list[Seam]] = defaultdict(list)
    for seam in seams:
        by_target[seam.callee, seam.target].append(seam)
    found: dict[str, list[Exposed]] = defaultdict(list)
    for (service, target), group in sorted(by_target.items()):
        hardest = min((seam.seam_class for seam in group), key=HARDEST_FIRST.index)
        definition = cut.definitions.get(target)
        at = definition.at if definition else cut.top(group[0].target_module) if group[0].target_module in cut.files else group[0].sites[0]
        users = tuple(sorted({seam.caller for seam in group}))
        found[service].append(Exposed(group[0].target, hardest, sum(seam.count for seam in group), users, at))
    for exposed in found.values():
        exposed.sort(key=lambda one: (-one.count, one.name))
    return found


def _gathered(named: Named) -> Mapping[str, tuple[Use, ...]]:
    """By service, each name with how often and where first, sorted by name."""
    places: dict[tuple[str, str], list[Location]] = defaultdict(list)
    for service, name, at in named:
        if service not in ("", SHARED):
            places[service, name].append(at)
    found: dict[str, list[Use]] = defaultdict(list)
    for (service, name), known in sorted(places.items()):
        found[service].append(Use(name, len(known), min(known)))
    return {service: tuple(uses) for service, uses in found.items()}

"""Everything that code of one service uses of another, gathered per used definition before it is judged."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from analyzer.model.data import Entity
from analyzer.model.facts import Import, StringReference
from analyzer.model.partition import SHARED
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.surface import Endpoint, Message, Task, TemplateUse
from analyzer.model.syntax import UseKind, When
from analyzer.plan.cut import Cut
from analyzer.plan.ownership import Ownership
from analyzer.plan.templates import LINKS, shared_templates, template_homes


@dataclass(slots=True)
class Crossing:
    """Uses of one definition (or module, or template) of ``callee`` by ``caller``, still being gathered."""

    caller: str
    callee: str
    target: QualName
    target_module: ModuleName
    kinds: set[str] = field(default_factory=set)
    count: int = 0
    in_loop: bool = False
    sites: set[Location] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    loops: set[str] = field(default_factory=set)

    def add(self, kind: str, source: str, at: Location, count: int = 1, in_loop: bool = False) -> None:
        """Count a use."""
        self.kinds.add(kind)
        self.count += count
        self.in_loop = self.in_loop or in_loop
        self.sites.add(at)
        self.sources.add(source)
        if in_loop:
            self.loops.add(source)


@dataclass(frozen=True, slots=True)
class _Use:
    """One use across services: by whom (service, definition), of what, how."""

    caller: str
    callee: str
    target: QualName
    module: ModuleName
    kind: str
    source: str
    at: Location
    count: int = 1
    in_loop: bool = False


def crossings(cut: Cut, ownership: Ownership) -> tuple[Crossing, ...]:
    """One crossing per (caller, callee, used definition), sorted; the callee of an entity is its owner, wherever it is declared."""
    found: dict[tuple[str, str, str], Crossing] = {}
    for use in (*_references(cut, ownership), *_imports(cut), *_strings(cut), *_messages(cut), *_templates(cut)):
        key = (use.caller, use.callee, use.target)
        if key not in found:
            found[key] = Crossing(use.caller, use.callee, use.target, use.module)
        found[key].add(use.kind, use.source, use.at, use.count, use.in_loop)
    return tuple(found[key] for key in sorted(found))


def _references(cut: Cut, ownership: Ownership) -> Iterator[_Use]:
    declaring = {entity.module for entity in cut.codebase.of(Entity)}
    homes = cut.homes.get
    for r in cut.references:
        # Most uses stay in their service: they are passed over before anything else is asked.
        if homes(r.source_module) == homes(r.target_module) and r.target_module not in declaring:
            continue
        here, owner = cut.home(r.source_module), _owner(ownership, r.target) if r.target_module in declaring else ""
        if here and owner not in ("", SHARED, here) and cut.runs(r.source_module) and r.source_module not in cut.roots:
            there = owner if here != SHARED else ""
        else:
            there = cut.home(r.target_module) if cut.crosses(r.source_module, r.target_module) else ""
        if there and r.kind is not UseKind.ANNOTATE:
            yield _Use(here, there, r.target, r.target_module, str(r.kind), r.source, r.at, r.count, r.in_loop)


def _owner(ownership: Ownership, target: str) -> str:
    """The owner of an entity, else ``""``: a method of it is code, which runs where its module is."""
    owned = ownership.get(target)
    return owned.owner if owned else ""


def _imports(cut: Cut) -> Iterator[_Use]:
    """Imports that no reference explains: stars, names that are only passed on, and modules imported for what importing does."""
    crossing = [i for i in cut.codebase.of(Import) if i.when is not When.TYPE_CHECKING and cut.crosses(i.importer, i.resolved)]
    used: dict[tuple[str, str], set[str]] = {(i.importer, i.resolved): set() for i in crossing}
    for r in cut.between:
        pair = (r.source_module, r.target_module)
        if pair in used:
            used[pair].add(r.target)
    for i in crossing:
        known = used[i.importer, i.resolved]
        for name in i.names or ("",):
            target = QualName(f"{i.resolved}.{name}" if name and name != "*" else i.resolved)
            explained = target in known or any(k.startswith(f"{target}.") for k in known)
            if name == "*" or not explained:
                kind = "star import" if name == "*" else "import"
                yield _Use(cut.home(i.importer), cut.home(i.resolved), target, i.resolved, kind, i.importer, i.at)


def _strings(cut: Cut) -> Iterator[_Use]:
    tasks = {task.name: task for task in cut.codebase.of(Task)}
    for s in cut.codebase.of(StringReference):
        if cut.crosses(s.source_module, s.target_module):
            task = tasks.get(s.text)
            named = s.text.replace(":", ".")
            target = task.handler if task else QualName(named if named in cut.definitions else s.target_module)
            kind = "task" if task else "string"
            yield _Use(cut.home(s.source_module), cut.home(s.target_module), target, s.target_module, kind, s.source_module, s.at)


def _messages(cut: Cut) -> Iterator[_Use]:
    senders: dict[str, list[Message]] = defaultdict(list)
    messages = cut.codebase.of(Message)
    for message in messages:
        if message.role == "send":
            senders[message.channel].append(message)
    for receiver in messages:
        if receiver.role == "receive":
            for sender in senders[receiver.channel]:
                if cut.crosses(sender.module, receiver.module):
                    here, there = cut.home(sender.module), cut.home(receiver.module)
                    yield _Use(here, there, receiver.source, receiver.module, "message", sender.source, sender.at)


def _templates(cut: Cut) -> Iterator[_Use]:
    """Links from a template of one service to a page of another."""
    homes = template_homes(cut)
    layouts = shared_templates(cut, homes)
    endpoints = {endpoint.name: endpoint for endpoint in cut.codebase.of(Endpoint) if endpoint.name}
    for use in cut.codebase.of(TemplateUse):
        here = homes.get(use.by, "") if use.relation == LINKS and use.by not in layouts else ""
        target = endpoints.get(use.template)
        if here and target and cut.home(target.module) not in (here, "", SHARED):
            yield _Use(here, cut.home(target.module), target.handler, target.module, "link", use.by, use.at)

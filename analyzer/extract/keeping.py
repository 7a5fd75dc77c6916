"""Which definitions a stand-in keeps whole, because their code runs whoever owns them.

Kept are: what module level and class bodies call or decorate with (it runs at import), and how classes are made that class
bodies hand on (fields of forms make their widgets at once); what the shared kernel and the application itself use (they run
in every service); hooks that a framework calls on every request, row or connection; what settings name by string; pure
helpers; and classes that are data: entities, exceptions, enums, dataclasses. What a kept function uses is kept as well.
Handlers of routes and tasks are never kept: they are what the owner is for.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from analyzer.extract.mentions import Mention, by_definition, in_strings
from analyzer.extract.seam_table import Demoted
from analyzer.extract.signatures import Signatures
from analyzer.extract.vocabulary import COMMANDS, CONVERTS, DATA_DECORATORS, HOOK_ENDINGS, HOOKS, SIGNALS, is_data_base
from analyzer.graphs.closure import closure
from analyzer.model.analysis import Analysis
from analyzer.model.codebase import Codebase
from analyzer.model.data import Entity
from analyzer.model.facts import Definition, DefinitionKind, Reference, StringReference
from analyzer.model.partition import SHARED
from analyzer.model.place import ModuleName
from analyzer.model.plan import SeamClass
from analyzer.model.source import FileKind
from analyzer.model.surface import Endpoint, Message, Task
from analyzer.model.syntax import UseKind

_SERVED = (FileKind.CODE, FileKind.CONFIG, FileKind.GENERATED)
_RUNS = frozenset({UseKind.CALL, UseKind.DECORATE})
_USES = _RUNS | {UseKind.READ}


@dataclass(frozen=True, slots=True)
class Keeping:
    """What stand-ins keep whole: ``always`` in every service, of these ``data`` the classes that are data; ``blocked`` by calling
    service what no call can replace, to be copied. ``remote`` are the functions that can be called over HTTP, with the services
    that may; by definition ``uses`` is what it uses, ``inside`` what lies in it, ``named`` what strings of it name or it hands on;
    ``methods`` are those of classes that are data which can be called over HTTP, and do not come along with their class."""

    always: frozenset[str]
    data: frozenset[str]
    uses: Mapping[str, frozenset[str]]
    inside: Mapping[str, tuple[str, ...]]
    named: Mapping[str, tuple[str, ...]]
    never: frozenset[str]
    definitions: Mapping[str, Definition]
    homes: Mapping[ModuleName, str]
    remote: Mapping[str, frozenset[str]]
    blocked: Mapping[str, tuple[str, ...]]
    methods: frozenset[str] = frozenset()

    def copied(self, service: str) -> frozenset[str]:
        """The definitions of other services that a service needs whole besides: its blockers, what code that it runs names in strings,
        and all that they use but what the copied code's own service calls over HTTP as well."""
        own = [name for name in self.definitions if self._home(name) == service]
        runs = closure(own, lambda name: (used for used in self._reached(name) if self._runs(used, service)))
        named = {target for name in runs for target in self.named.get(name, ()) if service not in self.remote.get(target, ())}
        seeds = [target for target in (*self.blocked.get(service, ()), *sorted(named)) if target in self.definitions]
        left_out = self.never | (self.methods - set(seeds))
        return frozenset(_spread(seeds, self.uses, self.inside, self.definitions, left_out, self._is_call)) - self.always

    def _reached(self, name: str) -> Iterable[str]:
        """What a definition uses; of a class that is data also its methods, since calls on its objects are not all known."""
        yield from self.uses.get(name, ())
        if name in self.data:
            yield from self.inside.get(name, ())

    def _runs(self, name: str, service: str) -> bool:
        return name in self.always or self._home(name) in (service, SHARED)

    def _is_call(self, source: str, target: str) -> bool:
        return self._home(source) in self.remote.get(target, ())

    def _home(self, name: str) -> str:
        known = self.definitions.get(name)
        return self.homes.get(known.module, SHARED) if known is not None else SHARED


def keeping(
    analysis: Analysis,
    entry: Iterable[ModuleName],
    calls: Mapping[str, frozenset[str]],
    signatures: Signatures,
    demoted: Iterable[Demoted] = (),
    handed: Collection[Mention] = (),
) -> Keeping:
    """What stand-ins of an analysis keep. ``entry`` are the modules of the applications, which run in every service; ``calls`` are
    the functions that services can call over HTTP, with the services that may (none: everything that is shared is copied);
    ``demoted`` are those that are copied instead, ``handed`` the definitions of modules that are handed on."""
    codebase = analysis.codebase
    definitions: dict[str, Definition] = {definition.name: definition for definition in codebase.of(Definition)}
    never: set[str] = {fact.handler for fact in codebase.of(Endpoint)} | {fact.handler for fact in codebase.of(Task)}
    never |= {name for name, known in definitions.items() if _last_names(known.decorators) & COMMANDS}
    data = _data_classes(codebase, definitions)
    homes = analysis.partition.homes()
    served = (file.module for file in codebase.files if file.kind in _SERVED)
    shared = frozenset(entry).union(module for module in served if homes.get(module, SHARED) == SHARED)
    by_kernel = _used_by(codebase, shared) - {target for target, callers in calls.items() if SHARED in callers}
    seeds = _run_at_import(codebase, definitions, data, signatures) | by_kernel | _named(codebase, shared)
    seeds |= {name for name, known in definitions.items() if _is_hook(known.decorators)} | _heard_everywhere(codebase)
    seeds |= _made_by_class_bodies(codebase, definitions)
    seeds |= {seam.target for seam in analysis.plan.seams if seam.seam_class is SeamClass.PURE_HELPER}
    uses, inside = _graph(codebase, definitions)
    taken = by_definition(handed, definitions)
    seeds |= set(taken.pop("", ())) | {one.name for one in handed if one.module in shared}
    uses |= {name: uses.get(name, frozenset()).union(offered) for name, offered in taken.items()}
    methods = {name for name in calls if name.rpartition(".")[0] in data} - seeds
    always = frozenset(_spread((seeds | data) - never, uses, inside, definitions, never | methods) | data)
    return Keeping(
        always,
        frozenset(data),
        uses,
        inside,
        by_definition((*in_strings(codebase), *handed), definitions),
        frozenset(never),
        definitions,
        homes,
        calls,
        _blocked(analysis, calls, demoted),
        frozenset(methods),
    )


def _blocked(analysis: Analysis, calls: Mapping[str, frozenset[str]], demoted: Iterable[Demoted]) -> dict[str, tuple[str, ...]]:
    """Service to what it uses of others and cannot call."""
    blocked: dict[str, list[str]] = defaultdict(list)
    for seam in analysis.plan.seams:
        if seam.seam_class is SeamClass.BLOCKER or (seam.seam_class is SeamClass.CONTEXT_FUNCTION and seam.target not in calls):
            blocked[seam.caller].append(seam.target)
    for one in demoted:
        for caller in one.callers:
            blocked[caller].append(one.target)
    return {service: tuple(targets) for service, targets in blocked.items()}


def _run_at_import(codebase: Codebase, definitions: Mapping[str, Definition], data: set[str], signatures: Signatures) -> set[str]:
    modules = frozenset(file.module for file in codebase.files if file.kind not in (FileKind.TEST, FileKind.SCRIPT))
    return {
        use.target for use in codebase.of(Reference) if use.source_module in modules and _is_at_import(use, definitions, data, signatures)
    }


def _is_at_import(use: Reference, definitions: Mapping[str, Definition], data: set[str], signatures: Signatures) -> bool:
    """Whether a use runs at import: at module level, in a class body, in a decorator or in a default before a function's body."""
    source = definitions.get(use.source)
    if use.kind is UseKind.DECORATE:
        return True
    if source is None:
        return str(use.source) == use.source_module and use.kind in _RUNS
    if source.kind is DefinitionKind.CLASS:
        return use.kind in (_USES if use.source in data or _configures(use, definitions) else _RUNS)
    return use.kind in _RUNS and (source.kind is DefinitionKind.VARIABLE or signatures.holds(use, source))


def _configures(use: Reference, definitions: Mapping[str, Definition]) -> bool:
    """Whether a class within a class (``class Meta``) names a class that a library is to work with: one built on a class of its."""
    around, target = definitions.get(use.source.rpartition(".")[0]), definitions.get(use.target)
    if around is None or around.kind is not DefinitionKind.CLASS or target is None or target.kind is not DefinitionKind.CLASS:
        return False
    return any("." in base and base not in definitions for base in target.bases)


def _used_by(codebase: Codebase, modules: frozenset[ModuleName]) -> set[str]:
    return {use.target for use in codebase.of(Reference) if use.source_module in modules and use.kind in _USES}


def _made_by_class_bodies(codebase: Codebase, definitions: Mapping[str, Definition]) -> set[str]:
    """How classes are made that class bodies name as values: who is given one may make an object of it at import."""
    classes = {name for name, known in definitions.items() if known.kind is DefinitionKind.CLASS}
    named = {use.target for use in codebase.of(Reference) if use.kind is UseKind.READ and use.source in classes and use.target in classes}
    lines = closure(named, lambda name: definitions[name].bases if name in definitions else ())
    return {made for name in lines for made in (f"{name}.__init__", f"{name}.__new__") if made in definitions}


def _heard_everywhere(codebase: Codebase) -> set[str]:
    """The receivers of signals that a framework sends in every process that serves or has a database."""
    received = (message for message in codebase.of(Message) if message.role == "receive")
    return {message.source for message in received if message.channel.partition("(")[0] in SIGNALS}


def _named(codebase: Codebase, modules: frozenset[ModuleName]) -> set[str]:
    config = {file.module for file in codebase.files if file.kind is FileKind.CONFIG} | modules
    return {fact.text.replace(":", ".") for fact in codebase.of(StringReference) if fact.source_module in config}


def _graph(codebase: Codebase, definitions: Mapping[str, Definition]) -> tuple[dict[str, frozenset[str]], dict[str, tuple[str, ...]]]:
    """What each definition uses, and what lies inside each."""
    uses: dict[str, set[str]] = defaultdict(set)
    inside: dict[str, list[str]] = defaultdict(list)
    for use in codebase.of(Reference):
        if use.kind in _USES and use.target in definitions:
            uses[use.source].add(use.target)
    for name in {*uses, *definitions}:
        inside[name.rpartition(".")[0]].append(name)
    return {name: frozenset(found) for name, found in uses.items()}, {name: tuple(found) for name, found in inside.items()}


def _spread(
    seeds: Iterable[str], uses: Mapping[str, frozenset[str]], inside: Mapping[str, tuple[str, ...]], definitions: Mapping[str, Definition],
    never: Iterable[str], stops: Callable[[str, str], bool] = lambda source, target: False,
) -> set[str]:  # fmt: skip
    """The seeds and all that they use, from definition to definition, but not past a use that ``stops``."""
    kept: set[str] = set()
    left_out = set(never)
    pending = [seed for seed in seeds if seed in definitions]
    while pending:
        name = pending.pop()
        if name in kept or name in left_out:
            continue
        kept.add(name)
        pending += [target for target in uses.get(name, ()) if not stops(name, target)]
        pending += inside.get(name, ())
        pending += [base for base in definitions[name].bases if base in definitions] if name in definitions else []
    return kept


def _data_classes(codebase: Codebase, definitions: Mapping[str, Definition]) -> set[str]:
    found: set[str] = {entity.name for entity in codebase.of(Entity)}
    classes = {name: known for name, known in definitions.items() if known.kind is DefinitionKind.CLASS}
    found |= {name for name, known in classes.items() if _last_names(known.decorators) & DATA_DECORATORS}
    raised = {str(use.target) for use in codebase.of(Reference) if use.kind in (UseKind.RAISE, UseKind.CATCH)}
    found |= {name for name in classes if name in raised or is_data_base(name.rpartition(".")[2])}
    found |= {name for name in classes if all(f"{name}.{method}" in definitions for method in CONVERTS)}
    return found | {name for name in classes if _is_data(name, classes, found)}


def _is_data(name: str, classes: Mapping[str, Definition], found: set[str]) -> bool:
    seen: set[str] = set()
    pending = [name]
    while pending:
        current = pending.pop()
        if current in seen:
            continue
        seen.add(current)
        if current in found:
            return True
        if current in classes:
            pending += classes[current].bases
        elif is_data_base(current.rpartition(".")[2]):
            return True
    return False


def _is_hook(decorators: tuple[str, ...]) -> bool:
    chains = [chain.partition("(")[0] for chain in decorators]
    return bool(_last_names(decorators) & HOOKS) or any(chain.endswith(HOOK_ENDINGS) for chain in chains)


def _last_names(chains: Iterable[str]) -> set[str]:
    return {chain.replace("()", "").partition("(")[0].rpartition(".")[2] for chain in chains}

"""What running a definition may touch, directly and through what it calls: stored data, the outside, ambient context.

A fixpoint over the reversed call graph; as complete as the references are, hence a lower bound.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntFlag

from analyzer.model.codebase import Codebase
from analyzer.model.data import Entity, EntityUse, Mode, Transaction
from analyzer.model.facts import DefinitionKind, PackageUse
from analyzer.model.partition import Partition
from analyzer.model.place import Location
from analyzer.model.surface import ContextUse, ExternalCall, Message, SettingUse
from analyzer.model.syntax import UseKind
from analyzer.plan.cut import Cut
from analyzer.plan.names import name_set


class Effect(IntFlag):
    """Something that a definition may do besides computing a value from its arguments."""

    NONE = 0
    READS_DATA = 1
    WRITES_DATA = 2
    COMMITS = 4
    CALLS_OUT = 8
    READS_SETTING = 16
    READS_CONTEXT = 32
    SENDS = 64
    HOLDS_STATE = 128
    USES_PACKAGES = 256
    USES_TERMINAL = 512


HARMLESS = name_set("attr attrs babel dateutil markupsafe numpy packaging pydantic pytz six slugify typing_extensions tzlocal unidecode")
"""Third-party packages whose functions compute from their arguments alone."""
TERMINAL = name_set(
    "alive_progress blessed click colorama curses getpass inquirer prompt_toolkit questionary readline rich termcolor termios tqdm tty"
    " typer"
)
"""Packages that write to the terminal of their own process, or ask its user."""

WORDS: tuple[tuple[Effect, str], ...] = (
    (Effect.WRITES_DATA, "writes stored data"),
    (Effect.COMMITS, "commits"),
    (Effect.READS_DATA, "reads stored data"),
    (Effect.CALLS_OUT, "calls the outside"),
    (Effect.READS_CONTEXT, "reads the current request, session or user"),
    (Effect.READS_SETTING, "reads settings"),
    (Effect.SENDS, "sends messages"),
    (Effect.HOLDS_STATE, "uses module-level objects"),
    (Effect.USES_TERMINAL, "uses the terminal"),
    (Effect.USES_PACKAGES, "uses code that was not read"),
)


def effect_words(effect: Effect) -> str:
    """The effects in words: ``writes stored data and commits``."""
    found = [text for flag, text in WORDS if flag & effect]
    return " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)


UNCUT = Partition((), "")
"""No boundaries at all."""


@dataclass(frozen=True, slots=True)
class Effects:
    """Effects by definition: those of its own lines, and those of everything that it calls as well."""

    own: Mapping[str, Effect]
    all: Mapping[str, Effect]

    def of(self, name: str) -> Effect:
        """What running a definition may touch."""
        return self.all.get(name, Effect.NONE)


def effects_in(codebase: Codebase) -> Effects:
    """The effects of every definition of a code base, wherever boundaries run."""
    return find_effects(Cut.of(codebase, UNCUT))


def find_effects(cut: Cut) -> Effects:
    """The effects of every definition of the code base."""
    own: dict[str, int] = {}  # plain numbers, which are joined much faster
    definitions = cut.definitions
    for name, effect in _direct(cut):
        if known := name if name in definitions else cut.known(name):
            own[known] = own.get(known, 0) | effect.value
    return Effects(_effects(own), _effects(_propagated(own, _callers(cut))))


def _effects(found: Mapping[str, int]) -> Mapping[str, Effect]:
    effects = {value: Effect(value) for value in set(found.values())}
    return {name: effects[value] for name, value in found.items()}


def _direct(cut: Cut) -> Iterator[tuple[str, Effect]]:
    facts = cut.codebase
    for use in facts.of(EntityUse):
        yield use.source, Effect.WRITES_DATA if use.mode is Mode.WRITE else Effect.READS_DATA
    for transaction in facts.of(Transaction):
        yield transaction.source, Effect.COMMITS
    for message in facts.of(Message):
        if message.role == "send":
            yield message.source, Effect.SENDS
    for outside in facts.of(PackageUse):
        if outside.package not in HARMLESS:
            yield outside.source, Effect.USES_TERMINAL if outside.package in TERMINAL else Effect.USES_PACKAGES
    for context in facts.of(ContextUse):
        yield context.source, Effect.READS_CONTEXT
    for call in facts.of(ExternalCall):
        yield from _at(cut, call.at, Effect.CALLS_OUT)
    for setting in facts.of(SettingUse):
        yield from _at(cut, setting.at, Effect.READS_SETTING)
    state = {name for name, definition in cut.definitions.items() if definition.kind is DefinitionKind.VARIABLE and _is_state(name)}
    for reference in cut.references:
        kind = reference.kind
        if kind is UseKind.WRITE or (kind is UseKind.READ and reference.target in state):
            yield reference.source, Effect.HOLDS_STATE


def _at(cut: Cut, at: Location, effect: Effect) -> Iterator[tuple[str, Effect]]:
    if (definition := cut.enclosing(at)) is not None:
        yield definition.name, effect


def _is_state(name: str) -> bool:
    """Whether the name of a module-level variable is not written like a constant."""
    bare = name.rpartition(".")[2].strip("_")
    return bool(bare) and not bare.isupper() and not bare[0].isupper() and bare not in ("log", "logger")


def _callers(cut: Cut) -> Mapping[str, list[str]]:
    """By definition, who takes on its effects: its callers, and for a method its class; an entity's methods stay its own."""
    entities = {entity.name for entity in cut.codebase.of(Entity)}
    callers: dict[str, list[str]] = defaultdict(list)
    definitions = cut.definitions
    for reference in cut.references:
        kind, source, target = reference.kind, reference.source, reference.target
        if (kind is UseKind.CALL or kind is UseKind.READ) and target not in entities:
            by, what = source if source in definitions else cut.known(source), target if target in definitions else cut.known(target)
            callers[what].append(by)
    for name, definition in cut.definitions.items():
        if definition.kind is DefinitionKind.METHOD:
            callers[name].append(name.rpartition(".")[0])
    return callers


def _propagated(own: Mapping[str, int], callers: Mapping[str, list[str]]) -> Mapping[str, int]:
    found = dict(own)
    pending = sorted(found)
    while pending:
        name = pending.pop()
        own_effect = found[name]
        for caller in filter(None, callers.get(name, ())):
            before = found.get(caller, 0)
            if (after := before | own_effect) != before:
                found[caller] = after
                pending.append(caller)
    return found

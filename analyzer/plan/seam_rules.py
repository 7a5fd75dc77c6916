"""How one crossing can be cut: each rule in turn until one applies; what no rule proves is a blocker."""

from analyzer.model.data import EntityUse, Mode
from analyzer.model.facts import DefinitionKind
from analyzer.model.surface import Endpoint, Message, Task
from analyzer.plan import call_rules, thing_rules
from analyzer.plan.crossings import Crossing
from analyzer.plan.cut import Cut
from analyzer.plan.effects import Effects
from analyzer.plan.exceptions import exception_classes
from analyzer.plan.judgement import Ground, Judged, Rule, blocker
from analyzer.plan.ownership import Ownership
from analyzer.plan.values import vocabulary
from analyzer.plan.wording import last


def ground(cut: Cut, ownership: Ownership, effects: Effects) -> Ground:
    """The facts that judge crossings."""
    facts = cut.codebase
    return Ground(
        cut,
        ownership,
        effects,
        vocabulary(cut),
        frozenset(task.handler for task in facts.of(Task)),
        frozenset(endpoint.handler for endpoint in facts.of(Endpoint) if last(endpoint.name) != "static"),
        exception_classes(cut),
        frozenset((cut.home(use.module), use.entity) for use in facts.of(EntityUse) if use.mode is Mode.WRITE),
        frozenset(message.source for message in facts.of(Message) if message.role == "receive" and _is_signal(message.channel, cut)),
        frozenset(use.source for use in facts.of(EntityUse) if use.entity != use.source.rpartition(".")[0]),
    )


def _is_signal(channel: str, cut: Cut) -> bool:
    """Whether a channel is a signal object, whose listeners are given the sender itself, and not a bus of plain messages."""
    name = channel.partition("(")[0]
    known = cut.definitions.get(name)
    is_object = known is not None and known.kind is DefinitionKind.VARIABLE
    return is_object or name.startswith("sqlalchemy.") or ".signals." in name


def classify(known: Ground, crossing: Crossing) -> Judged:
    """The class of a crossing: that of the first rule that applies, else a blocker."""
    for rule in RULES:
        if judged := rule(known, crossing):
            return judged
    return blocker("what is used is not known well enough", f"Give {crossing.callee} a function of plain values for it")


RULES: tuple[Rule, ...] = (
    call_rules.queued,
    call_rules.link,
    thing_rules.module,
    thing_rules.decorator,
    thing_rules.exception,
    call_rules.entity_method,
    thing_rules.entity,
    thing_rules.base_class,
    thing_rules.variable,
    thing_rules.whole_class,
    call_rules.not_callable_over_http,
    call_rules.helper,
    call_rules.terminal,
    call_rules.memoised,
    call_rules.transaction,
    call_rules.call,
)
"""In the order in which they are asked."""

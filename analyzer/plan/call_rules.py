"""Rules for what is called across: tasks, messages, pages, functions and methods."""

from analyzer.model.facts import DefinitionKind
from analyzer.model.plan import SeamClass
from analyzer.plan.crossings import Crossing
from analyzer.plan.effects import Effect, effect_words
from analyzer.plan.judgement import Ground, Judged, blocker
from analyzer.plan.names import name_set
from analyzer.plan.values import Carriage, argument_carriage, carriage
from analyzer.plan.wording import last

WORTH_A_CALL = Effect.WRITES_DATA | Effect.COMMITS | Effect.CALLS_OUT | Effect.SENDS
"""What a method of an entity does that its owner should do; one that only computes from its own columns is copied with the entity."""
OF_THE_LIBRARY = name_set("clean clean_fields delete full_clean get_absolute_url natural_key refresh_from_db save validate_unique")
"""Methods that the library itself calls, with objects that are not stored yet."""


def queued(known: Ground, crossing: Crossing) -> Judged | None:
    """Queue tasks and messages travel already."""
    name = last(crossing.target)
    if crossing.target in known.tasks:
        return Judged(
            SeamClass.FIRE_AND_FORGET,
            "a queue task",
            f"Send {name} by its task name to the queue of {crossing.callee}, with ids and plain values as arguments",
        )
    if crossing.kinds <= {"message"} and crossing.target in known.hooks:
        return blocker(
            f"{name} listens to a signal: it is given the sender's own objects, inside the sender's transaction",
            f"Send a message of plain values after the commit, and let {name} listen to that",
        )
    if crossing.kinds <= {"message"}:
        return Judged(
            SeamClass.FIRE_AND_FORGET,
            "a message with a listener in another service",
            f"Publish it on a broker; {crossing.callee} subscribes {name} to it",
        )
    return None


def link(known: Ground, crossing: Crossing) -> Judged | None:
    """A link needs the URL, not the code."""
    if crossing.kinds <= {"link"}:
        return Judged(
            SeamClass.PURE_HELPER,
            "a link to a page",
            f"Keep the URL name of {last(crossing.target)} in the URL table that every service gets",
        )
    return None


def not_callable_over_http(known: Ground, crossing: Crossing) -> Judged | None:
    """What cannot be the target of a remote call, whatever its values are."""
    definition = known.definition(crossing)
    if definition is None:
        return None
    name = last(crossing.target)
    if crossing.target in known.handlers:
        return blocker(f"{name} is a request handler", f"Extract what it computes into a function of {crossing.callee}, used by both")
    if definition.is_generator:
        return blocker(f"{name} is a generator", "Return pages of plain values instead")
    wrapped = [last(decorator.partition("(")[0]) for decorator in definition.decorators]
    if any("contextmanager" in decorator for decorator in wrapped):
        return blocker(f"{name} is a context manager", "Turn the span that it guards into one call")
    if definition.kind is DefinitionKind.METHOD and not {"staticmethod", "classmethod"} & set(wrapped):
        return blocker(f"{name} needs its object", f"Add a function to {crossing.callee} that takes the object's id")
    if "call" not in crossing.kinds:
        how = "named in a string" if "string" in crossing.kinds else "passed on as a value or only imported"
        return blocker(f"{name} is {how}, not called", f"Call {name} where it is used, or hand over its name and arguments")
    return None


def entity_method(known: Ground, crossing: Crossing) -> Judged | None:
    """Methods of stored objects that do more than compute: the object travels as class and primary key."""
    definition = known.definition(crossing)
    if definition is None or definition.kind is not DefinitionKind.METHOD or crossing.target.rpartition(".")[0] not in known.ownership:
        return None
    name = last(crossing.target)
    wrapped = {last(decorator.partition("(")[0]) for decorator in definition.decorators}
    if "call" not in crossing.kinds or wrapped - {"staticmethod", "classmethod"} or name in OF_THE_LIBRARY or name.startswith("__"):
        return None
    effects = known.effects.of(crossing.target)
    if not effects & WORTH_A_CALL and crossing.target not in known.queries:
        return None
    if definition.is_generator:
        return not_callable_over_http(known, crossing)
    if judged := transaction(known, crossing) or call(known, crossing):
        bound = not wrapped and judged.seam_class in (SeamClass.DATA_FUNCTION, SeamClass.CONTEXT_FUNCTION)
        entity = last(crossing.target.rpartition(".")[0])
        why = f"a method of the stored {entity}, which crosses by identity; it {effect_words(effects)}"
        return Judged(SeamClass.ENTITY_BY_IDENTITY, why, judged.remedy) if bound else judged
    return None


def helper(known: Ground, crossing: Crossing) -> Judged | None:
    """Functions that compute from their arguments alone are copied."""
    definition = known.definition(crossing)
    if definition is None or definition.kind is DefinitionKind.METHOD or known.effects.of(crossing.target):
        return None
    if argument_carriage(definition, known.vocabulary) is Carriage.ENTITY:
        return None
    return Judged(
        SeamClass.PURE_HELPER,
        "touches no stored data, context, settings or outside, as far as seen",
        f"Copy {last(crossing.target)} to the shared kernel",
    )


def memoised(known: Ground, crossing: Crossing) -> Judged | None:
    """Functions that keep their results."""
    definition = known.definition(crossing)
    if definition is None or not any("cache" in d or "memoi" in d for d in definition.decorators):
        return None
    return blocker(
        "memoised: a copy of the cached value goes stale when another process changes it",
        "Let only the owner cache it, or invalidate by message",
    )


def terminal(known: Ground, crossing: Crossing) -> Judged | None:
    """Functions that show something to the user of their process, or ask it: the owner's process has another user, or none."""
    if not known.effects.of(crossing.target) & Effect.USES_TERMINAL:
        return None
    return blocker(
        "uses the terminal of its own process, which is another one at its owner",
        f"Let {last(crossing.target)} return what is to be shown and take what was answered",
    )


def transaction(known: Ground, crossing: Crossing) -> Judged | None:
    """Writes inside a transaction that the caller has open."""
    if not known.effects.of(crossing.target) & Effect.WRITES_DATA:
        return None
    around = sorted(s for s in crossing.sources if known.effects.own.get(known.cut.known(s), Effect.NONE) & Effect.COMMITS)
    if not around:
        return None
    return blocker(
        f"writes data inside the open transaction of {around[0]}",
        f"Commit before the call and compensate on failure (saga), or move {last(crossing.target)}",
    )


_ARGUMENTS = (
    "its arguments are not all of closed, transportable types",
    "its arguments carry no annotation, so what would travel is unknown",
)
_RESULT = ("its result is not of a closed, transportable type", "its result carries no annotation, so what would travel is unknown")


def call(known: Ground, crossing: Crossing) -> Judged | None:
    """Functions, judged by what goes in and out."""
    definition = known.definition(crossing)
    if definition is None:
        return None
    name, effects = last(crossing.target), known.effects.of(crossing.target)
    values, result = argument_carriage(definition, known.vocabulary), carriage(definition.returns, known.vocabulary)
    if Carriage.ENTITY in (values, result) and not {Carriage.BLOCKED, Carriage.UNKNOWN} & {values, result}:
        both = values is result
        what = "entities go in and out" if both else "an entity goes in" if values is Carriage.ENTITY else "an entity comes out"
        how_to = f"Let {name} {'return' if values is not Carriage.ENTITY else 'take'} the primary key{' and return one' if both else ''}"
        return Judged(SeamClass.ENTITY_BY_IDENTITY, what, f"{how_to}; both sides read the shared database")
    for how, closed, unknown in ((values, *_ARGUMENTS), (result, *_RESULT)):
        if how is Carriage.BLOCKED:
            return blocker(closed, f"Give {name} plain values: ids, numbers, text, dates, dataclasses")
        if how is Carriage.UNKNOWN:
            return blocker(unknown, f"Annotate {name} with plain types; then it can be called over HTTP")
    if effects & Effect.READS_CONTEXT:
        return Judged(
            SeamClass.CONTEXT_FUNCTION,
            "reads the current request, session or user",
            f"Make {name} an endpoint of {crossing.callee}; send the signed context with it",
        )
    touched = effect_words(effects)
    return Judged(
        SeamClass.DATA_FUNCTION, f"plain values in and out; it {touched}", f"Make {name} an endpoint of {crossing.callee}, called by POST"
    )

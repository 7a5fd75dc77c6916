"""Rules for what crosses as a thing: modules, decorators, exceptions, entities, classes and module-level objects."""

from analyzer.model.facts import DefinitionKind
from analyzer.model.plan import SeamClass
from analyzer.plan.crossings import Crossing
from analyzer.plan.effects import Effect, effect_words
from analyzer.plan.judgement import Ground, Judged, blocker
from analyzer.plan.values import is_value_class
from analyzer.plan.wording import last


def module(known: Ground, crossing: Crossing) -> Judged | None:
    """A module as a whole."""
    if known.definition(crossing) is not None:
        return None
    if "star import" in crossing.kinds:
        return blocker("a star import", f"Import the names that are needed from {crossing.target_module} one by one")
    if "string" in crossing.kinds:
        return blocker(
            "named by a string that is looked up at run time",
            f"Let {crossing.callee} register itself, or replace the string by a call of {crossing.callee}'s API",
        )
    return blocker(
        "imported as a module; no use of a definition in it is seen",
        f"If importing {crossing.target_module} registers something, make that an explicit call; else delete the import",
    )


def decorator(known: Ground, crossing: Crossing) -> Judged | None:
    """Decorators run in the process of what they decorate."""
    if "decorate" not in crossing.kinds:
        return None
    touched = effect_words(known.effects.of(crossing.target))
    return blocker(
        f"a decorator cannot be called over the network{f'; it {touched}' if touched else ''}",
        f"Move {last(crossing.target)} to the shared kernel, with what it looks up passed in",
    )


def exception(known: Ground, crossing: Crossing) -> Judged | None:
    """Exceptions travel by name, arguments and attributes."""
    if crossing.target not in known.exceptions:
        return None
    return Judged(
        SeamClass.DECLARED_EXCEPTION,
        "an exception class, importable on both sides",
        f"Copy {last(crossing.target)} to the shared kernel; its args and attributes travel with the error",
    )


def entity(known: Ground, crossing: Crossing) -> Judged | None:
    """Entities, and what of them is read and not called."""
    name = crossing.target if crossing.target in known.ownership else crossing.target.rpartition(".")[0]
    owned = known.ownership.get(name)
    if owned is None:
        return None
    short = last(name)
    if name != crossing.target:
        return _part(crossing, short)
    if "subclass" in crossing.kinds:
        return blocker(f"{short} is a base class across services", f"Compose with the id of {short} instead of inheriting from it")
    if owned.owner == crossing.caller:
        return Judged(
            SeamClass.ENTITY_BY_IDENTITY, f"{crossing.caller} owns {short} but {owned.module} declares it",
            f"Move the class {short} from {owned.module} into {crossing.caller}",
        )  # fmt: skip
    if (crossing.caller, name) in known.writes:
        return blocker(
            f"{crossing.caller} writes {short}, which {owned.owner} owns",
            f"Replace the writes by a command of {owned.owner}, or let it react to an event",
        )
    return Judged(
        SeamClass.ENTITY_BY_IDENTITY,
        f"{crossing.caller} reads the persisted entity {short}",
        f"Pass the primary key of {short}; read the shared database first, then the API of {owned.owner} or a read model",
    )


def _part(crossing: Crossing, short: str) -> Judged:
    """What the class of an entity holds and that runs where the object is."""
    if "call" in crossing.kinds:
        return Judged(SeamClass.PURE_HELPER, f"computes from its own {short}, or is called by the library", f"Copy it with {short}")
    return Judged(
        SeamClass.ENTITY_BY_IDENTITY, f"part of the entity {short}, which both sides read",
        f"Copy it with {short}; it is read from the shared database",
    )  # fmt: skip


def base_class(known: Ground, crossing: Crossing) -> Judged | None:
    """Inheritance across a border."""
    if "subclass" not in crossing.kinds:
        return None
    return blocker(
        f"{last(crossing.target)} is a base class or mixin across services", "Move the base class to the shared kernel, or compose instead"
    )


def variable(known: Ground, crossing: Crossing) -> Judged | None:
    """Constants and module-level objects."""
    definition = known.definition(crossing)
    if definition is None or definition.kind is not DefinitionKind.VARIABLE:
        return None
    name = last(crossing.target)
    if "write" in crossing.kinds:
        return blocker(
            f"{crossing.caller} sets {name} at run time",
            f"Make {name} a setting of the process, or give {crossing.callee} a function to change it",
        )
    if known.effects.own.get(crossing.target, Effect.NONE) & Effect.READS_CONTEXT:
        return Judged(
            SeamClass.CONTEXT_FUNCTION, f"{name} reads the current request or user", "Propagate the signed context and read it locally"
        )
    if name.strip("_").isupper():
        return Judged(SeamClass.PURE_HELPER, "a constant", f"Copy {name} to the shared kernel")
    return blocker(
        f"{name} is a module-level object", f"Let each service create its own {name}, or hide it behind functions of {crossing.callee}"
    )


def whole_class(known: Ground, crossing: Crossing) -> Judged | None:
    """Classes that are no entity, exception or base."""
    definition = known.definition(crossing)
    if definition is None or definition.kind is not DefinitionKind.CLASS:
        return None
    name, effects = last(crossing.target), known.effects.of(crossing.target)
    if (is_value_class(definition) or name in known.vocabulary.values) and not effects:
        return Judged(SeamClass.PURE_HELPER, "a class of plain values", f"Copy {name} to the shared kernel as part of the contract")
    if not effects and not definition.bases:
        return Judged(
            SeamClass.PURE_HELPER, "a class that touches nothing outside itself, as far as seen", f"Copy {name} to the shared kernel"
        )
    reason = effect_words(effects) or f"inherits from {last(definition.bases[0])}" if definition.bases else effect_words(effects)
    return blocker(
        f"a class as a value; it {reason}",
        f"Put a facade of plain functions before {name} in {crossing.callee}, one for each use of its objects",
    )

"""Who calls whose functions and inherits from whose classes."""

from collections import defaultdict
from collections.abc import Iterator
from math import log2

from analyzer.model.facts import Reference
from analyzer.model.graph import Evidence
from analyzer.model.place import ModuleName
from analyzer.model.syntax import UseKind
from analyzer.signals.signal import Signal
from analyzer.signals.view import View

KINDS = {UseKind.CALL: ("calls", 1.0), UseKind.SUBCLASS: ("inherits from", 1.0)}
"""The uses that couple behaviour, how they are worded, and what one counts for."""


def collect(view: View) -> Iterator[Evidence]:
    """One evidence per pair of modules and kind of use: the logarithm of its count, less where many modules use the target."""
    codebase, business = view.codebase, view.business
    facts: dict[tuple[ModuleName, ModuleName, UseKind], list[Reference]] = defaultdict(list)
    users: dict[ModuleName, set[ModuleName]] = defaultdict(set)
    kinds = tuple(KINDS)  # few: compared faster than hashed
    for fact in codebase.of(Reference):
        source, target, kind = fact.source_module, fact.target_module, fact.kind
        if kind in kinds and source != target and source in business and target in business:
            facts[source, target, kind].append(fact)
            users[target].add(source)
    for (source, target, kind), uses in sorted(facts.items()):
        word, weight = KINDS[kind]
        count = sum(use.count for use in uses)
        best = max(uses, key=lambda use: (use.count, use.target))
        times = f", {count} times in all" if count > best.count or count > 1 else ""
        strength = weight * log2(1 + count) / len(users[target]) ** 0.5
        yield Evidence("references", source, target, strength, f"{word} {best.target}{times}", min(use.at for use in uses))


REFERENCES = Signal("references", collect)

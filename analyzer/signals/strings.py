"""Strings that name a module or a definition of another module."""

from collections import Counter
from collections.abc import Iterator

from analyzer.model.facts import StringReference
from analyzer.model.graph import Evidence
from analyzer.signals.signal import Signal
from analyzer.signals.view import View


def collect(view: View) -> Iterator[Evidence]:
    """One evidence per pair of modules, weaker the more modules name the target and the more the source names (a registry)."""
    codebase, business = view.codebase, view.business
    first: dict[tuple[str, str], StringReference] = {}
    for fact in codebase.of(StringReference):
        if fact.source_module != fact.target_module and business.issuperset((fact.source_module, fact.target_module)):
            first.setdefault((fact.source_module, fact.target_module), fact)
    naming, named = Counter(source for source, _ in first), Counter(target for _, target in first)
    for (source, target), fact in sorted(first.items()):
        strength = 1 / (naming[source] * named[target]) ** 0.5
        yield Evidence("strings", fact.source_module, fact.target_module, strength, f"names {fact.text} in a string", fact.at)


STRINGS = Signal("strings", collect)

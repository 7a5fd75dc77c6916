"""Who imports whom, re-exports followed to the module that defines the name."""

from collections.abc import Iterator

from analyzer.model.facts import Import
from analyzer.model.graph import Evidence
from analyzer.model.syntax import When
from analyzer.signals.signal import Signal
from analyzer.signals.view import View

HOW = {
    When.RUN: "imports",
    When.LAZY: "imports inside a function",
    When.GUARDED: "imports if it can",
    When.TYPE_CHECKING: "imports for types",
}


def collect(view: View) -> Iterator[Evidence]:
    """One evidence per importer and imported module; weaker the more modules import the same, and for imports that run late."""
    strengths = view.closeness.strengths
    order = list(When)
    first: dict[tuple[str, str], Import] = {}
    for fact in view.codebase.of(Import):
        pair = (fact.importer, fact.resolved)
        if pair in strengths and (pair not in first or order.index(fact.when) < order.index(first[pair].when)):
            first[pair] = fact
    for (_, target), fact in sorted(first.items()):
        names = ", ".join(fact.names[:3]) + (" ..." if len(fact.names) > 3 else "")
        what = f"{names} from {target}" if names else target
        yield Evidence(
            "imports", fact.importer, fact.resolved, strengths[fact.importer, fact.resolved], f"{HOW[fact.when]} {what}", fact.at
        )


IMPORTS = Signal("imports", collect)

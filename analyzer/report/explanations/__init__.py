"""Explanations: why a module is where it is, what holds a service together, what ties two of them, what a code means."""

from collections.abc import Iterable, Sequence

from analyzer.model.analysis import Analysis
from analyzer.model.errors import UsageError
from analyzer.model.explanation import Answer
from analyzer.model.place import ModuleName
from analyzer.report.explanations.asking import SERVICE, meant
from analyzer.report.explanations.codes import explain_code, sections
from analyzer.report.explanations.modules import explain_module
from analyzer.report.explanations.pairs import explain_pair
from analyzer.report.explanations.services import explain_service
from analyzer.report.explanations.sheets import sheet_of


def explain(analysis: Analysis, names: Sequence[str], codes: Iterable[str] = ()) -> Answer:
    """The answer about one name (a module or a service) or about two; ``codes`` are told to whoever mistypes one. Raises UsageError."""
    asked = [meant(analysis, name, codes) for name in names]
    if len(asked) == 2:
        (_, first), (_, second) = asked
        if first == second:
            raise UsageError(f"both names mean {first}", "give two, or one of them alone")
        return explain_pair(analysis, first, second)
    kind, name = asked[0]
    return explain_service(analysis, name) if kind == SERVICE else explain_module(analysis, ModuleName(name))


__all__ = ["explain", "explain_code", "sections", "sheet_of"]

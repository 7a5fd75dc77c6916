"""Facades with the texts of the modules that call them; a module that cannot be rewritten keeps its queries."""

from collections.abc import Callable, Collection, Mapping

from analyzer.extract.facades.facade import Facade, find_facades
from analyzer.extract.facades.text import rewritten
from analyzer.extract.source_text import decode
from analyzer.extract.stub_text import StubMismatchError
from analyzer.model.analysis import Analysis
from analyzer.model.place import ModuleName


def make_facades(
    analysis: Analysis, sources: Callable[[str], bytes], folders: Mapping[str, str], refused: Collection[str] = ()
) -> tuple[tuple[Facade, ...], Mapping[ModuleName, str]]:
    """The facades of all services, and the new texts of the modules whose queries became calls."""
    left_out: set[ModuleName] = set()
    paths = {file.module: file.path for file in analysis.codebase.files}
    while True:
        facades = find_facades(analysis, sources, folders, refused, left_out)
        texts: dict[ModuleName, str] = {}
        failed: set[ModuleName] = set()
        for module in sorted({module for facade in facades for module, _ in facade.sites}):
            try:
                texts[module] = rewritten(decode(sources(paths[module])), module, facades)
                compile(texts[module], paths[module], "exec", dont_inherit=True)
            except (StubMismatchError, OSError, ValueError, SyntaxError, RecursionError, MemoryError):
                failed.add(module)
        if not failed:
            return facades, texts
        left_out |= failed

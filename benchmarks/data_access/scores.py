"""How far the predicted triples and the observed ones agree."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from analyzer.facts import read_codebase
from analyzer.model.codebase import Codebase, FileKind
from analyzer.model.data import Entity, EntityUse, GenericUse
from analyzer.model.facts import Definition, DefinitionKind
from benchmarks.data_access.observed import Observed, Triple, observe


@dataclass(frozen=True, slots=True)
class Score:
    """One application: predicted triples, those of functions that ran, and what was observed."""

    name: str
    what: str
    predicted: Mapping[Triple, str]
    ran: frozenset[Triple]
    observed: Observed

    @property
    def hits(self) -> int:
        return len(self.observed.triples.keys() & self.predicted.keys())

    @property
    def recall(self) -> float:
        return self.hits / max(1, len(self.observed.triples))

    @property
    def strict_recall(self) -> float:
        return len(self.observed.strict & self.predicted.keys()) / max(1, len(self.observed.strict))

    @property
    def precision(self) -> float:
        """Of the triples predicted for modules in which anything was recorded."""
        modules = {module for module, _, _ in self.observed.triples}
        predicted = {one for one in self.predicted if one[0] in modules}
        return len(predicted & self._seen) / max(1, len(predicted))

    @property
    def precision_of_run(self) -> float:
        """Of the triples predicted for a function that ran."""
        return len(self.ran & self._seen) / max(1, len(self.ran))

    @property
    def _seen(self) -> frozenset[Triple]:
        return frozenset(self.observed.triples) | self.observed.anywhere


def score(name: str, what: str, tree: Path, files: list[Path]) -> Score:
    """Reads the code, and compares."""
    codebase = read_codebase(tree, workers=2)
    modules = {file.path: str(file.module) for file in codebase.files if file.kind is FileKind.CODE}
    tables = {str(entity.name): entity.table.rpartition(".")[2].lower() for entity in codebase.of(Entity)}
    own = set(modules.values())
    homes: dict[str, set[str]] = {}
    for entity in codebase.of(Entity):
        homes.setdefault(tables[str(entity.name)], set()).add(str(entity.module))
    observed = observe(files, modules, {table: frozenset(found) for table, found in homes.items() if table})
    predicted: dict[Triple, str] = {}
    ran: set[Triple] = set()
    lines = _functions(codebase)
    for use in (*codebase.of(EntityUse), *codebase.of(GenericUse)):
        if use.module in own:
            triple = (str(use.module), tables.get(str(use.entity), ""), str(use.mode))
            predicted.setdefault(triple, f"{use.at.path}:{use.at.line} {use.source}")
            at = lines.get(str(use.source))
            if at is not None and any((at[0], line) in observed.functions for line in range(at[1] - 8, at[1] + 1)):
                ran.add(triple)
    return Score(name, what, predicted, frozenset(ran), observed)


def _functions(codebase: Codebase) -> dict[str, tuple[str, int]]:
    kinds = (DefinitionKind.FUNCTION, DefinitionKind.METHOD)
    return {str(one.name): (one.at.path, one.at.line) for one in codebase.of(Definition) if one.kind in kinds}

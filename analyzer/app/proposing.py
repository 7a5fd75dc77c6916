"""Proposed boundaries, remembered until something changes that they hang on; lines may move."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from analyzer.app.evidence import Weighed
from analyzer.app.memory import DAMAGE, digest_of, digest_of_rows
from analyzer.model.beside import Beside
from analyzer.model.codebase import Codebase
from analyzer.model.partition import Constraint
from analyzer.model.place import ModuleName
from analyzer.read.cache import Cache
from analyzer.read.fact_bytes import pack_value, unpack_value

if TYPE_CHECKING:  # imported where it begins: a run that finds nothing changed would spend its time on imports
    from analyzer.cluster import Proposal, Settings

LOOSE = "loose"


@dataclass(frozen=True, slots=True)
class Ground:
    """What boundaries are drawn through: a code base, its evidence, the digest of all that clustering looks at (lines left out), the
    memory, and a second processor."""

    codebase: Codebase
    weighed: Weighed
    digest: str
    cache: Cache
    beside: Beside

    @classmethod
    def of(cls, codebase: Codebase, weighed: Weighed, cache: Cache, beside: Beside) -> "Ground":
        """The ground of a code base under its evidence."""
        return cls(codebase, weighed, _digest(weighed, cache) if cache.folder else "", cache, beside)

    def proposed(
        self, name: str, constraints: tuple[Constraint, ...], settings: "Settings", before: Mapping[ModuleName, str] | None = None
    ) -> "Proposal":
        """The proposal, remembered under a name; its reasons worded anew where evidence has moved to other lines."""
        from analyzer.cluster import Proposal, propose, reworded, subject

        key = digest_of(self.digest, constraints, settings, before)
        kept = self.cache.load(name, key)
        evidence = self.weighed.evidence
        if kept is not None:
            try:
                proposal = unpack_value(kept[1], Proposal)
                return proposal if kept[0] == self.weighed.digest else reworded(proposal, evidence, constraints)
            except DAMAGE:
                pass
        proposal = propose(subject(self.codebase), evidence, constraints, settings, before, before is None, self.beside)
        if self.cache.folder is not None:
            self.cache.keep(name, key, (self.weighed.digest, pack_value(proposal)))
        return proposal


def _digest(weighed: Weighed, cache: Cache) -> str:
    """The digest of what clustering looks at, lines left out; that of each part is remembered with what the part is made from."""
    from analyzer.cluster import PARTS, has_packages, looked_at

    bare, tell = weighed.bare, weighed.tell
    parts: dict[str, tuple[str, Callable[[], Iterable[object]]]] = {"evidence": (weighed.digest, lambda: weighed.evidence)}
    in_packages = has_packages(bare)
    for kind in PARTS if in_packages else sorted(bare.facts, key=lambda kind: kind.__name__):
        rows = partial(looked_at, bare, kind) if in_packages else partial(bare.of, kind)
        parts[kind.__name__] = (tell([kind.__name__]) if tell else "", rows)
    known = cache.load(LOOSE, "") or {}
    now = {
        name: known[name] if exact and name in known and known[name][0] == exact else (exact, digest_of_rows(rows()))
        for name, (exact, rows) in parts.items()
    }
    if now != known:
        cache.keep(LOOSE, "", now)
    return digest_of(bare.name, digest_of_rows(bare.files), sorted((name, loose) for name, (_, loose) in now.items()))

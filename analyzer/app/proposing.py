"""Proposed boundaries, remembered until something changes that they hang on; lines may move."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache as once
from functools import partial
from typing import TYPE_CHECKING

from analyzer.app.evidence import Weighed
from analyzer.app.memory import DAMAGE, digest_of, digest_of_rows
from analyzer.model.beside import Beside
from analyzer.model.codebase import Codebase
from analyzer.model.facts import Reference
from analyzer.model.partition import Constraint
from analyzer.model.place import ModuleName
from analyzer.read.cache import Cache
from analyzer.read.fact_bytes import pack_value, unpack_value

if TYPE_CHECKING:  # imported where it begins: a run that finds nothing changed would spend its time on imports
    from analyzer.cluster import Proposal, Settings

LOOSE = "loose"
INSIDE = "calls inside modules"

Kept = tuple[str, str, bytes]
"""What tells the evidence and the counted calls of a proposal, and the proposal, packed."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What boundaries are drawn through: a code base, its evidence, the digest of all that boundaries hang on (lines left out), that of
    the calls inside modules, which are only counted, the memory, and a second processor."""

    codebase: Codebase
    weighed: Weighed
    digest: str
    counted: str
    cache: Cache
    beside: Beside

    @classmethod
    def of(cls, codebase: Codebase, weighed: Weighed, cache: Cache, beside: Beside) -> "Ground":
        """The ground of a code base under its evidence."""
        digest, counted = _digests(weighed, cache) if cache.folder else ("", "")
        return cls(codebase, weighed, digest, counted, cache, beside)

    def proposed(
        self, name: str, constraints: tuple[Constraint, ...], settings: "Settings", before: Mapping[ModuleName, str] | None = None
    ) -> "Proposal":
        """The proposal, remembered under a name; its reasons worded anew where evidence has moved to other lines."""
        from analyzer.cluster import propose, subject

        key = digest_of(self.digest, constraints, settings, before)
        kept: Kept | None = self.cache.load(name, key)
        proposal = self._mended(kept, constraints) if kept is not None else None
        if proposal is None:
            evidence = self.weighed.evidence
            proposal = propose(subject(self.codebase), evidence, constraints, settings, before, before is None, self.beside)
        if self.cache.folder is not None and (kept is None or kept[:2] != self._state):
            self.cache.keep(name, key, (*self._state, pack_value(proposal)))
        return proposal

    @property
    def _state(self) -> tuple[str, str]:
        return self.weighed.digest, self.counted

    def _mended(self, kept: "Kept", constraints: tuple[Constraint, ...]) -> "Proposal | None":
        """A proposal that was kept, told and measured by what has moved or come since; None where it is damaged."""
        from analyzer.cluster import Proposal, measured_again, reworded, subject

        try:
            proposal = unpack_value(kept[2], Proposal)
            if kept[1] != self.counted:
                proposal = measured_again(proposal, subject(self.codebase))
            return proposal if kept[0] == self.weighed.digest else reworded(proposal, self.weighed.evidence, constraints)
        except DAMAGE:
            return None


def _digests(weighed: Weighed, cache: Cache) -> tuple[str, str]:
    """The digest of what clustering looks at, lines left out, and that of the calls inside modules; that of each part is remembered with
    what the part is made from."""
    from analyzer.cluster import PARTS, has_packages, inside, looked_at

    bare, tell = weighed.bare, weighed.tell
    parts: dict[str, tuple[str, Callable[[], Iterable[object]]]] = {"evidence": (weighed.digest, lambda: weighed.evidence)}
    in_packages = has_packages(bare)
    for kind in PARTS if in_packages else sorted(bare.facts, key=lambda kind: kind.__name__):
        rows = partial(looked_at, bare, kind) if in_packages else partial(bare.of, kind)
        parts[kind.__name__] = (tell([kind.__name__]) if tell else "", rows)
    if in_packages:
        exact, calls = parts[Reference.__name__][0], once(partial(looked_at, bare, Reference))
        parts[Reference.__name__] = (exact, lambda: [one for one in calls() if not inside(one)])
        parts[INSIDE] = (exact, lambda: [one for one in calls() if inside(one)])
    known = cache.load(LOOSE, "") or {}
    now = {
        name: known[name] if exact and name in known and known[name][0] == exact else (exact, digest_of_rows(rows()))
        for name, (exact, rows) in parts.items()
    }
    if now != known:
        cache.keep(LOOSE, "", now)
    counted = now.pop(INSIDE, ("", ""))[1]
    return digest_of(bare.name, digest_of_rows(bare.files), sorted((name, loose) for name, (_, loose) in now.items())), counted

"""The evidence of each signal, remembered until a fact changes of a kind that the signal has asked for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from itertools import chain
from typing import TYPE_CHECKING

from analyzer.app.memory import digest_of
from analyzer.app.watching import Tell, teller, watched, without_content
from analyzer.model.codebase import Codebase
from analyzer.model.graph import Evidence
from analyzer.read.cache import Cache
from analyzer.read.fact_bytes import pack_rows, unpack_rows

if TYPE_CHECKING:  # imported where it begins
    from analyzer.signals import Signal, View

EVIDENCE = "evidence"

Kept = tuple[list[str], str, bytes]
"""The kinds of facts that a signal asked for, their digest, and the evidence, packed."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """The evidence of all signals, sorted; the code base ``without_content`` from which it was gathered, and what tells its facts apart;
    ``digest`` tells the evidence from any other, ``""`` where nothing is remembered."""

    evidence: tuple[Evidence, ...]
    bare: Codebase
    tell: Tell | None = None
    digest: str = ""


def weighed(codebase: Codebase, cache: Cache) -> Weighed:
    """The evidence of a code base; only signals that ask for facts which are not what they were are asked again."""
    from analyzer.signals import SIGNALS, collect_evidence

    codebase = without_content(codebase)
    tell = teller(codebase) if cache.folder else None
    if tell is None:
        return Weighed(collect_evidence(codebase), codebase)
    known: dict[str, Kept] = cache.load(EVIDENCE, "") or {}
    memory = _Memory(codebase, tell)
    found = [memory.of(signal, known.get(signal.name)) for signal in sorted(SIGNALS, key=lambda one: one.name)]
    now = {name: kept for name, kept, _ in found}
    if now != known:
        cache.keep(EVIDENCE, "", now)
    evidence = tuple(chain.from_iterable(rows for *_, rows in found))
    return Weighed(evidence, codebase, tell, digest_of([sha256(kept[2]).hexdigest() for _, kept, _ in found]))


class _Memory:
    """Asks signals, and remembers what each one read."""

    def __init__(self, codebase: Codebase, tell: Tell) -> None:
        self._codebase, self._tell = codebase, tell

    def of(self, signal: "Signal", kept: Kept | None) -> tuple[str, Kept, Iterable[Evidence]]:
        """The evidence of a signal, by its name, with what is to be remembered of it."""
        if kept is not None and kept[1] == self._tell(kept[0]):
            return signal.name, kept, unpack_rows(kept[2], Evidence)
        from analyzer.signals import said

        view, by_view = self._view
        seen, asked = watched(self._codebase)
        rows = said(signal, replace(view, codebase=seen))
        kinds = sorted(asked | by_view)
        # Evidence that is found again unchanged keeps its bytes, and with them what hangs on it.
        is_same = kept is not None and unpack_rows(kept[2], Evidence) == rows
        packed = kept[2] if kept is not None and is_same else pack_rows(rows, Evidence)
        return signal.name, (kinds, self._tell(kinds), packed), rows

    @cached_property
    def _view(self) -> "tuple[View, frozenset[str]]":
        """What signals share, and the kinds of facts that it is made from."""
        from analyzer.signals import view_of

        seen, asked = watched(self._codebase)
        view = view_of(seen)
        return view, frozenset(asked)

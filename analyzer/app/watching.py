"""What a stage reads of a code base: noted while it runs, and told apart from what it would read at another time."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from analyzer.app.memory import digest_of, digest_of_rows
from analyzer.model.codebase import Codebase, Fact
from analyzer.model.source import SourceFile
from analyzer.read.fact_bytes import KINDS, PackedFacts
from analyzer.read.source import Source

CONTENT = "content"

Tell = Callable[[Iterable[str]], str]
"""A digest of the facts of some kinds (by name), places and all, and of all else that ``without_content`` leaves of a code base."""


class Watched(Mapping[type[Fact], tuple[Fact, ...]]):
    """Facts that note the names of the kinds that were asked for."""

    def __init__(self, facts: Mapping[type[Fact], tuple[Fact, ...]], asked: set[str]) -> None:
        self._facts = facts
        self.asked = asked

    def __getitem__(self, kind: type[Fact]) -> tuple[Fact, ...]:
        self.asked.add(kind.__name__)
        return self._facts[kind]

    def __iter__(self) -> Iterator[type[Fact]]:
        self.asked.update(KINDS)
        return iter(self._facts)

    def __len__(self) -> int:
        self.asked.update(KINDS)
        return len(self._facts)


def watched(codebase: Codebase) -> tuple[Codebase, set[str]]:
    """The same code base, and a set that grows by the name of each kind of facts that is asked for."""
    asked: set[str] = set()
    return replace(codebase, facts=Watched(codebase.facts, asked)), asked


def without_content(codebase: Codebase) -> Codebase:
    """The same code base with neither digests nor sizes of files, assets and problems: most edits change nothing else but facts."""
    files = tuple(SourceFile(f.module, f.path, "", 0, f.is_package, f.kind, f.source_root) for f in codebase.files)
    return replace(codebase, files=files, assets=(), problems=())


def content_of(source: Source) -> str:
    """The ``content_now`` of a code base that was read before, ``""`` where it was not, or any file has changed since."""
    return source.cache.load(CONTENT, source.state) or ""


def content_now(source: Source, codebase: Codebase) -> str:
    """Tells all that any stage looks at, facts with their places, and lines of files, from that of another time: a file may change and
    leave it as it is. ``""`` where nothing is remembered."""
    tell = teller(without_content(codebase)) if source.cache.folder else None
    if tell is None:
        return ""
    files = [(f.path, f.lines) for f in codebase.files]
    assets = [(one.path, one.size) for one in codebase.assets]
    found = digest_of(tell(KINDS), files, assets, codebase.problems)
    source.cache.keep(CONTENT, source.state, found)
    return found


def teller(codebase: Codebase) -> Tell | None:
    """Tells what a stage may read of a code base; None where its facts are not packed."""
    facts = codebase.facts
    if not isinstance(facts, PackedFacts):
        return None
    rest = digest_of(codebase.name, digest_of_rows(codebase.files), digest_of_rows(codebase.history))
    digests: dict[str, bytes] = {}

    def digest(kind: str) -> bytes:
        if kind not in digests:
            parts = (hashlib.sha256(part).digest() for part in facts.packed.get(kind, ()))
            digests[kind] = hashlib.sha256(b"".join(parts)).digest()
        return digests[kind]

    return lambda kinds: digest_of(rest, [(kind, digest(kind)) for kind in sorted(kinds)])

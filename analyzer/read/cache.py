"""What is remembered of a code base between runs: the syntax of each file, all facts, and what was made or printed of them.

Everything is kept below the user's cache folder (``UNBRAID_CACHE_DIR``, else ``unbraid`` in ``XDG_CACHE_HOME`` or ``~/.cache``), never in
the analysed folder, and is used only by the build of Unbraid and of Python that wrote it. A cache that is damaged, or that cannot be
written, is as good as none.
"""

import hashlib
import marshal
import os
import sys
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from analyzer import __version__
from analyzer.disk import write_cache
from analyzer.model.syntax import pack
from analyzer.read.layout import Placed
from analyzer.read.survey import UNSEEN, Stamp
from analyzer.read.unit import Unit, unpack_units

TAG = b"Signature: 8a477f597d28d172789f06886806bc55\n# A cache of Unbraid; it may be deleted.\n"
UNITS, LATER, FACTS, ANALYSIS, RESULT, TEXT = "units", "later", "facts", "analysis", "result", "text"
MOST_LATER = 500

Entries = dict[str, tuple[Stamp, bytes]]
"""Packed units with the stamps of their files, by path."""


@dataclass(frozen=True, slots=True)
class Cache:
    """The folder of one code base, None to remember nothing. ``build`` tells who wrote what is there."""

    folder: Path | None
    build: str

    @classmethod
    def of(cls, root: Path) -> "Cache":
        """The cache of the code base in a folder."""
        place = str(root.resolve())
        name = f"{root.resolve().name or 'root'}-{hashlib.sha256(os.fsencode(place)).hexdigest()[:16]}"
        return cls(_home() / name, _build())

    def units(self, stamps: dict[str, Stamp]) -> "RememberedUnits":
        """The units of files whose stamps have not changed."""
        return RememberedUnits(self._units(UNITS), self._units(LATER), stamps)

    def keep_units(self, known: "RememberedUnits", units: Iterable[Unit], read: frozenset[str]) -> None:
        """Remember the units of a whole code base, of which those of some paths were ``read`` just now."""
        # Where few files change, all others are not written again: what was read later stands in a file of its own.
        is_new = known.is_empty or len(known.later) + len(read) > MOST_LATER
        # One by one: together they are as large again as all that is known of the code base.
        chosen = (unit for unit in units if is_new or unit.placed.path in read)
        entries = ((unit.placed.path, known.stamps[unit.placed.path], pack([unit])) for unit in chosen)
        if is_new:
            self._write(UNITS, chain([(self.build, "")], entries))
            self._write(LATER, [(self.build, "")])
        else:
            before = ((path, *entry) for path, entry in known.later.items() if path not in read)
            self._write(LATER, chain([(self.build, "")], before, entries))

    def _units(self, name: str) -> Entries:
        return {path: (stamp, packed) for path, stamp, packed in self._entries(name, "")}

    def load(self, name: str, key: str) -> Any:
        """What was kept under a name, None where that is nothing, was kept for another key, or is not whole."""
        return _whole(next(self._entries(name, key), None))

    def last(self, name: str) -> tuple[str, Any]:
        """What was kept under a name and the key that it was kept for, whatever that is; ``("", None)`` where that is nothing."""
        entries = self._entries(name, None)
        key = next(entries, "")
        return key, _whole(next(entries, None))

    def keep(self, name: str, key: str, value: Any) -> None:
        """Remember plain values (what ``marshal`` can write) under a name, for a key; one value a name."""
        written = marshal.dumps(value)
        self._write(name, ((self.build, key), (zlib.crc32(written), written)))

    def _write(self, name: str, values: Iterable[Any]) -> None:
        if self.folder is not None:
            write_cache(self.folder, "CACHEDIR.TAG", [TAG])
            write_cache(self.folder, name, map(marshal.dumps, values))

    def _entries(self, name: str, key: str | None) -> Iterator[Any]:
        """What a file holds after its header, as far as it is whole; nothing where it was kept for another key (None for any: the key
        comes first then)."""
        if self.folder is None:
            return
        try:
            with (self.folder / name).open("rb") as stream:
                # The key stands first, so that a stale value is not read at all.
                build, kept_for = marshal.load(stream)
                if build != self.build or key not in (None, kept_for):
                    return
                if key is None:
                    yield kept_for
                while True:
                    yield marshal.load(stream)
        except (OSError, EOFError, ValueError, TypeError):
            return


NO_CACHE = Cache(None, "")


class RememberedUnits:
    """Remembered units, by what was placed where; ``later`` are those of files that changed since most were read."""

    def __init__(self, stored: Entries, later: Entries, stamps: dict[str, Stamp]) -> None:
        self.is_empty = not stored
        self.later = later
        self.stamps = stamps
        self._stored = {**stored, **later}

    def __call__(self, placed: Placed) -> Unit | None:
        """The unit of a file, where neither the file nor its place among the modules has changed."""
        stamp, _ = self._stored.get(placed.path, (UNSEEN, b""))
        return None if stamp == UNSEEN or stamp != self.stamps.get(placed.path) else self.last(placed)

    def last(self, placed: Placed) -> Unit | None:
        """The unit that a file at this place had when it was last read, whatever has become of the file since."""
        try:
            (unit,) = unpack_units(self._stored.get(placed.path, (UNSEEN, b""))[1])
        except (msgspec.MsgspecError, ValueError):
            return None
        return unit if unit.placed == placed else None


def _whole(entry: tuple[int, bytes] | None) -> Any:
    try:
        checked, written = entry or (0, b"")
        return marshal.loads(written) if written and zlib.crc32(written) == checked else None
    except (EOFError, ValueError, TypeError):
        return None


def _home() -> Path:
    own = os.environ.get("UNBRAID_CACHE_DIR")
    if own:
        return Path(own)
    general = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(general) if general else Path.home() / ".cache") / "unbraid"
    except RuntimeError:  # a user without a home has no cache of their own
        return Path(os.devnull) / "unbraid"


def _build() -> str:
    """Tells this program from any other: its version and files, and the Python that runs it."""
    here = Path(__file__).resolve().parents[1]
    files = sorted((path.relative_to(here).as_posix(), path.stat()) for path in here.rglob("*.py"))
    told = [__version__, sys.version, *(f"{name} {seen.st_size} {seen.st_mtime_ns}" for name, seen in files)]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()

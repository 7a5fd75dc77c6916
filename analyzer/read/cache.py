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
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from analyzer import __version__
from analyzer.disk import write_cache
from analyzer.model.syntax import pack
from analyzer.read.layout import Placed
from analyzer.read.survey import UNSEEN, Stamp
from analyzer.read.unit import Unit, unpack_units

TAG = b"Signature: 8a477f597d28d172789f06886806bc55\n# A cache of Unbraid; it may be deleted.\n"
UNITS, LATER, FACTS, NOTED, ANALYSIS, RESULT, TEXT = "units", "later", "facts", "noted", "analysis", "result", "text"
MOST_LATER = 500
CHECK = 4
"""Bytes of the checksum at the end of what was kept."""
DAMAGE = (OSError, EOFError, ValueError, TypeError)
"""What a damaged file, or none, leads to."""

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
        entries: Iterable[Any] = ((unit.placed.path, known.stamps[unit.placed.path], pack([unit])) for unit in chosen)
        if is_new:
            self._write(UNITS, map(marshal.dumps, chain([self.build], entries)))
            self._write(LATER, [marshal.dumps(self.build)])
        else:
            before: Iterable[Any] = ((path, *entry) for path, entry in known.later.items() if path not in read)
            self._write(LATER, map(marshal.dumps, chain([self.build], before, entries)))

    def load(self, name: str, key: str) -> Any:
        """What was kept under a name, None where that is nothing, was kept for another key, or is not whole."""
        return self.last(name, key)[1]

    def last(self, name: str, wanted: str | None = None) -> tuple[str, Any]:
        """The key for which something was kept under a name, and what was kept (None where it is not whole, or the key not the one that
        is ``wanted``); ``("", None)`` where there is nothing."""
        with suppress(*DAMAGE), self._opened(name) as stream:
            build, key = marshal.load(stream)
            # The key stands first, so that a stale value is not read at all.
            if build == self.build and wanted in (None, key):
                written = stream.read()
                is_whole = zlib.adler32(memoryview(written)[:-CHECK]).to_bytes(CHECK, "big") == written[-CHECK:]
                return key, marshal.loads(written) if is_whole else None
        return "", None

    def keep(self, name: str, key: str, value: Any) -> None:
        """Remember plain values (what ``marshal`` can write) under a name, for a key; one value a name."""
        if self.folder is not None:
            written = marshal.dumps(value)
            self._write(name, [marshal.dumps((self.build, key)), written, zlib.adler32(written).to_bytes(CHECK, "big")])

    def _write(self, name: str, parts: Iterable[bytes]) -> None:
        if self.folder is not None:
            write_cache(self.folder, "CACHEDIR.TAG", [TAG])
            write_cache(self.folder, name, parts)

    def _units(self, name: str) -> Entries:
        found: Entries = {}
        with suppress(*DAMAGE), self._opened(name) as stream:
            is_ours = marshal.load(stream) == self.build
            while is_ours:
                path, stamp, packed = marshal.load(stream)
                found[path] = (stamp, packed)
        return found

    def _opened(self, name: str) -> BinaryIO:
        if self.folder is None:
            raise FileNotFoundError
        return (self.folder / name).open("rb")


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

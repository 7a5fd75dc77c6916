"""Facts, and notes about modules, that are known only after the processes that need them were started."""

import marshal
import os
from collections.abc import Iterator, Mapping, Sequence
from tempfile import TemporaryFile
from types import TracebackType

from analyzer.model.codebase import Fact
from analyzer.read.fact_bytes import PackedFacts

Parts = list[tuple[bytes, dict[str, bytes]]]
"""What some modules gave: facts (see ``pack_facts``), and notes by their names, packed."""


class Late:
    """The facts and notes that ``put`` is given once; all copies of this process see them then, and none before."""

    def __init__(self) -> None:
        self._file = TemporaryFile(buffering=0)  # noqa: SIM115  # open in every process, gone with the last
        self._parts: Parts | None = None
        self.facts = LateFacts(self)
        self.noted = LateNotes(self)

    def put(self, parts: Parts) -> None:
        """Make known what several parts of the code base gave."""
        self._file.write(marshal.dumps(parts))

    def parts(self) -> Parts:
        """What ``put`` was given, nothing before."""
        if self._parts is None:
            file = self._file.fileno()
            size = os.fstat(file).st_size
            if not size:
                return []
            # Not by the file's own position, which all processes share.
            self._parts = marshal.loads(os.pread(file, size, 0))
        return self._parts

    def __enter__(self) -> "Late":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()


class LateFacts(Mapping[type[Fact], tuple[Fact, ...]]):
    """The facts among them, by kind."""

    def __init__(self, late: Late) -> None:
        self._late = late
        self._facts: PackedFacts | None = None

    def __getitem__(self, kind: type[Fact]) -> tuple[Fact, ...]:
        return self.packed()[kind]

    def __iter__(self) -> Iterator[type[Fact]]:
        return iter(self.packed())

    def __len__(self) -> int:
        return len(self.packed())

    def packed(self) -> PackedFacts:
        """The facts themselves, none before they are known."""
        if self._facts is not None:
            return self._facts
        found = PackedFacts.joined(facts for facts, _ in self._late.parts())
        if found:
            self._facts = found
        return found


class LateNotes(Mapping[str, Sequence[bytes]]):
    """The notes among them, by name, in parts."""

    def __init__(self, late: Late) -> None:
        self._late = late

    def __getitem__(self, name: str) -> Sequence[bytes]:
        return [noted[name] for _, noted in self._late.parts()] or self._none(name)

    def __iter__(self) -> Iterator[str]:
        return iter(next((noted for _, noted in self._late.parts()), {}))

    def __len__(self) -> int:
        return len(next((noted for _, noted in self._late.parts()), {}))

    @staticmethod
    def _none(name: str) -> Sequence[bytes]:
        raise KeyError(name)

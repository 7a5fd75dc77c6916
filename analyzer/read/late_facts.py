"""Facts that are known only after the processes that need them were started."""

import marshal
import os
from collections.abc import Iterable, Iterator, Mapping
from tempfile import TemporaryFile
from types import TracebackType

from analyzer.model.codebase import Fact
from analyzer.read.fact_bytes import PackedFacts


class LateFacts(Mapping[type[Fact], tuple[Fact, ...]]):
    """The facts that ``put`` is given once; all copies of this process see them then, and none before."""

    def __init__(self) -> None:
        self._file = TemporaryFile(buffering=0)  # noqa: SIM115  # open in every process, gone with the last
        self._facts: PackedFacts | None = None

    def put(self, parts: Iterable[bytes]) -> None:
        """Make known the facts of several ``pack_facts``."""
        self._file.write(marshal.dumps(list(parts)))

    def __getitem__(self, kind: type[Fact]) -> tuple[Fact, ...]:
        return self._all()[kind]

    def __iter__(self) -> Iterator[type[Fact]]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __enter__(self) -> "LateFacts":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()

    def _all(self) -> PackedFacts:
        if self._facts is None:
            file = self._file.fileno()
            size = os.fstat(file).st_size
            if not size:
                return PackedFacts({})
            # Not by the file's own position, which all processes share.
            self._facts = PackedFacts.joined(marshal.loads(os.pread(file, size, 0)))
        return self._facts

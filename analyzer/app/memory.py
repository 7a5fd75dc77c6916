"""A stage whose input is what it was is not worked out again: results by name, each with a digest of all that it was made from."""

import hashlib
import marshal
from collections.abc import Iterable
from enum import Enum
from operator import attrgetter
from typing import Any, TypeVar

import msgspec

from analyzer.app.job import Job

T = TypeVar("T")

PLACES = frozenset({"at", "end_line"})
"""Fields that say where in a file something stands."""

DAMAGE = (msgspec.MsgspecError, KeyError, ValueError, TypeError)
"""What damaged bytes lead to: they are as good as none."""


def digest_of(*told: object) -> str:
    """A digest of plain values and values of the model: the same in every process."""
    return hashlib.sha256(repr(told).encode(errors="surrogateescape")).hexdigest()


def digest_of_rows(rows: Iterable[object]) -> str:
    """The digest of many facts or evidence, wherever in their files they stand."""
    kinds: dict[type, list[object]] = {}
    for row in rows:
        kinds.setdefault(type(row), []).append(row)
    found = hashlib.sha256()
    for kind, group in kinds.items():
        names = (name for name in kind.__match_args__ if name not in PLACES)  # type: ignore[attr-defined]  # classes with fields have it
        columns = [_plain(list(map(attrgetter(name), group))) for name in names]
        found.update(_dumped([kind.__name__, columns]))
    return found.hexdigest()


def _plain(values: list[Any]) -> list[Any]:
    return [one.value for one in values] if isinstance(values[0], Enum) else values


def _dumped(value: list[Any]) -> bytes:
    # version 2: later ones tell which values are one object, which differs from run to run
    try:
        return marshal.dumps(value, 2)
    except ValueError:  # values of the model inside of fields
        return marshal.dumps(msgspec.to_builtins(value, builtin_types=(bytes,)), 2)


def job_key(job: Job, content: str, text: str | None, *more: object) -> str:
    """Tells apart whatever may lead to another analysis of a code base of this content, under a boundaries file of this text; ``more`` is
    what else the caller looks at."""
    return digest_of(content, job.services, job.granularity, job.fresh, job.seed, job.boundaries is None, text, *more)

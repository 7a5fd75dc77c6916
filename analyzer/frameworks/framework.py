"""What a framework is to us: a name, the calls it cares about, and the facts that it reads out of a program."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from analyzer.model.codebase import Fact
from analyzer.read.program import Program


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework that we can read.

    ``vocabulary`` says which calls must be kept as a ``CallSite`` wherever they stand: ``name`` for calls whose last name it is,
    ``name_*`` for calls whose last name begins with ``name_``, ``name_*_end`` for those that also end in ``_end``, ``name[]`` for
    reads of ``x.name["key"]`` (kept as a call of ``x.name[]`` with that key), and ``('word')`` for every call whose first argument
    is a literal that looks like a name or a constant in capitals. ``facts`` yields the framework's facts of a program, in any
    order, and never raises whatever it holds.
    """

    name: str
    vocabulary: frozenset[str]
    facts: Callable[[Program], Iterable[Fact]]

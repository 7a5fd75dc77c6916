"""What a framework is to us: a name, the calls it cares about, and the facts that it reads out of a program."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from analyzer.model.codebase import Fact
from analyzer.read.program import Program


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework that we can read.

    ``vocabulary`` holds the last names of the calls whose ``CallSite`` must be kept wherever they stand; ``facts`` yields
    the framework's facts of a program, in any order, and never raises whatever the program holds.
    """

    name: str
    vocabulary: frozenset[str]
    facts: Callable[[Program], Iterable[Fact]]

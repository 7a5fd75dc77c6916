"""What a signal is: a reading of the facts that says which modules belong together, and why."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from analyzer.model.graph import Evidence
from analyzer.signals.view import View


@dataclass(frozen=True, slots=True)
class Signal:
    """``collect`` gives one evidence per reason and pair of different business modules; ``name`` is ``Evidence.signal``."""

    name: str
    collect: Callable[[View], Iterable[Evidence]]

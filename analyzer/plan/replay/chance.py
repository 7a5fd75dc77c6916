"""What chance would give: how often modules that change together would share a service if they met by lot."""

from collections import Counter
from collections.abc import Iterable
from math import comb

Series = list[float]
"""The sums of products of weights over all sets of 0, 1, 2 ... members (elementary symmetric polynomials)."""


class Chance:
    """The expected share of commits inside one service when every commit keeps its size and draws its modules by lot.

    A module is drawn in proportion to how often it changes, as in the null model of Newman and Girvan (2004): modules that change all
    the time meet often whatever the boundaries are. Given that the ``k`` modules of a commit differ, the chance that all are of one
    service is exactly the sum over services of e_k(weights of the service) / e_k(all weights), where e_k is the elementary symmetric
    polynomial (weighted sampling without replacement: Chen, Dempster and Liu 1994).
    """

    def __init__(self, services: Iterable[Counter[int]], largest: int) -> None:
        """``services`` has, for each service, how many of its modules changed how often; ``largest`` is the largest commit."""
        counted = list(services)
        total = Counter[int]()
        for one in counted:
            total.update(one)
        changes = sum(times * modules for times, modules in total.items()) or 1
        self._inside: Series = [0.0] * (largest + 1)
        for one in counted:
            for size, value in enumerate(_series(one, changes, largest)):
                self._inside[size] += value
        self._all = _series(total, changes, largest)

    def of(self, modules: int) -> float:
        """The probability (0 to 1) that so many different modules share a service."""
        return min(1.0, self._inside[modules] / self._all[modules]) if self._all[modules] else 0.0


def _series(weights: Counter[int], changes: int, largest: int) -> Series:
    """e_0 to e_largest of the weights, each divided by the number of changes; modules of equal weight in one step (by the binomial)."""
    found: Series = [1.0]
    for times in sorted(weights):
        modules, weight = weights[times], times / changes
        factor = [comb(modules, chosen) * weight**chosen for chosen in range(min(modules, largest) + 1)]
        found = _product(found, factor, largest)
    return found + [0.0] * (largest + 1 - len(found))


def _product(left: Series, right: Series, largest: int) -> Series:
    made = [0.0] * (min(largest, len(left) + len(right) - 2) + 1)
    for at, value in enumerate(left):
        for index, other in enumerate(right[: len(made) - at]):
            made[at + index] += value * other
    return made


def corrected(share: float, expected: float) -> float | None:
    """A share beyond chance: 1 for all, 0 for what chance gives, None where chance gives all."""
    return (share - expected) / (1 - expected) if expected < 1 - 1e-9 else None

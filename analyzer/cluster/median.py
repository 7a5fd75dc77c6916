"""The median of many cuts: the groups that disagree least with all of them together."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from analyzer.cluster.cut import Groups, by_least
from analyzer.model.place import ModuleName

ROUNDS = 20
"""Moves nearly always end long before."""

Signature = tuple[str, ...]
"""The group in each of the cuts: modules with the same signature are never parted."""


def median(start: Groups, cuts: Sequence[Groups]) -> Groups:
    """Groups that no single move improves, from a cut to start with: modules that are together in every cut move as one, to the group
    whose members are with them in more than half of the cuts, summed over members (median partition by best one-element moves;
    Goder and Filkov 2008)."""
    members: dict[Signature, list[ModuleName]] = defaultdict(list)
    for module in sorted(start):
        members[tuple(cut[module] for cut in cuts)].append(module)
    homes = {signature: start[modules[0]] for signature, modules in members.items()}
    state = _State(homes, {signature: len(modules) for signature, modules in members.items()}, len(cuts))
    for _ in range(ROUNDS):
        if not sum(state.improve(signature) for signature in members):
            break
    return by_least({module: state.homes[signature] for signature, modules in members.items() for module in modules})


class _State:
    """Homes of signatures; by cut and group in it how many modules are in each home; the size of each home."""

    def __init__(self, homes: dict[Signature, str], sizes: Mapping[Signature, int], runs: int) -> None:
        self.homes = homes
        self.sizes = sizes
        self.runs = runs
        self.held: Counter[str] = Counter()
        self.within: list[dict[str, Counter[str]]] = [defaultdict(Counter) for _ in range(runs)]
        self.fresh = 0
        for signature, home in homes.items():
            self._put(signature, home, sizes[signature])

    def improve(self, signature: Signature) -> bool:
        """Whether the modules of a signature were moved to a better home, which may be one of their own."""
        own = self.homes[signature]
        self._put(signature, own, -self.sizes[signature])
        together: Counter[str] = Counter()
        for run, group in enumerate(signature):
            together.update(self.within[run][group])
        # in twice the number of cuts, so that all figures are whole
        worth = {home: 2 * together[home] - self.runs * self.held[home] for home in together if self.held[home]}
        best = max(sorted(worth), key=lambda home: (worth[home], home == own), default="")
        if not best or worth[best] < 0:
            self.fresh += 1
            best = own if not self.held[own] else f"{self.fresh}:"
        elif worth.get(own, -1) == worth[best]:
            best = own
        self.homes[signature] = best
        self._put(signature, best, self.sizes[signature])
        return best != own

    def _put(self, signature: Signature, home: str, count: int) -> None:
        self.held[home] += count
        for run, group in enumerate(signature):
            self.within[run][group][home] += count

"""Groups that no user of the application ever meets: what is below its domains, and what puts them together."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping

from analyzer.cluster.cut import Groups
from analyzer.cluster.kernel import PUTS_TOGETHER, Uses
from analyzer.graphs.slices import Slicing
from analyzer.graphs.vocabulary import words_of
from analyzer.model.partition import SHARED
from analyzer.model.place import ModuleName

SERVED = 0.5
"""An application is served when at least this share of its groups answer requests or do tasks; only then are the others told apart."""


def without_infrastructure(homes: Groups, uses: Uses, slicing: Slicing) -> tuple[Groups, dict[ModuleName, str]]:
    """The same groups, where groups of infrastructure are kernel, with the reasons: in layered code all that are silent (no requests, no
    tasks, no data), but slices of a domain in them go to the group that has most of it; in any code the groups that put the rest
    together, and silent ones that only have to do with the kernel."""
    members: dict[str, list[ModuleName]] = defaultdict(list)
    for module in sorted(homes):
        members[homes[module]].append(module)
    members.pop(SHARED, None)
    served = {group for group, modules in members.items() if not uses.doors.isdisjoint(modules)}
    if len(served) < max(2, SERVED * sum(len(modules) > 1 for modules in members.values())):
        return homes, {}
    result, reasons = dict(homes), dict[ModuleName, str]()
    for rule in (_below, _above, _beside):
        for group in sorted(members):
            why = rule(group, members[group], result, uses, served) if rule is not _below or slicing.is_layered else ""
            if why:
                for module in members.pop(group):
                    result[module] = next(_slice_homes(module, homes, served - {group}, slicing), SHARED)
                    if result[module] == SHARED:
                        reasons[module] = why
    return result, reasons


def _below(group: str, modules: Collection[ModuleName], homes: Groups, uses: Uses, served: Collection[str]) -> str:
    is_silent = group not in served and uses.owners.isdisjoint(modules)
    return "in layered code, its group answers no requests, owns no data, and is no slice of a domain" if is_silent else ""


def _above(group: str, modules: Collection[ModuleName], homes: Groups, uses: Uses, served: Collection[str]) -> str:
    used = {homes.get(target, SHARED) for module in modules for target in uses.of[module]} & set(served) - {group}
    users = {homes.get(user, SHARED) for module in modules for user in uses.by[module]} - {group, SHARED}
    if users or not _is_hidden(modules, uses) or len(used) < max(2.0, len(served) / 2):
        return ""
    return f"{PUTS_TOGETHER}: its group uses most others, and none uses it"


def _beside(group: str, modules: Collection[ModuleName], homes: Groups, uses: Uses, served: Collection[str]) -> str:
    around = {homes.get(other, SHARED) for module in modules for other in uses.of[module] | uses.by[module]} - {group, SHARED}
    if around or not _is_hidden(modules, uses) or (group in served and len(modules) > 1):
        return ""
    return "its group only has to do with the shared kernel, answers no requests and owns no data"


def _is_hidden(modules: Collection[ModuleName], uses: Uses) -> bool:
    """Whether modules answer no requests and own no data; they may do tasks, such as commands."""
    return uses.answering.isdisjoint(modules) and uses.owners.isdisjoint(modules)


def _slice_homes(module: ModuleName, homes: Mapping[ModuleName, str], served: Collection[str], slicing: Slicing) -> Iterator[str]:
    """The served groups with the other slices of a module's domain, those with most of them first."""
    votes = Counter(
        homes[other]
        for word in sorted(set(words_of(module.rpartition(".")[2])))
        for other in sorted(slicing.slices.get(word, ()))
        if homes.get(other) in served
    )
    yield from sorted(votes, key=lambda home: (-votes[home], home))

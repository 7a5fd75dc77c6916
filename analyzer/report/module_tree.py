"""The modules of each service as a tree of packages that opens step by step: what the map and the treemap of the page show.

Chains of packages with one member are one step, and a package with very many members shows the largest, the others behind one more
step, so that no step of the way is a hairball.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

MEMBERS = 36
"""Members that a package shows at once; the smallest of more stand together as ``others``."""

FEW = 16
"""A service of at most so many modules opens straight into them."""

DEPTH = 12
"""Steps from a service to its modules, at most; below, packages are not told apart."""

OWN = "__init__"
"""The label of a package's own module among its members."""


@dataclass(slots=True)
class Branch:
    """A package (``module`` is empty), or a module: what it is called inside its parent, its members, and its size in lines."""

    label: str
    module: str = ""
    members: list["Branch"] = field(default_factory=list)
    lines: int = 0

    def below(self) -> Iterator["Branch"]:
        """This branch and all below it, parents first, in the order of the members."""
        stack = [self]
        while stack:
            branch = stack.pop()
            yield branch
            stack += reversed(branch.members)


def tree(label: str, modules: Iterable[str], lines: Mapping[str, int]) -> Branch:
    """A branch of that label over these modules; members by size in lines, the largest first."""
    names = sorted((tuple(name.split(".")), name) for name in modules)
    top = _grown(label, names, 0, lines, DEPTH if len(names) > FEW else 0)
    if top.module:
        top = Branch(label, "", [Branch(top.module.rpartition(".")[2], top.module, [], top.lines)], top.lines)
    return top


def _grown(label: str, names: list[tuple[tuple[str, ...], str]], depth: int, lines: Mapping[str, int], steps: int) -> Branch:
    if len(names) == 1:
        return Branch(label, names[0][1], [], lines.get(names[0][1], 0))
    shared = _shared(names, depth)
    groups: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for parts, name in names:
        rest = parts[shared:]
        groups[".".join(rest[: 1 if steps else None]) or OWN].append((parts, name))
    members = [_member(first, found, shared, lines, steps) for first, found in sorted(groups.items())]
    made = Branch(label, "", members, sum(member.lines for member in members))
    return _limited(made)


def _shared(names: list[tuple[tuple[str, ...], str]], depth: int) -> int:
    """How many leading parts all names share, at least ``depth``; names are sorted, so the first and the last decide."""
    first, last = names[0][0], names[-1][0]
    while depth < min(len(first), len(last)) and first[depth] == last[depth]:
        depth += 1
    return depth


def _member(first: str, names: list[tuple[tuple[str, ...], str]], depth: int, lines: Mapping[str, int], steps: int) -> Branch:
    """A member of a package; its label has all parts that its modules share, so that no step has one way on only."""
    if len(names) == 1:
        return Branch(".".join(names[0][0][depth:]) or OWN, names[0][1], [], lines.get(names[0][1], 0))
    if not steps:
        return _limited(Branch(first, "", [Branch(name, name, [], lines.get(name, 0)) for _, name in names]))
    inner = _shared(names, depth)
    return _grown(".".join(names[0][0][depth:inner]), names, inner, lines, steps - 1)


def _limited(branch: Branch) -> Branch:
    """The branch with at most MEMBERS members, largest first; the others stand together behind one more step, by name."""
    members = sorted(branch.members, key=lambda member: (-member.lines, member.label))
    if len(members) > MEMBERS:
        rest = _chunked(sorted(members[MEMBERS - 1 :], key=lambda member: member.label))
        others = Branch(f"{len(members) - MEMBERS + 1:,} others", "", rest, sum(member.lines for member in rest))
        members = [*members[: MEMBERS - 1], others]
    branch.members = members
    return branch


def _chunked(members: list[Branch]) -> list[Branch]:
    """Members in the order of their names, in as many steps as it takes to show at most MEMBERS at once."""
    while len(members) > MEMBERS:
        chunks = [members[start : start + MEMBERS] for start in range(0, len(members), MEMBERS)]
        members = [Branch(f"{c[0].label} … {c[-1].label}", "", c, sum(m.lines for m in c)) if len(c) > 1 else c[0] for c in chunks]
    return members

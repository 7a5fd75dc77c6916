"""Which names of a module lead to what somebody looks for: uses of all others need not be resolved, nor unpacked."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set

from analyzer.frameworks.bound_names import STARS, bound_names
from analyzer.model.syntax import Use
from analyzer.read.program import Program

Names = dict[str, set[str]]
"""Names by the module that binds them."""


def uses_reaching(program: Program, tops: Set[str], names: Set[str] = frozenset()) -> Iterator[tuple[str, list[Use]]]:
    """Each module, sorted, with its uses whose first name is bound to something of the packages ``tops`` or to one of the full dotted
    names ``names``, or to a module of the code base that has such a name. Modules without such uses are left out, and those that take
    no such name from the modules that they import; one with a star import has all of its uses."""
    direct = _direct(program, tops, names)
    carriers = frozenset(_with_packages(direct))
    handed_on: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for carrier in carriers:
        for module, name in bound_names(program).get(carrier, ()):
            handed_on[module].append((name, carrier))
    taken = _taken(direct, handed_on, carriers)
    starred = frozenset(STARS.modules(program))
    for module in sorted({*direct, *handed_on, *starred} & program.modules.keys()):
        heads, has_stars = direct.get(module, ()), module in starred
        if has_stars or heads or _takes(program, module, handed_on.get(module, ()), taken):
            wanted = {*heads, *(name for name, _ in handed_on.get(module, ()))}
            uses = program.modules[module].uses
            yield module, [use for use in uses if has_stars or use.chain.partition(".")[0].rstrip("()[]") in wanted]


def _direct(program: Program, tops: Set[str], names: Set[str]) -> Names:
    """The names of each module that are bound to what is looked for, its own variables included."""
    found: Names = defaultdict(set)
    for full, places in bound_names(program).items():
        if full in names or full.partition(".")[0] in tops:
            for module, name in places:
                found[module].add(name)
    for module in program.modules:
        if module.partition(".")[0] in tops and program.names.bindings[module].variables:
            found[module].update(program.names.bindings[module].variables)
    for full in names:
        module, _, name = full.rpartition(".")
        if module in program.modules and name in program.names.bindings[module].variables:
            found[module].add(name)
    return found


def _with_packages(modules: Iterable[str]) -> Iterator[str]:
    for module in modules:
        while module:
            yield module
            module = module.rpartition(".")[0]


def _taken(direct: Names, handed_on: dict[str, list[tuple[str, str]]], carriers: Set[str]) -> Names:
    """The attributes of each module that has a name which is looked for, by which that name is reached."""
    taken: Names = defaultdict(set, {module: set(heads) for module, heads in direct.items()})
    for module, pairs in handed_on.items():
        taken[module].update(name for name, _ in pairs)
    for carrier in carriers:
        package, _, name = carrier.rpartition(".")
        taken[package].add(name)
    return taken


def _takes(program: Program, module: str, pairs: Iterable[tuple[str, str]], taken: Names) -> bool:
    """Whether a chain of a module begins with a module and one of its attributes that lead on, judged by the packed text alone."""
    packed = program.modules[module].packed_uses
    for name, carrier in pairs:
        bindings = program.names.bindings.get(carrier)
        if (bindings is not None and bindings.stars) or any(f"{name}.{one}".encode() in packed for one in taken[carrier]):
            return True
    return False

"""Packages of kinds of one thing: those that can go alone do, many small ones are one thing."""

from collections.abc import Sequence
from dataclasses import replace

from analyzer.cluster.blocks import package_blocks, tree_sums
from analyzer.graphs.packages import PackageTree, package_tree
from analyzer.model.codebase import Codebase
from analyzer.model.facts import Definition, DefinitionKind, PackageImport
from analyzer.model.place import ModuleName, QualName
from analyzer.model.syntax import When
from tests.unit.cluster.shop import at, code_base

PLAYERS = "radio.players"
OTHERS = [f"radio.desk.part{number}" for number in range(40)]


def _chain(package: str, length: int) -> list[str]:
    return [f"{package}.step{number}" for number in range(length)]


def _radio(parts: Sequence[Sequence[str]], imports: Sequence[tuple[str, str]] = (), base: str = "radio.api.Player") -> Codebase:
    """Parts of chained modules, the first of each with a class that inherits from ``base``."""
    wanted: dict[str, list[str]] = {module: [] for module in (*OTHERS, "radio.api")}
    for part in parts:
        wanted.update({module: list(part[index + 1 : index + 2]) for index, module in enumerate(part)})
    for importer, target in imports:
        wanted[importer].append(target)
    codebase = code_base(wanted)
    classes = [
        Definition(QualName(f"{part[0]}.Kind"), ModuleName(part[0]), DefinitionKind.CLASS, at(part[0]), 2, (base,)) for part in parts
    ]
    return replace(codebase, facts={**codebase.facts, Definition: tuple(sorted((*codebase.of(Definition), *classes)))})


def _tree(codebase: Codebase) -> PackageTree:
    return package_tree(codebase)


LARGE = [_chain(f"{PLAYERS}.disc", 6), _chain(f"{PLAYERS}.tape", 7), _chain(f"{PLAYERS}.dab", 4)]
SMALL = [_chain(f"{PLAYERS}.kind{number}", 2) for number in range(9)]


def test_kinds_of_some_size_that_do_not_use_each_other_can_go_alone() -> None:
    assert _tree(_radio(LARGE)).families.apart == {PLAYERS: (f"{PLAYERS}.disc", f"{PLAYERS}.tape")}


def test_versions_of_one_thing_stay() -> None:
    assert _tree(_radio([_chain(f"{PLAYERS}.v{number}_0", 6) for number in range(3)])).families.apart == {}


def test_kinds_that_use_each_other_stay() -> None:
    imports = [(LARGE[0][2], LARGE[1][2]), (LARGE[0][3], LARGE[1][3])]
    assert _tree(_radio(LARGE, imports)).families.apart == {}


def test_packages_without_a_base_class_in_common_are_no_family() -> None:
    assert _tree(_radio(LARGE, base="Exception")).families.apart == {}
    assert _tree(_radio(SMALL, base="library.Player")).families.together == frozenset()


def test_many_small_kinds_are_one_thing() -> None:
    tree = _tree(_radio(SMALL))
    assert tree.families.together == {PLAYERS}
    assert PLAYERS in tree.standing


def test_small_kinds_with_libraries_of_their_own_are_integrations() -> None:
    codebase = _radio(SMALL)
    using = tuple(PackageImport(ModuleName(part[0]), "library", When.RUN, at(part[0])) for part in SMALL)
    assert _tree(replace(codebase, facts={**codebase.facts, PackageImport: using})).families.together == frozenset()


def test_a_family_that_is_a_block_comes_apart() -> None:
    codebase = _radio([[*part, "radio.players.rack"] for part in LARGE])
    tree = _tree(codebase)
    ties = {pair: 1.0 for part in LARGE for pair in [(ModuleName(first), ModuleName(PLAYERS + ".rack")) for first in part]}
    blocks = package_blocks(tree_sums(codebase.business, ties, tree), 1.0)
    assert {blocks[ModuleName(part[0])] for part in LARGE} == {f"{PLAYERS}.disc", f"{PLAYERS}.tape", PLAYERS}
    assert blocks[ModuleName("radio.players.rack")] == PLAYERS

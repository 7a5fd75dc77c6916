"""Layers and slices of domains, and the infrastructure around them."""

from analyzer.cluster.infrastructure import without_infrastructure
from analyzer.cluster.kernel import Uses
from analyzer.graphs.packages import package_tree
from analyzer.graphs.slices import NOT_SLICED, Slicing, slicing
from analyzer.model.partition import SHARED
from analyzer.model.place import ModuleName
from tests.unit.cluster.shop import layers, shop

DOMAINS = ("apple", "banana", "cherry")


def seen(pairs: list[tuple[str, str]], anchors: tuple[str, ...] = ()) -> Slicing:
    """The slicing of the modules in these imports."""
    packages: dict[str, list[ModuleName]] = {}
    for module in sorted({module for pair in pairs for module in pair}):
        parts = module.split(".")
        for length in range(1, len(parts)):
            packages.setdefault(".".join(parts[:length]), []).append(ModuleName(module))
    return slicing(
        packages,
        [(ModuleName(first), ModuleName(second)) for first, second in pairs],
        frozenset(ModuleName(module) for module in anchors),
    )


LAYERED = [
    (f"farm.{upper}.{domain}", f"farm.{lower}.{domain}")
    for domain in DOMAINS
    for upper, lower in (("views", "rules"), ("rules", "models"), ("views", "models"))
]


class TestSlicing:
    def test_packages_of_slices_are_layers(self) -> None:
        found = seen(LAYERED)
        assert {"farm.views", "farm.rules", "farm.models"} <= found.layers
        assert set(found.slices) == set(DOMAINS)
        assert found.is_layered
        assert package_tree(layers()).slicing.is_layered

    def test_packages_of_domains_are_not(self) -> None:
        assert package_tree(shop()).slicing == NOT_SLICED

    def test_a_domain_with_layers_of_its_own_is_none(self) -> None:
        inner = [(first.replace("farm", "farm.orchard", 1), second.replace("farm", "farm.orchard", 1)) for first, second in LAYERED]
        found = seen([*inner, *((f"farm.office.m{number}", f"farm.office.m{number + 1}") for number in range(12))])
        assert "farm.orchard.views" in found.layers
        assert {"farm", "farm.orchard"}.isdisjoint(found.layers)
        assert not found.is_layered

    def test_words_that_tie_nobody_are_no_domains(self) -> None:
        pairs = [(f"farm.{domain}.views", f"farm.{domain}.models") for domain in DOMAINS]
        assert seen([*pairs, *((second, first) for first, second in pairs)]) == NOT_SLICED

    def test_packages_in_a_package_are_no_layers_beside_it(self) -> None:
        def inward(module: str) -> str:
            return module.replace("farm.rules", "farm.views.rules").replace("farm.models", "farm.views.models")

        others = [(f"farm.office.m{number}", f"farm.office.m{number + 1}") for number in range(20)]
        found = seen([*((inward(first), inward(second)) for first, second in LAYERED), *others])
        assert found == NOT_SLICED

    def test_what_gathers_a_layer_says_nothing_about_its_modules(self) -> None:
        table = [("farm.views.table", f"farm.views.{part}") for part in (*DOMAINS, "damson", "elder", "fig", "grape")]
        assert "farm.views" in seen([*LAYERED, *table]).layers

    def test_only_domains_with_data_or_requests_are_seeds(self) -> None:
        found = seen(LAYERED, ("farm.models.apple", "farm.views.cherry"))
        assert set(found.domains.values()) == {"apple", "cherry"}
        assert found.domains[ModuleName("farm.rules.apple")] == "apple"
        assert not seen(LAYERED).domains


def uses(pairs: list[tuple[str, str]], doors: str = "", tasks: str = "", owners: str = "") -> Uses:
    names = sorted({name for pair in pairs for name in pair})
    of = {ModuleName(name): frozenset(ModuleName(second) for first, second in pairs if first == name) for name in names}
    by = {ModuleName(name): frozenset(ModuleName(first) for first, second in pairs if second == name) for name in names}
    answering = frozenset(map(ModuleName, doors))
    return Uses(of, by, frozenset(map(ModuleName, owners)), answering | frozenset(map(ModuleName, tasks)), answering)


HOMES = {ModuleName(name): group for name, group in zip("abcdefg", ("x", "x", "y", "y", "main", "main", SHARED), strict=True)}
WIRED = [("a", "b"), ("b", "g"), ("e", "a"), ("e", "c"), ("c", "d"), ("f", "e")]
"""Two groups (a, b and c, d), a kernel (g), and a group (e, f) that uses both."""


def kernel(found: Uses, slicing: Slicing = NOT_SLICED, homes: dict[ModuleName, str] | None = None) -> dict[str, str]:
    """What becomes kernel in three groups, and why."""
    divided, reasons = without_infrastructure(homes or HOMES, found, slicing, {})
    assert {module for module, home in divided.items() if home == SHARED} == {*reasons, ModuleName("g")}
    return {str(module): reason for module, reason in reasons.items()}


class TestInfrastructure:
    def test_what_puts_the_served_groups_together_is_kernel(self) -> None:
        found = kernel(uses(WIRED, "ac"))
        assert sorted(found) == ["e", "f"]
        assert all("puts the application together" in reason for reason in found.values())

    def test_but_not_where_it_answers_requests_or_another_uses_it(self) -> None:
        assert kernel(uses(WIRED, "ace")) == {}
        assert kernel(uses([*WIRED, ("d", "f")], "ac")) == {}

    def test_what_half_of_the_served_groups_use_is_kernel(self) -> None:
        pairs = [("a", "e"), ("c", "f"), ("b", "a"), ("d", "c"), ("b", "g")]
        assert sorted(kernel(uses(pairs, "ac"))) == ["e", "f"]
        assert kernel(uses(pairs, "ac", owners="e")) == {}

    def test_what_only_has_to_do_with_the_kernel_is_kernel_unless_it_owns_data_or_does_tasks(self) -> None:
        pairs = [("a", "b"), ("c", "d"), ("b", "d"), ("e", "f"), ("f", "g")]
        assert sorted(kernel(uses(pairs, "ac"))) == ["e", "f"]
        assert kernel(uses(pairs, "ac", owners="f")) == {}
        assert kernel(uses(pairs, "ac", tasks="f")) == {}

    def test_code_that_is_no_application_keeps_its_groups(self) -> None:
        assert kernel(uses(WIRED)) == {}

    def test_a_small_silent_group_belongs_to_whom_it_is_bound_to_most(self) -> None:
        around = {ModuleName("e"): {ModuleName("a"): 1.0, ModuleName("d"): 2.0}}
        found = uses([("a", "b"), ("c", "d"), ("a", "e"), ("e", "f"), ("d", "g")], "ac")
        divided, _ = without_infrastructure(HOMES, found, NOT_SLICED, around)
        assert divided[ModuleName("f")] == divided[ModuleName("e")] == divided[ModuleName("c")] != divided[ModuleName("a")]

    def test_in_layered_code_a_slice_below_goes_to_its_domain(self) -> None:
        names = {"views.fig": "fig", "views.plum": "plum", "store.fig": "db", "g": "db"}
        homes = {ModuleName(name): home for name, home in names.items()}
        found = uses([("views.fig", "store.fig"), ("views.plum", "g"), ("store.fig", "g")])
        doors = frozenset(list(homes)[:2])
        fig = Slicing(slices={"fig": frozenset({ModuleName("views.fig"), ModuleName("store.fig")})}, is_layered=True)
        served = Uses(found.of, found.by, frozenset(), doors, doors)
        assert "layered" in kernel(served, fig, homes)["g"]
        assert without_infrastructure(homes, served, fig, {})[0][ModuleName("store.fig")] == "store.fig"

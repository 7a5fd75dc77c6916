"""How the stability benchmark counts."""

from analyzer.model.facts import Definition, Import
from analyzer.model.partition import Partition, Placement
from analyzer.model.place import ModuleName
from benchmarks.boundaries.stability import firmness, lessened, moved
from tests.unit.cluster.shop import shop


def homes(**named: str) -> dict[ModuleName, str]:
    return {ModuleName(module): home for module, home in named.items()}


class TestMoved:
    def test_names_of_services_do_not_matter(self) -> None:
        assert moved(homes(a="x", b="x", c="y"), homes(a="one", b="one", c="two")) == 0

    def test_a_module_that_goes_elsewhere_counts(self) -> None:
        assert moved(homes(a="x", b="x", c="x", d="y"), homes(a="x", b="x", c="y", d="y")) == 0.25

    def test_a_service_becomes_only_one(self) -> None:
        assert moved(homes(a="x", b="x", c="y", d="y"), homes(a="all", b="all", c="all", d="all")) == 0.5


def test_a_code_base_with_fewer_modules_does_not_name_them() -> None:
    gone = ModuleName("shop.orders.models")
    rest = lessened(shop(), frozenset({gone}))
    assert gone in shop().modules
    assert gone not in rest.modules
    assert not [fact for fact in rest.of(Import) if gone in (fact.importer, fact.target, fact.resolved)]
    assert not [fact for fact in rest.of(Definition) if fact.module == gone]


def test_clear_domains_stand_firm() -> None:
    firm = firmness(shop())
    assert firm.agreement > 0.99
    assert firm.moved < 0.1
    assert firm.moved_on == firm.moved_on_by_import == 0
    assert 0 < firm.time < 1


def test_modules_with_little_confidence_are_marked() -> None:
    sure, unsure = (Placement(ModuleName(name), "x", confidence, "why") for name, confidence in (("a", 0.5), ("b", 0.49)))
    assert Partition((sure, unsure), "test").uncertain == (ModuleName("b"),)

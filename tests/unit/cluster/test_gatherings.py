"""Packages that only gather domains, that are domains as they stand, and that hold one side of all."""

from analyzer.graphs.gatherings import compact, gatherings, one_sided, standing
from analyzer.model.place import ModuleName
from tests.unit.cluster.shop import tree

DOMAINS = [f"app.projects.{domain}.{part}" for domain in ("issues", "wiki", "epics") for part in ("models", "views", *map(str, range(16)))]
REST = [f"app.{name}.{part}" for name in ("users", "mail", "billing", "search", "feeds", "stats") for part in range(8)]
OWNERS = {ModuleName(module) for module in DOMAINS if module.endswith("models")}
ANSWERING = {ModuleName(module) for module in DOMAINS if module.endswith("views")}


def test_a_package_mostly_of_domains_gathers_them_and_the_application_itself_does_not() -> None:
    assert gatherings(tree(*DOMAINS, "app.projects.models", *REST), OWNERS, ANSWERING) == {"app.projects"}
    assert gatherings(tree(*DOMAINS, "app.projects.models"), OWNERS, ANSWERING) == frozenset()


def test_two_domains_or_domains_that_are_little_of_a_package_are_not_enough() -> None:
    assert gatherings(tree(*DOMAINS[:36], *REST), OWNERS, ANSWERING) == frozenset()
    own = [f"app.projects.core.part{number}" for number in range(60)]
    assert gatherings(tree(*DOMAINS, *own, *REST), OWNERS, ANSWERING) == frozenset()


def test_what_only_owns_data_or_only_answers_is_no_domain() -> None:
    assert gatherings(tree(*DOMAINS, *REST), OWNERS, set()) == frozenset()
    assert gatherings(tree(*DOMAINS, *REST), set(), ANSWERING) == frozenset()


def test_what_is_no_larger_than_one_service_is_a_domain_with_its_parts() -> None:
    few = [module for module in DOMAINS if module.endswith(("models", "views", "10", "11"))]
    assert gatherings(tree(*few, *REST), OWNERS, ANSWERING) == frozenset()


def test_an_application_that_owns_data_and_answers_is_a_domain_however_many_use_it() -> None:
    packages = tree(*DOMAINS, *REST)
    tables = dict.fromkeys(OWNERS, 3)
    routes = dict.fromkeys(ANSWERING, 3)
    assert standing(packages, tables, routes) == {"app.projects.issues", "app.projects.wiki", "app.projects.epics"}
    assert standing(packages, tables, {}) == frozenset()
    assert standing(packages, dict.fromkeys(OWNERS, 1), dict.fromkeys(ANSWERING, 1)) == frozenset(), "two in eighteen modules"
    assert standing(tree(*DOMAINS[:18]), tables, routes) == frozenset(), "all that there is"


SIDES = [f"app.{layer}.{domain}.{part}" for layer in ("rows", "pages") for domain in ("issues", "wiki", "epics") for part in ("a", "b")]


def test_all_tables_in_one_package_and_all_routes_in_another_are_layers_where_domains_are_packages_in_them() -> None:
    tables = {ModuleName(module): 1 for module in SIDES if ".rows." in module}
    routes = {ModuleName(module): 1 for module in SIDES if ".pages." in module}
    assert one_sided(tree(*SIDES, *REST), tables, routes) == {"app.rows", "app.pages"}
    deeper = [module.replace("app.rows", "app.store.rows") for module in SIDES]
    stored = {ModuleName(module): 1 for module in deeper if ".rows." in module}
    assert one_sided(tree(*deeper, *REST), stored, routes) == {"app.store", "app.store.rows", "app.pages"}
    assert one_sided(tree(*SIDES, *REST), tables, {}) == frozenset(), "no routes are known"
    flat = {ModuleName(f"app.rows.{name}"): 1 for name in ("issues", "wiki", "epics")}
    assert "app.rows" not in one_sided(tree(*flat, *SIDES[6:], *REST), flat, routes)
    mixed = {**routes, ModuleName(SIDES[0]): 1}
    assert "app.rows" not in one_sided(tree(*SIDES, *REST), tables, mixed)


def test_a_package_of_parts_that_are_too_small_to_be_services_stays_whole() -> None:
    small = [f"app.alerts.{part}.step{number}" for part, size in (("rules", 4), ("sending", 5), ("keeping", 6)) for number in range(size)]
    assert compact(tree(*small, *REST), set()) == {"app.alerts"}
    assert compact(tree(*small, "app.alerts.keeping.more", "app.alerts.rules.more", "app.alerts.rules.most", *REST), set()) == frozenset()
    assert compact(tree(*small, *REST), {ModuleName(small[0]), ModuleName(small[-1])}) == frozenset(), "two of them serve"
    assert compact(tree(*small), set()) == frozenset(), "most of the code is more than one service"

"""Packages that only gather domains."""

from analyzer.graphs.gatherings import gatherings
from analyzer.model.place import ModuleName


def tree(*modules: str) -> dict[str, list[ModuleName]]:
    members: dict[str, list[ModuleName]] = {}
    for module in modules:
        parts = module.split(".")
        for length in range(1, len(parts)):
            members.setdefault(".".join(parts[:length]), []).append(ModuleName(module))
    return members


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

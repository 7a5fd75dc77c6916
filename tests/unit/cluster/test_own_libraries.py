"""Packages whose modules do not use each other but a library of their own."""

from analyzer.graphs.own_libraries import around_libraries
from analyzer.model.place import ModuleName
from tests.unit.cluster.shop import tree

CLOUD = [f"app.tasks.cloud.task{number}" for number in range(10)]
MAIL = [f"app.tasks.mail.task{number}" for number in range(30)]
MEMBERS = tree(*CLOUD, *MAIL, "app.shared.cloud", "app.shared.text")


def _pairs(users: list[str], library: str) -> list[tuple[ModuleName, ModuleName]]:
    return [(ModuleName(user), ModuleName(library)) for user in users]


def test_a_package_around_a_library_of_its_own_is_a_domain() -> None:
    assert around_libraries(MEMBERS, _pairs(CLOUD, "app.shared.cloud")) == {"app.tasks.cloud"}


def test_what_others_use_as_well_is_nobodys_own() -> None:
    assert around_libraries(MEMBERS, _pairs([*CLOUD, *MAIL], "app.shared.text")) == set()


def test_a_library_of_a_few_says_nothing() -> None:
    assert around_libraries(MEMBERS, _pairs(CLOUD[:7], "app.shared.cloud")) == set()
    assert around_libraries(MEMBERS, _pairs(MAIL[:10], "app.shared.text")) == set()


def test_what_lies_in_a_package_makes_no_domain_of_it() -> None:
    assert around_libraries(MEMBERS, _pairs(CLOUD[1:], CLOUD[0])) == set()


def test_most_of_the_code_is_no_domain() -> None:
    assert around_libraries(MEMBERS, _pairs(MAIL, "app.shared.text")) == set()

from analyzer.extract.distributions import dependencies, unimported
from analyzer.model.place import Location
from analyzer.model.surface import Requirement


def declared(*lines: str, path: str = "requirements.txt", pin: bool = False) -> list[Requirement]:
    """Requirements written ``name specifier``."""
    split = [line.partition(" ") for line in lines]
    return [Requirement(name, specifier, pin, Location(path, number)) for number, (name, _, specifier) in enumerate(split, 1)]


def test_versions_come_from_the_lock_before_the_declaration() -> None:
    known = [*declared("flask >=2", "redis >=5"), *declared("flask ==3.1.0", "click ==8.1.0", path="lock.txt", pin=True)]
    found = dependencies({"flask": False, "redis": False}, ["gunicorn"], known)
    assert [need.line for need in found.needs] == ["flask==3.1.0", "gunicorn", "redis>=5"]
    assert found.constraints == ("click==8.1.0",)
    assert found.notes == ()


def test_what_nobody_declares_is_a_guess_with_a_note_and_optional_ones_are_left_out() -> None:
    found = dependencies({"nobody": False, "perhaps": True}, [], [])
    assert [need.line for need in found.needs] == ["nobody"]
    assert "`nobody`" in found.notes[0]


def test_what_modules_are_called_like_is_no_distribution_unless_it_is_declared() -> None:
    found = dependencies({"models": False}, [], [], own_names=["models"])
    assert found.needs == ()
    assert "`models`" in found.notes[0]
    assert [need.line for need in dependencies({"models": False}, [], declared("models ==1.0"), own_names=["models"]).needs] == [
        "models==1.0"
    ]


def test_drivers_and_brokers_come_along_when_declared() -> None:
    known = declared("sqlalchemy ", "celery ", "psycopg2-binary ==2.9", "redis ", "flask ")
    found = dependencies({"sqlalchemy": False, "celery": False}, [], known)
    assert [need.line for need in found.needs] == ["celery", "psycopg2-binary==2.9", "redis", "sqlalchemy"]


def test_requirements_that_exclude_each_other_are_noted_and_the_nearest_wins() -> None:
    known = [*declared("tool <2", path="requirements/billing.txt"), *declared("tool >=2", path="requirements/orders.txt")]
    billing = dependencies({"tool": False}, [], known, frozenset({"billing"}))
    orders = dependencies({"tool": False}, [], known, frozenset({"orders"}))
    assert [billing.needs[0].line, orders.needs[0].line] == ["tool<2", "tool>=2"]
    assert "exclude each other" in billing.notes[0]
    compatible = dependencies({"tool": False}, [], [*declared("tool <2"), *declared("tool >=1.5", path="b.txt")])
    assert (compatible.needs[0].line, compatible.notes) == ("tool<2,>=1.5", ())


def test_a_lock_that_breaks_the_nearest_requirement_is_not_followed() -> None:
    known = [*declared("tool <2", path="requirements/billing.txt"), *declared("tool ==2.5", path="lock.txt", pin=True)]
    assert dependencies({"tool": False}, [], known, frozenset({"billing"})).needs[0].line == "tool<2"
    assert dependencies({"tool": False}, [], known, frozenset({"orders"})).needs[0].line == "tool==2.5"


def test_extras_and_markers_are_kept() -> None:
    one = Requirement("psycopg", ">=3", False, Location("r.txt", 1), ("binary",), 'python_version >= "3.9"')
    assert dependencies({"psycopg": False}, [], [one]).needs[0].line == 'psycopg[binary]>=3 ; python_version >= "3.9"'


def test_what_joins_two_needed_packages_comes_along_though_nothing_imports_it() -> None:
    known = declared("flask-marshmallow ", "marshmallow-sqlalchemy ", "sqlalchemy ", "flask-sqlalchemy ", "marshmallow-enum ", "black ")
    grouped = Requirement("sqlalchemy-marshmallow", "", False, Location("pyproject.toml", 9), group="dev")
    nobody = unimported([*known, grouped], {"flask_marshmallow", "sqlalchemy", "flask_sqlalchemy"})
    assert nobody == {"black", "marshmallow-enum", "marshmallow-sqlalchemy"}
    lock = declared("sqlalchemy ==2.0.31", path="lock.txt", pin=True)
    assert unimported([*declared("flask-sqlalchemy "), *lock], {"sqlalchemy"}) == {"flask-sqlalchemy"}
    both = dependencies({"flask_marshmallow": False, "sqlalchemy": False}, [], known, unimported=nobody)
    assert [need.name for need in both.needs] == ["flask-marshmallow", "marshmallow-sqlalchemy", "sqlalchemy"]
    assert both.needs[1].why == "joins marshmallow and sqlalchemy without an import"
    one = dependencies({"flask_marshmallow": False}, [], known, unimported=nobody)
    assert [need.name for need in one.needs] == ["flask-marshmallow"]

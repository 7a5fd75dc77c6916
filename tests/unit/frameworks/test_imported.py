"""The cheap questions never lose anything: what may name a class is a superset of what does."""

from pathlib import Path

from analyzer.frameworks.imported import imports_any, words_for
from tests.specs.run_specs import program_of

FILES = {
    "shop/web.py": "import flask as f\nfrom flask import Flask as Base\n\n\nclass Server(Base):\n    pass\n\n\nAlias = Server\n",
    "shop/main.py": "from shop.web import Server as Site\n\n\nclass Deep(Site):\n    pass\n",
    "shop/other.py": "def flask():\n    return 1\n",
}


def _program(root: Path):  # type: ignore[no-untyped-def]  # the type is that of program_of
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return program_of(root)


def test_imported_packages_and_own_ones_are_known(tmp_path: Path) -> None:
    program = _program(tmp_path)
    assert imports_any(program, "flask")
    assert imports_any(program, "django", "shop")
    assert not imports_any(program, "django", "shop.web")


def test_aliases_and_subclasses_of_subclasses_may_name_a_class(tmp_path: Path) -> None:
    assert words_for(_program(tmp_path), ["flask.Flask"]) == {"Flask", "Base", "Server", "Alias", "Site", "Deep"}

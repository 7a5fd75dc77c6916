"""Modules that a framework imports by convention, with no import statement anywhere."""

from collections.abc import Iterable, Mapping

from analyzer.model.place import ModuleName

_OF_AN_APP = ("apps", "models", "admin", "tasks", "translation")
_FOLDERS_OF_AN_APP = ("models", "templatetags")


def companions(module: ModuleName, installed: frozenset[str], children: Mapping[str, tuple[ModuleName, ...]]) -> Iterable[ModuleName]:
    """The modules that come with a held module: those of an installed Django application's package that Django itself
    looks for (models, admin, template tags, tasks), and every module of such a sub-package."""
    parent, _, last = module.rpartition(".")
    if module in installed:
        return [child for child in children.get(module, ()) if child.rpartition(".")[2] in (*_OF_AN_APP, *_FOLDERS_OF_AN_APP)]
    if last in _FOLDERS_OF_AN_APP and parent in installed:
        return children.get(module, ())
    return ()

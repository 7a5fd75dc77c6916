"""Which application object a service starts, and with which settings."""

import ast
from collections.abc import Callable, Iterable

from analyzer.extract.code_index import CodeIndex
from analyzer.extract.source_text import tree_at
from analyzer.extract.stacks import PLAIN, STACKS, Stack
from analyzer.model.codebase import Codebase
from analyzer.model.facts import StringReference
from analyzer.model.partition import SHARED
from analyzer.model.place import ModuleName
from analyzer.model.source import FileKind
from analyzer.model.surface import Application, Endpoint

DJANGO_KEY = "DJANGO_SETTINGS_MODULE"


def stack_of(framework: str) -> Stack:
    """The stack that serves a framework's applications."""
    return next((stack for stack in STACKS if framework in stack.frameworks), PLAIN)


def chosen_application(service: str, codebase: Codebase, code: CodeIndex) -> Application | None:
    """The application that a service starts: one that can be made without arguments and imported by name, of the framework
    with the most routes; its own before the kernel's before others'; a factory before an object; then by name."""
    routes: dict[str, int] = {}
    for endpoint in codebase.outside_tests(Endpoint):
        routes[endpoint.framework] = routes.get(endpoint.framework, 0) + 1
    usable = [one for one in codebase.of(Application) if _is_usable(one, code)]
    places = {service: 0, SHARED: 1}

    def preference(one: Application) -> tuple[int, int, bool, int, Application]:
        return (-routes.get(one.framework, 0), places.get(code.home(one.module), 2), not one.is_factory, one.module.count("."), one)

    return min(usable, key=preference, default=None)


def _is_usable(one: Application, code: CodeIndex) -> bool:
    file = code.files.get(one.module)
    if file is None or file.kind is FileKind.TEST or one.required or stack_of(one.framework) is PLAIN:
        return False
    return all(part.isidentifier() for part in [*one.module.split("."), *one.attribute.split(".")] if part)


def django_settings(codebase: Codebase, code: CodeIndex, sources: Callable[[str], bytes]) -> ModuleName | None:
    """The settings module of a Django project: the one that its entry points name. Where none does, since the environment is to
    name it, the one of those that set ``ROOT_URLCONF`` that stands first (``base`` is what ``test`` and ``ci`` build on), else
    the shortest called ``settings``."""
    named = [fact.target_module for fact in codebase.of(StringReference) if DJANGO_KEY in fact.via or "environ.setdefault" in fact.via]
    called = [module for module in code.files if "settings" in module and code.files[module].kind is not FileKind.TEST]
    setting = [module for module in called if _sets_root(code.files[module].path, sources)] if not named else []
    shortest = [module for module in called if "settings" in module.rpartition(".")[2]]
    return _first([name for name in named if "settings" in name] or named) or _first(setting) or _first(shortest)


def _sets_root(path: str, sources: Callable[[str], bytes]) -> bool:
    """Whether a module says itself where the routes of a Django project begin."""
    tree = tree_at(path, sources)
    assigned = [target for node in (tree.body if tree else ()) if isinstance(node, ast.Assign) for target in node.targets]
    return any(isinstance(target, ast.Name) and target.id == "ROOT_URLCONF" for target in assigned)


def _first(names: Iterable[ModuleName]) -> ModuleName | None:
    return min(names, key=lambda name: (name.count("."), name), default=None)

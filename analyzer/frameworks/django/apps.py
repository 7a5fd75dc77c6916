"""Applications of a Django project: which package is which app, and under what label."""

from collections.abc import Iterator

from analyzer.frameworks.constants import text_of
from analyzer.frameworks.note import Note
from analyzer.frameworks.orm.declarations import Declarations
from analyzer.frameworks.orm.expressions import inside, text
from analyzer.model.syntax import Assignment, Expr, Text
from analyzer.read.program import Program

CONFIGS = ("django.apps.AppConfig", "django.apps.config.AppConfig")
MODEL_MODULES = ("models", "abstract_models")
TESTS = frozenset({"test", "tests", "testing"})


class Apps:
    """Labels by app package: from ``AppConfig`` classes, else the last name of what ``INSTALLED_APPS`` lists."""

    def __init__(self, declarations: Declarations) -> None:
        self.labels: dict[str, str] = {}
        program = declarations.program
        self.modules = program.modules
        for _, one, _ in settings(program, "APPS"):
            for name in texts(one.value):
                if name in program.modules:
                    self.labels.setdefault(name, name.rpartition(".")[2])
        for name in sorted(declarations.classes):
            if any(base in CONFIGS for base in declarations.lineage(name)):
                self._configured(declarations, name)

    def _configured(self, declarations: Declarations, name: str) -> None:
        package, label = declarations.member(name, "name"), declarations.member(name, "label")
        declared = declarations.classes[name]
        app = text_of(declarations.program, declared.module, declared.local, package.value) if package is not None else None
        if app:
            self.labels[app] = (text(label.value) if label is not None else "") or app.rpartition(".")[2]

    def label(self, module: str) -> str:
        """The label of the app that a module belongs to: the nearest known package, or one with models and migrations; else the one
        that holds its models."""
        package = module
        while package:
            if package in self.labels:
                return self.labels[package]
            if f"{package}.migrations" in self.modules and f"{package}.models" in self.modules:
                return package.rpartition(".")[2]
            package = package.rpartition(".")[0]
        parts = module.split(".")
        at = next((position for position, part in enumerate(parts) if part in MODEL_MODULES and position), len(parts) - 1)
        return parts[at - 1] if at else parts[0]


def settings(program: Program, suffix: str) -> Iterator[tuple[str, Assignment, str]]:
    """Module-level assignments to names in capitals that end in ``suffix``: (module, assignment, path), sorted by module."""
    for module in sorted(module for module, targets in CAPITALS.of(program) if any(target.endswith(suffix) for target in targets)):
        syntax = program.modules[module]
        for one in syntax.assignments:
            if (target := _capital(one)) and target.endswith(suffix):
                yield module, one, syntax.path


def _capital(one: Assignment) -> str:
    target = one.target.removesuffix(" +=")
    return target if not one.scope and target.isupper() else ""


def _capitals(program: Program, module: str) -> tuple[str, ...]:
    return tuple(sorted({target for one in program.modules[module].assignments if (target := _capital(one))}))


CAPITALS = Note("assignments to names in capitals", _capitals)


def texts(expr: Expr) -> tuple[str, ...]:
    """Every plain string in an expression, in order."""
    return tuple(part.value for part in inside(expr) if isinstance(part, Text) and not part.is_pattern)


def setting(program: Program, name: str) -> str:
    """The string that a setting holds in the first module (by name, those of tests last) that gives it one, or ``""``.

    Of several values in one module the last counts, as it does when the module runs.
    """
    found = {module: text(one.value) for module, one, _ in settings(program, name) if one.target == name and text(one.value)}
    return found[min(found, key=lambda module: (bool(TESTS.intersection(module.split("."))), module))] if found else ""

"""Management commands of Django: modules in ``management/commands`` of an application."""

from collections.abc import Iterator

from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.surface import Task
from analyzer.read.program import Program

FOLDER = ".management.commands."


def management_commands(program: Program) -> Iterator[Task]:
    """A task for each such module with a class ``Command``; the name is the module's."""
    for module in sorted(one for one in program.modules if FOLDER in one):
        name = module.rpartition(FOLDER)[2]
        held = program.class_syntax(f"{module}.Command")
        if held is not None and name.isidentifier() and not name.startswith("_"):
            at = Location(program.modules[module].path, held.line)
            yield Task(name, QualName(f"{module}.Command"), ModuleName(module), "django-command", at)

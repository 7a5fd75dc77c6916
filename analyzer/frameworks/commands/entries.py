"""Entry points: what other programs start or load by name, and the modules that load a group of them."""

from collections.abc import Iterator

from analyzer.frameworks.constants import text_of
from analyzer.frameworks.kept_sites import sites_named
from analyzer.model.facts import StringReference
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.surface import Task
from analyzer.read.program import Program

SCRIPTS = frozenset({"console_scripts", "gui_scripts"})
LOADERS = frozenset(
    {
        *("entry_points", "iter_entry_points", "get_group_all", "get_group_named"),
        *(
            "ExtensionManager",
            "DriverManager",
            "NamedExtensionManager",
            "EnabledExtensionManager",
            "HookManager",
            "DispatchExtensionManager",
        ),
    }
)
"""Calls that load a group of entry points: of importlib.metadata, pkg_resources, entrypoints and stevedore."""


def entry_points(program: Program) -> Iterator[Task | StringReference]:
    """A task for each entry point into the code base; a string reference from each module that loads its group."""
    loaders = dict(_loaders(program)) if program.entry_points else {}
    for one in program.entry_points:
        module, _, attribute = one.target.partition(":")
        if module not in program.modules:
            continue
        found = program.names.export(module, attribute.partition(".")[0]) if attribute else module
        rest = attribute.partition(".")[2]
        full = f"{found}.{rest}" if rest and found else found or one.target.replace(":", ".")
        home = ModuleName(program.defined_in(full) or module)
        is_script = one.group in SCRIPTS
        name, framework = (one.name, "script") if is_script else (f"{one.group}:{one.name}", "entry-point")
        yield Task(name, QualName(full), home, framework, one.at)
        if one.group in loaders and loaders[one.group][0] != home:
            loader, at = loaders[one.group]
            yield StringReference(ModuleName(loader), home, one.target, one.group, at)


def _loaders(program: Program) -> Iterator[tuple[str, tuple[str, Location]]]:
    """Group to the module that loads it (the last one by name, where several do)."""
    for syntax, site in sorted(sites_named(program, LOADERS), key=lambda one: one[0].module, reverse=True):
        for key in ("group", "namespace"):
            group = text_of(program, syntax.module, site.scope, site.call.argument(0, key))
            if group:
                yield group, (syntax.module, Location(syntax.path, site.call.line))

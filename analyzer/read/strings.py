"""Strings that name code: dotted paths, ``module:attribute``, whatever they are given to."""

from collections.abc import Iterable, Iterator

from analyzer.model.facts import StringReference
from analyzer.model.place import Location, ModuleName
from analyzer.read.names import NameTable

NOT_CODE = (
    *("logger", "logging", "metric", "gauge", "incr", "timing", "counter", "histogram", "statsd", "deprecat", "warn", "debug", "info"),
    *("error", "critical", "exception"),
)
"""Parts of the names of what strings are given to that make them names of loggers, of metrics, or messages."""

OWN_NAME = frozenset({"name =", "label =", "app_label =", "verbose_name =", "__package__ =", "prog =", "package ="})
"""Where code tells its own name: of an application, of a command."""

IMPORTING = ("import", "include", "load", "autodiscover", "discover", "scan", "require", "plugin", "module", "_apps", "root_")
"""Parts of the names of what takes a package for its own sake, not as the start of something longer."""

REPLACING = frozenset({"patch", "object", "setattr", "replace", "dict"})
"""Calls that mean the attribute of the module that is named, and not what it stands for."""


def link_strings(names: NameTable, modules: Iterable[str]) -> Iterator[StringReference]:
    """Strings that name exactly one module or definition of the code base, other than the module that holds them.

    Names given to loggers and metrics are left out, an application's own name, and strings that only name a package, unless they are
    imported. What is re-exported is followed to its definition; in tests, ``patch("a.b.c")`` means module ``a.b``.
    """
    for module in modules:
        syntax = names.modules[module]
        seen: set[tuple[str, str]] = set()
        for literal in syntax.literals:
            value = literal.value
            if value.partition(".")[0].partition(":")[0] not in names.tops:
                continue
            dotted = names.roots.meant(module, value.replace(":", "."), names.modules)
            target = _named(names, dotted, literal.call, module)
            if target and target != module and (target, value) not in seen:
                seen.add((target, value))
                at = Location(syntax.path, literal.line)
                yield StringReference(ModuleName(module), ModuleName(target), value[:200], literal.call, at)


def _named(names: NameTable, dotted: str, via: str, module: str) -> str:
    """The module that a dotted string means, or ``""``."""
    last = via.rpartition(".")[2]
    if any(word in last.lower() for word in NOT_CODE) and "class" not in last.lower() and "handler" not in last.lower():
        return _of_definition(names, dotted, last) if last.startswith("LOGGING") else ""
    if "{}" in dotted:
        prefix = dotted.partition("{}")[0].rpartition(".")[0]
        return prefix if prefix in names.modules and "." in prefix else ""
    if "." not in dotted:
        return ""
    if dotted not in names.modules:
        return _of_definition(names, dotted, last)
    if last in OWN_NAME and f"{module}.".startswith(f"{dotted}."):
        return ""
    return dotted if not names.modules[dotted].is_package or any(word in via.lower() for word in IMPORTING) else ""


def _of_definition(names: NameTable, dotted: str, last: str) -> str:
    """The module of the definition that a string names: exactly, or as an attribute of something that a module has."""
    home = names.defined_in(dotted)
    if not home or home == dotted:
        return ""
    if names.is_known(dotted):
        return home
    if "." not in home:
        return ""
    first = dotted[len(home) + 1 :].partition(".")[0]
    full = names.export(home, first)
    if not full and not names.binds(home, first):
        return ""
    return home if last in REPLACING else names.defined_in(full) or home

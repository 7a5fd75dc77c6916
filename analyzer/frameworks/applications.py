"""Applications: module-level objects, and factories that create and return one."""

from collections.abc import Iterator

from analyzer.frameworks.bound_values import bound_values
from analyzer.frameworks.objects import Held, Objects
from analyzer.model.place import Location, ModuleName
from analyzer.model.surface import Application
from analyzer.model.syntax import FunctionSyntax, ModuleSyntax


def applications(objects: Objects, kind: str, framework: str) -> Iterator[Application]:
    """Every application of one kind: ``module.attribute`` at module level, or a module-level function that returns one."""
    for module in _candidates(objects, kind):
        syntax = objects.program.modules[module]
        yield from _variables(objects, syntax, kind, framework)
        for function in syntax.functions:
            if "." not in function.name and not function.is_generator and _is_factory(objects, syntax, function, kind):
                required = tuple(one.name for one in function.parameters if not one.has_default and not one.star)
                at = Location(syntax.path, function.line)
                yield Application(framework, ModuleName(syntax.module), function.name, True, required, at)


def _candidates(objects: Objects, kind: str) -> list[str]:
    """The modules with a call or name that may mean an application at all, judged by last names alone; sorted."""
    if not any(held.kind == kind for held in objects.held.values()):
        return []
    known = bound_values(objects.program)
    words: set[str] = set()
    waiting = list(objects.words)
    found: set[str] = set()
    while waiting:
        word = waiting.pop()
        if word not in words:
            words.add(word)
            for module, name in known.get(word, ()):
                found.add(module)
                waiting.append(name.rpartition(".")[2])
    return sorted(found)


def _variables(objects: Objects, syntax: ModuleSyntax, kind: str, framework: str) -> Iterator[Application]:
    for one in syntax.assignments:
        if not one.scope and "." not in one.target and any(held.kind == kind for held in objects.of(syntax.module, "", one.value)):
            yield Application(framework, ModuleName(syntax.module), one.target, False, (), Location(syntax.path, one.line))


def _is_factory(objects: Objects, syntax: ModuleSyntax, function: FunctionSyntax, kind: str) -> bool:
    found = (held for value in function.returned for held in objects.of(syntax.module, function.name, value))
    return any(held.kind == kind and _is_made_in_function(held) for held in found)


def _is_made_in_function(held: Held) -> bool:
    return bool(held.scope)

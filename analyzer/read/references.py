"""Uses of names to references between definitions, and the definitions themselves."""

from collections.abc import Iterable, Iterator

from analyzer.model.facts import Definition, DefinitionKind, Reference
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.syntax import ClassSyntax, FunctionSyntax, ModuleSyntax, UseKind
from analyzer.read.annotations import annotation_text
from analyzer.read.names import NameTable, chain_of
from analyzer.read.targets import Targets

KINDS = {str(kind): kind for kind in UseKind}
CALLED = str(UseKind.CALL)


def link_references(names: NameTable, modules: Iterable[str]) -> Iterator[Reference]:
    """Every resolved reference of every module, sorted by module; aggregated per (source, target, kind)."""
    for module in modules:
        # What was found out for one module is not told to the next: the answer would hang on which modules came before.
        yield from _module_references(names, Targets(names), names.modules[module])


def _module_references(names: NameTable, targets: Targets, syntax: ModuleSyntax) -> Iterator[Reference]:
    seen: dict[tuple[QualName, QualName, str], tuple[int, bool, int]] = {}
    module, path = ModuleName(syntax.module), syntax.path
    last_scope, source = "", QualName(module)
    touched_by = targets.of
    for scope, chain, kind, times, in_loop, line in syntax.used:
        touched = touched_by(module, chain, scope)
        if not touched:
            continue
        if scope != last_scope:
            last_scope, source = scope, QualName(f"{module}.{scope}" if scope else module)
        last = touched[-1]
        for target in touched:
            if target in (module, source) or (source.startswith(target) and source[len(target)] == "."):
                continue
            # The variable that holds an object is used like the member of its class: called, decorated with, written.
            key = (source, target, kind if target is last or target in targets.instances else CALLED)
            known = seen.get(key)
            if known is None:
                seen[key] = times, in_loop, line
            else:
                seen[key] = known[0] + times, known[1] or in_loop, min(known[2], line)
    for key in sorted(seen):
        source, target, kind = key
        times, in_loop, line = seen[key]
        home = ModuleName(names.defined_in(target))
        yield Reference(source, module, target, home, KINDS[kind], times, in_loop, Location(path, line))


def link_definitions(names: NameTable, modules: Iterable[str]) -> Iterator[Definition]:
    """Every class, function, method and module variable, sorted by module."""
    for module in modules:
        syntax = names.modules[module]
        functions = {one.name for one in syntax.functions}
        classes = {one.name for one in syntax.classes}
        for one in syntax.classes:
            yield _class(names, syntax, one)
        for function in syntax.functions:
            outer = function.name.rpartition(".")[0]
            if outer not in functions:
                yield _function(names, syntax, function, DefinitionKind.METHOD if outer in classes else DefinitionKind.FUNCTION)
        for name, assignment in sorted(names.bindings[module].variables.items()):
            if name.isidentifier() and name not in functions and name not in classes:
                at = Location(syntax.path, assignment.line)
                yield Definition(QualName(f"{module}.{name}"), ModuleName(module), DefinitionKind.VARIABLE, at, assignment.line)


def _class(names: NameTable, syntax: ModuleSyntax, one: ClassSyntax) -> Definition:
    name = QualName(f"{syntax.module}.{one.name}")
    decorators = tuple(_resolved(names, syntax.module, decorator) for decorator in one.decorators)
    at = Location(syntax.path, one.line)
    exported = one.name in (syntax.exports or ())
    home = ModuleName(syntax.module)
    return Definition(name, home, DefinitionKind.CLASS, at, one.end_line, names.bases(name), decorators, is_exported=exported)


def _function(names: NameTable, syntax: ModuleSyntax, one: FunctionSyntax, kind: DefinitionKind) -> Definition:
    decorators = tuple(_resolved(names, syntax.module, decorator) for decorator in one.decorators)
    parameters = tuple(parameter.star + parameter.name for parameter in one.parameters)
    at = Location(syntax.path, one.line)
    annotations = tuple(annotation_text(parameter.annotation) for parameter in one.parameters)
    returns = annotation_text(one.returns) or ("" if one.returned or one.is_generator else "None")
    name = QualName(f"{syntax.module}.{one.name}")
    home = ModuleName(syntax.module)
    exported = one.name in (syntax.exports or ())
    return Definition(name, home, kind, at, one.end_line, (), decorators, parameters, annotations, returns, one.is_generator, exported)


def _resolved(names: NameTable, module: str, decorator: object) -> str:
    chain = chain_of(decorator)  # type: ignore[arg-type]  # any summary is a legal argument
    return names.resolve(module, chain.removesuffix("()")) or chain.removesuffix("()")

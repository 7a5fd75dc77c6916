"""Uses of names to references between definitions, and the definitions themselves."""

from collections.abc import Iterable, Iterator

from analyzer.model.facts import Definition, DefinitionKind, Reference
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.syntax import ClassSyntax, FunctionSyntax, ModuleSyntax, UseKind
from analyzer.read.annotations import annotation_text
from analyzer.read.names import NameTable, chain_of
from analyzer.read.targets import Targets


def link_references(names: NameTable, modules: Iterable[str]) -> Iterator[Reference]:
    """Every resolved reference of every module, sorted by module; aggregated per (source, target, kind)."""
    targets = Targets(names)
    for module in modules:
        yield from _module_references(names, targets, names.modules[module])


def _module_references(names: NameTable, targets: Targets, syntax: ModuleSyntax) -> Iterator[Reference]:
    seen: dict[tuple[str, str, UseKind], tuple[int, bool, int]] = {}
    for use in syntax.uses:
        source = f"{syntax.module}.{use.scope}" if use.scope else syntax.module
        touched = targets.of(syntax.module, use.chain, use.scope)
        for position, target in enumerate(touched):
            if target in (source, syntax.module) or source.startswith(f"{target}."):
                continue
            kind = use.kind if position == len(touched) - 1 else UseKind.CALL
            times, in_loop, line = seen.get((source, target, kind), (0, False, use.line))
            seen[source, target, kind] = (times + use.times, in_loop or use.in_loop, min(line, use.line))
    for (source, target, kind), (times, in_loop, line) in sorted(seen.items()):
        home = names.defined_in(target)
        yield Reference(
            QualName(source),
            ModuleName(syntax.module),
            QualName(target),
            ModuleName(home),
            kind,
            times,
            in_loop,
            Location(syntax.path, line),
        )


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

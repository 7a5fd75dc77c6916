"""Functions without annotations that cross: what reading proves of their arguments and results.

Arguments are proven by docstrings and by the expressions at every call that crosses; results by every ``return``. One call that is not
known, and nothing is claimed.
"""

import ast
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from analyzer.extract.inference.annotations import documented
from analyzer.extract.inference.kinds import UNKNOWN, Kind, joined, text
from analyzer.extract.inference.reading import Scope, parameters
from analyzer.extract.inference.routes import from_routes
from analyzer.extract.inference.world import World
from analyzer.extract.nodes import Function
from analyzer.model.analysis import Analysis
from analyzer.model.facts import Definition, DefinitionKind, Reference
from analyzer.model.partition import SHARED
from analyzer.model.plan import SeamClass
from analyzer.model.source import FileKind
from analyzer.model.syntax import UseKind

_STORES = frozenset({"add", "asave", "commit", "create", "flush", "save"})


@dataclass(frozen=True, slots=True)
class Inferred:
    """What is known of a function after reading it: its definition with annotations filled in, and how they were proven, in words."""

    definition: Definition
    evidence: str


def infer(analysis: Analysis, sources: Callable[[str], bytes]) -> tuple[Inferred, ...]:
    """What reading proves of the functions that are blockers now and lack annotations, by name."""
    world = World.of(analysis.codebase, sources, _values(analysis))
    targets = {str(seam.target) for seam in analysis.plan.seams if seam.seam_class is SeamClass.BLOCKER and "call" in seam.kinds}
    lacking = {name for name in targets if (known := world.definitions.get(name)) is not None and _lacks(known)}
    callers = _callers(analysis, lacking)
    routes = from_routes(analysis.codebase)
    found = (_infer(world.definitions[name], callers.get(name, ()), world, routes) for name in sorted(lacking))
    return tuple(one for one in found if one is not None)


def _values(analysis: Analysis) -> frozenset[str]:
    """The classes that the plan takes for plain values."""
    return frozenset(
        str(s.target) for s in analysis.plan.seams if s.seam_class is SeamClass.PURE_HELPER and s.why == "a class of plain values"
    )


def _lacks(known: Definition) -> bool:
    """Whether a function can be called and some of its types are not written down."""
    if known.kind not in (DefinitionKind.FUNCTION, DefinitionKind.METHOD) or known.is_generator:
        return False
    names = [name for name in known.parameters if name not in ("self", "cls")]
    annotations = dict(zip(known.parameters, known.annotations or ("",) * len(known.parameters), strict=True))
    return not any(name.startswith("*") for name in names) and (not known.returns or not all(annotations[name] for name in names))


def _callers(analysis: Analysis, targets: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Who calls each function from another service or from the shared kernel."""
    homes, found = analysis.partition.homes(), defaultdict[str, set[str]](set)
    served = {file.module for file in analysis.codebase.files if file.kind in (FileKind.CODE, FileKind.CONFIG)}
    for use in analysis.codebase.of(Reference):
        crosses = homes.get(use.source_module, SHARED) != homes.get(use.target_module, SHARED)
        if use.target in targets and use.source_module in served and crosses and use.kind is not UseKind.ANNOTATE:
            found[use.target].add(use.source if use.kind is UseKind.CALL else "")
    return {target: tuple(sorted(names)) for target, names in found.items()}


def _infer(known: Definition, callers: Collection[str], world: World, routes: Mapping[str, Mapping[str, Kind]]) -> Inferred | None:
    function = world.function(known.name)
    if function is None or not callers or "" in callers:
        return None
    given = {**documented(ast.get_docstring(function) or "", known.module, world), **parameters(world, known.name)}
    result = given.pop("return", UNKNOWN)
    names = [name for name in known.parameters if name not in ("self", "cls")]
    missing = [name for name in names if name not in given]
    calls = [call for caller in callers for call in _calls(caller, known, world, routes)] if missing else []
    if missing and (not calls or len({scope.function for scope, _ in calls}) < len(callers)):
        return None
    for name in missing:
        kind = joined(*(_argument(scope, call, name, known, function) for scope, call in calls))
        if not kind:
            return None
        given[name] = kind
    result = result or Scope(world, known.module, function, given).returned()
    if not known.returns and (not result or (result & set(world.entities) and _may_be_new(function, result, known.module, world))):
        return None
    proven = [f"{name}: {text(given[name])}" for name in names]
    how = f"inferred from {len(calls)} calls" if calls else "inferred from its text"
    annotations = tuple(text(given[name]) if name in given and name in names else "" for name in known.parameters)
    filled = Definition(
        known.name, known.module, known.kind, known.at, known.end_line, known.bases, known.decorators, known.parameters, annotations,
        known.returns or text(result), known.is_generator, known.is_exported,
    )  # fmt: skip
    return Inferred(filled, f"{how}: ({', '.join(proven)}) -> {known.returns or text(result)}")


def _calls(caller: str, known: Definition, world: World, routes: Mapping[str, Mapping[str, Kind]]) -> Iterator[tuple[Scope, ast.Call]]:
    """The calls of a function in one of its callers, with the scope in which their arguments are read."""
    source, function = world.definitions.get(caller), world.function(caller)
    if source is None or function is None:
        return
    scope = Scope(world, source.module, function, {**routes.get(caller, {}), **parameters(world, caller)})
    last = known.name.rpartition(".")[2]
    for part in ast.walk(function):
        if isinstance(part, ast.Call) and last == (
            part.func.attr if isinstance(part.func, ast.Attribute) else getattr(part.func, "id", "")
        ):
            yield scope, part


def _argument(scope: Scope, call: ast.Call, name: str, known: Definition, function: Function) -> Kind:
    """What a call gives for a parameter; its default where it gives nothing."""
    if any(isinstance(one, ast.Starred) for one in call.args) or any(word.arg is None for word in call.keywords):
        return UNKNOWN
    for word in call.keywords:
        if word.arg == name:
            return scope.kind(word.value)
    names = [one.arg for one in [*function.args.posonlyargs, *function.args.args]]
    if known.kind is DefinitionKind.METHOD and names[:1] in (["self"], ["cls"]):
        del names[0]
    if name in names and names.index(name) < len(call.args):
        return scope.kind(call.args[names.index(name)])
    default = _default(function, name)
    return Scope(scope.world, known.module, None).kind(default) if default is not None else UNKNOWN


def _default(function: Function, name: str) -> ast.expr | None:
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults = dict(zip([one.arg for one in positional][::-1], arguments.defaults[::-1], strict=False))
    defaults |= {one.arg: value for one, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if value is not None}
    return defaults.get(name)


def _may_be_new(function: Function, result: Kind, module: str, world: World) -> bool:
    """Whether the function makes an object of a class that it returns, and nothing in it stores one."""
    calls = [part for part in ast.walk(function) if isinstance(part, ast.Call)]
    makes = any(world.dotted(module, call.func) in result for call in calls)
    return makes and not any(isinstance(call.func, ast.Attribute) and call.func.attr in _STORES for call in calls)

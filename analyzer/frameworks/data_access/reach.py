"""Which definitions can hold something stored at all: those that lead to an entity along references, and what is inside them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from analyzer.frameworks.orm.expressions import inside, last_name, spelled
from analyzer.frameworks.usage import Run, usage
from analyzer.model.syntax import FunctionSyntax
from analyzer.read.program import Program

MAX_CALLEES = 3
MAX_NESTING = 4


class Reach:
    """The definitions from which an entity is reached; everything else is not worth a look.

    A definition holds nothing stored unless it, something inside it, or something that it uses mentions an entity or a call that names
    one in strings (backward reachability over the references). Of a program without references every definition is reached.
    """

    def __init__(self, program: Program, entities: Iterable[str], lookups: frozenset[str]) -> None:
        self.program = program
        self._usage = usage(program)
        self._is_open = not self._usage.sources
        self._members: defaultdict[str, list[str]] = defaultdict(list)
        for target in self._usage.users:
            self._members[target.rpartition(".")[0]].append(target)
        self._lookups = lookups
        self._reached: set[str] = set()
        inherited = {base for entity in entities for base in program.ancestors(entity) if program.class_syntax(base) is not None}
        self._close((*entities, *(member for base in inherited for member in self._members.get(base, ()))))
        self._close(self._naming() if lookups else ())
        self._close(self._variables())
        found = {program.defined_in(one) for one in self._reached} & set(program.modules)
        self.modules: tuple[str, ...] = tuple(sorted(program.modules if self._is_open else found))
        self._known: dict[tuple[str, str], bool] = {}

    def holds(self, module: str, scope: str) -> bool:
        """Whether a scope of a module, or one around it, may hold something stored."""
        if self._is_open:
            return True
        known = self._known.get((module, scope))
        if known is None:
            inner, outer = scope, scope.rpartition(".")[0]
            name = f"{module}.{inner}" if inner else module
            known = self._known[module, scope] = name in self._reached or (bool(inner) and bool(outer) and self.holds(module, outer))
        return known

    def extend(self, is_wanted: Callable[[FunctionSyntax], bool]) -> None:
        """Adds the functions that ``is_wanted`` tells, of modules that reach an entity and of what those call."""
        if self._is_open:
            return
        near = {module for module, _ in self.near}
        found = [f"{module}.{one.name}" for module in near for one in self.program.modules[module].functions if is_wanted(one)]
        self._close(found)
        self.modules = tuple(sorted({self.program.defined_in(one) for one in self._reached} & set(self.program.modules)))
        self._known.clear()
        for name in ("runs", "near"):
            self.__dict__.pop(name, None)

    def may_hold(self, class_name: str) -> bool:
        """Whether instances of a class of the program may hold something stored."""
        return self._is_open or class_name in self._reached

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """Calls and decorations whose source may hold something stored, and those of what it calls or is decorated by, three deep."""
        layer = sorted({one for name in self._reached for one in self._inside(name)})
        seen: set[str] = set(layer)
        found: list[Run] = []
        for _ in range(MAX_CALLEES):
            fresh = [run for source in layer for run in self._usage.run_by(source)]
            found += fresh
            layer = sorted({run.target for run in fresh} - seen)
            seen.update(layer)
        return tuple(found)

    def _inside(self, name: str) -> Iterator[str]:
        """A definition itself, and those inside it that use anything, four levels deep; of a module itself alone."""
        yield name
        if name not in self.program.modules:
            for source in self._usage.inside(name):
                if source.count(".", len(name) + 1) < MAX_NESTING:
                    yield source

    @cached_property
    def near(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Modules with their scopes that may hold something stored, or that are called by one that may; sorted."""
        program, scopes = self.program, {module: {""} for module in self.modules}
        called: dict[str, None] = dict.fromkeys(run.target for run in self.runs)
        for name in called:
            module = program.defined_in(name)
            scopes.setdefault(module, set()).add(name[len(module) + 1 :])
        return tuple((module, tuple(sorted(scopes[module]))) for module in sorted(scopes) if module in program.modules)

    def _naming(self) -> Iterator[str]:
        for module, syntax in self.program.modules.items():
            for site in syntax.calls:
                if last_name(site.call.func) in self._lookups:
                    yield f"{module}.{site.scope}" if site.scope else module

    def _variables(self) -> Iterator[str]:
        """Variables of reached modules and class bodies whose value mentions something reached."""
        for module in sorted(self._reached & set(self.program.modules)):
            for one in self.program.body(module):
                if any(self._mentions(module, chain) for chain in map(spelled, inside(one.value))):
                    yield f"{module}.{one.target}"

    def _mentions(self, module: str, chain: str) -> bool:
        plain = chain.partition("(")[0].partition("[")[0]
        found = self.program.resolve(module, plain)
        return last_name(plain) in self._lookups or found in self._reached or found.rpartition(".")[0] in self._reached

    def _close(self, names: Iterable[str]) -> None:
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in self._reached:
                self._reached.add(name)
                waiting += self._usage.users.get(name, ())
                owner = name.rpartition(".")[0]
                if owner and owner not in self.program.modules:
                    waiting.append(owner)
                if name not in self.program.modules:
                    waiting += self._members.get(name, ())

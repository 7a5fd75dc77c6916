"""What a name means anywhere in a program: imports, re-exports, star imports, class members and inheritance followed."""

from collections.abc import Iterator, Mapping, Sequence, Set

from analyzer.model.syntax import Assignment, Call, ClassSyntax, Expr, FunctionSyntax, ModuleSyntax, Name, Subscript
from analyzer.read.bindings import Bindings, Import, bind, namespaces
from analyzer.read.class_bodies import ClassBodies
from analyzer.read.import_roots import NO_ROOTS, ImportRoots
from analyzer.read.lazily import Lazily

MAX_CHASE = 40
NOTHING: frozenset[str] = frozenset()

Step = tuple[str, Mapping[str, Import], Set[str], frozenset[str]]
"""A scope in which a name is looked for: its name, imports inside it, definitions inside it, and names that it hides."""


class NameTable:
    """Names of a whole program. Answers are cached; the table does not change once it is built.

    A module's syntax is not looked at before something in it is asked for.
    """

    def __init__(self, modules: Mapping[str, ModuleSyntax], siblings: bool = False, roots: ImportRoots = NO_ROOTS) -> None:
        self.modules = modules
        # Asked for millions of times: a set answers several times quicker than a mapping of ours.
        self._is_module = frozenset(modules)
        self.tops = frozenset(name.partition(".")[0] for name in modules)
        self._siblings = siblings
        self.roots = roots
        self.bindings: Mapping[str, Bindings] = Lazily(modules, self._bound)
        self.bodies = ClassBodies(self)
        self._definitions: dict[str, ClassSyntax | FunctionSyntax | None] = {}
        self._namespaces = namespaces(modules)
        self._exports: dict[tuple[str, str], str] = {}
        self._steps: dict[tuple[str, str], tuple[Step, ...]] = {}
        self._members: dict[tuple[str, str], str] = {}
        self._ancestors: dict[str, tuple[str, ...]] = {}
        self._homes: dict[str, str] = {}
        self._known: dict[str, str] = {}
        self._bound_in: dict[tuple[str, str], dict[str, list[Assignment]]] = {}

    def _bound(self, module: str) -> Bindings:
        return bind(self.modules[module], self.modules, self.allows_siblings(module), self.roots)

    def allows_siblings(self, module: str) -> bool:
        """Whether ``import x`` in a module may mean the ``x`` beside it: in Python 2, and in folders that are no package."""
        return self._siblings or (not self.modules[module].is_package and module.rpartition(".")[0] not in self.modules)

    def binds(self, module: str, name: str) -> bool:
        """Whether a module itself defines, assigns or imports a name (star imports and submodules left out)."""
        names = self.bindings[module]
        return name in names.definitions or name in names.variables or name in names.imports

    # -- questions ----------------------------------------------------------------------------------------------

    def resolve(self, module: str, chain: str, scope: str = "") -> str:
        """The full dotted name of a chain (see ``Program.resolve``)."""
        head, _, rest = chain.partition(".")
        bare = head.rstrip("()[]")
        base = self.head(module, bare, scope)
        if not base:
            return ""
        if bare != head:
            return base + head[len(bare) :] + (f".{rest}" if rest else "")
        return self.attributes(base, rest)

    def head(self, module: str, name: str, scope: str) -> str:
        """``resolve`` for a chain of one name."""
        if module not in self._is_module:
            return ""
        if scope:
            steps = self._steps.get((module, scope))
            for inner, imports, nested, hidden in self._steps_from(module, scope) if steps is None else steps:
                if name in imports:
                    return self.imported(imports[name])
                if name in nested:
                    return f"{module}.{inner}.{name}"
                if name in hidden:
                    return ""
        known = self._exports.get((module, name))
        return self._export(module, name, 0) if known is None else known

    def attributes(self, base: str, rest: str) -> str:
        """A full dotted name with further attributes, followed as far as the code base defines them."""
        while rest:
            head, _, rest_after = rest.partition(".")
            bare = head.rstrip("()[]")
            found = self._member(base, bare)
            if not found:
                return f"{base}.{rest}"
            base, rest = found, rest_after
            if bare != head:
                return base + head[len(bare) :] + (f".{rest}" if rest else "")
        return base

    def export(self, module: str, name: str) -> str:
        """The full dotted name of what ``from module import name`` gives, or ``""`` where nothing is known of it."""
        return self._export(module, name, 0)

    def defined_in(self, dotted: str) -> str:
        """The module of the code base that a full dotted name lies in, or ``""``."""
        known = self._homes.get(dotted)
        if known is None:
            known = dotted if dotted.partition(".")[0] in self.tops else ""
            while known and known not in self._is_module:
                known = known.rpartition(".")[0]
            self._homes[dotted] = known
        return known

    def local_name(self, dotted: str) -> tuple[str, str]:
        """A full dotted name as (module, name inside it); the module is ``""`` for what is not of the code base."""
        module = self.defined_in(dotted)
        return module, dotted[len(module) + 1 :] if module else ""

    def class_syntax(self, class_name: str) -> ClassSyntax | None:
        """The class of that full dotted name, or None."""
        found = self._definition(class_name)
        return found if isinstance(found, ClassSyntax) else None

    def function_syntax(self, name: str) -> FunctionSyntax | None:
        """The function or method of that full dotted name, or None."""
        found = self._definition(name)
        return found if isinstance(found, FunctionSyntax) else None

    def body(self, name: str) -> tuple[Assignment, ...]:
        """The assignments directly inside a class or function of that full dotted name (a module: its own), in order."""
        module, local = self.local_name(name)
        return self.bindings[module].bodies.get(local, ()) if module else ()

    def assigned(self, name: str, target: str) -> Sequence[Assignment]:
        """The assignments of ``body(name)`` that have one target."""
        module, local = self.local_name(name)
        return self.bound_in(module, local).get(target, ()) if module else ()

    def bound_in(self, module: str, scope: str) -> Mapping[str, Sequence[Assignment]]:
        """The assignments directly inside a scope of a module, in order, by target."""
        known = self._bound_in.get((module, scope))
        if known is None:
            known = self._bound_in[module, scope] = {}
            for one in self.bindings[module].bodies.get(scope, ()):
                known.setdefault(one.target, []).append(one)
        return known

    def is_known(self, dotted: str) -> bool:
        """Whether the code base defines exactly this: a module, class, function, method, or module variable."""
        if dotted in self._is_module or self._definition(dotted) is not None:
            return True
        module, _, name = dotted.rpartition(".")
        return module in self._is_module and name in self.bindings[module].variables

    def known_part(self, dotted: str) -> str:
        """The longest part of a full dotted name that the code base defines, or ``""``."""
        known = self._known.get(dotted)
        if known is None:
            known = dotted if self.defined_in(dotted) else ""
            while known and not self.is_known(known):
                known = known.rpartition(".")[0]
            self._known[dotted] = known
        return known

    def _definition(self, dotted: str) -> ClassSyntax | FunctionSyntax | None:
        try:
            return self._definitions[dotted]
        except KeyError:
            found = self._definitions[dotted] = self._find_definition(dotted)
            return found

    def _find_definition(self, dotted: str) -> ClassSyntax | FunctionSyntax | None:
        """The definition of a full dotted name: in the module of the longest name, or in a package above it (a class may be called
        like a module beside it)."""
        module = self.defined_in(dotted)
        while module:
            found = self.bindings[module].definitions.get(dotted[len(module) + 1 :])
            if found is not None:
                return found
            module = self.defined_in(module.rpartition(".")[0])
        return None

    def ancestors(self, class_name: str) -> tuple[str, ...]:
        """Full dotted names of all bases, near ones first, each once; a class of the code base may be in a cycle."""
        if class_name not in self._ancestors:
            self._ancestors[class_name] = ()
            bases = self.bases(class_name)
            found = [*bases, *(one for base in bases for one in self.ancestors(base))]
            self._ancestors[class_name] = tuple(dict.fromkeys(found))
        return self._ancestors[class_name]

    def bases(self, class_name: str) -> tuple[str, ...]:
        """Full dotted names of the direct bases; a base that is a call ends in ``()``; unknown ones are left out."""
        syntax = self.class_syntax(class_name)
        if syntax is None:
            return ()
        module, local = self.local_name(class_name)
        chains = [chain_of(one) for one in syntax.bases]
        resolved = [self.resolve(module, chain, local.rpartition(".")[0]) for chain in chains if chain]
        return tuple(one for one in resolved if one and one != class_name)

    # -- steps --------------------------------------------------------------------------------------------------

    def _steps_from(self, module: str, scope: str) -> tuple[Step, ...]:
        """Where a name used in a scope is looked for, innermost first; names of an enclosing class are not seen from its methods."""
        known = self._steps[module, scope] = tuple(self._find_steps(self.bindings[module], scope))
        return known

    def _find_steps(self, names: Bindings, scope: str) -> Iterator[Step]:
        inner = scope
        while inner:
            definition = names.definitions.get(inner)
            hidden: frozenset[str] = NOTHING
            if isinstance(definition, FunctionSyntax):
                # Local to a function are its parameters and what it assigns.
                assigned = (one.target for one in names.bodies.get(inner, ()))
                hidden = frozenset((*(one.name for one in definition.parameters), *assigned))
            sees_nested = inner == scope or isinstance(definition, FunctionSyntax)
            imports = names.locals.get(inner, {})
            nested = names.nested.get(inner, NOTHING) if sees_nested else NOTHING
            if imports or nested or hidden:
                yield inner, imports, nested, hidden
            inner = inner.rpartition(".")[0]

    def imported(self, target: Import) -> str:
        """The full dotted name that an import binds."""
        return self._imported(target, 0)

    def _imported(self, target: Import, depth: int) -> str:
        if not target.attribute:
            return target.module
        if target.module in self._is_module:
            return self._export(target.module, target.attribute, depth + 1) or f"{target.module}.{target.attribute}"
        return f"{target.module}.{target.attribute}"

    def _export(self, module: str, name: str, depth: int) -> str:
        key = (module, name)
        known = self._exports.get(key)
        if known is not None:
            return known
        if depth > MAX_CHASE or module not in self._is_module:
            return ""
        self._exports[key] = ""
        found = self._find_export(module, name, depth)
        if found or depth == 0:
            self._exports[key] = found
        else:
            # An empty answer inside a chase may only mean that the chase came round to itself: ask again from outside.
            del self._exports[key]
        return found

    def _find_export(self, module: str, name: str, depth: int) -> str:
        names = self.bindings[module]
        if name in names.definitions:
            return f"{module}.{name}"
        fallback = ""
        for target in names.imports.get(name, ()):
            found = self._imported(target, depth)
            if found != f"{module}.{name}" or found in self._is_module:
                if self.defined_in(found):
                    return found
                fallback = fallback or found
        if name in names.variables and not fallback:
            return f"{module}.{name}"
        if fallback:
            return fallback
        for star in names.stars:
            if star in self._is_module and self._is_public(star, name):
                found = self._export(star, name, depth + 1)
                if found:
                    return found
        return f"{module}.{name}" if f"{module}.{name}" in self._is_module else ""

    def _is_public(self, module: str, name: str) -> bool:
        exports = self.modules[module].exports
        return not name.startswith("_") if exports is None else name in exports or not name.startswith("_")

    def _member(self, base: str, name: str) -> str:
        """The member of a module or class of the code base, inherited ones included; ``""`` where there is none."""
        if base in self._is_module:
            return self.export(base, name)
        known = self._members.get((base, name))
        if known is None:
            known = self._members[base, name] = self._find_member(base, name)
        return known

    def _find_member(self, base: str, name: str) -> str:
        if base in self._namespaces:
            return f"{base}.{name}" if f"{base}.{name}" in self._is_module or f"{base}.{name}" in self._namespaces else ""
        if self.class_syntax(base) is None:
            return ""
        return next((f"{one}.{name}" for one in (base, *self.ancestors(base)) if self.bodies.has(one, name)), "")


def chain_of(expression: Expr | None) -> str:
    """The chain that an expression names: of a name itself, of ``X[Y]`` that of X, of a call its function and ``()``."""
    if isinstance(expression, Name):
        return expression.dotted
    if isinstance(expression, Subscript):
        return chain_of(expression.value)
    if isinstance(expression, Call) and expression.func:
        return f"{expression.func}()"
    return ""

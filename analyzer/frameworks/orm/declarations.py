"""The classes, module variables and methods of a program, indexed once for all questions about its models."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.syntax import Assignment, Call, ClassSyntax, Constant, Expr, FunctionSyntax, Name
from analyzer.read.program import Program

MAX_HOPS = 6


class Declared(NamedTuple):
    """A class: full dotted name, its module, name inside the module, syntax, and file path."""

    name: QualName
    module: ModuleName
    local: str
    syntax: ClassSyntax
    path: str

    @property
    def short(self) -> str:
        """The class's own name."""
        return self.local.rpartition(".")[2]

    @property
    def at(self) -> Location:
        """Where the class statement stands."""
        return Location(self.path, self.syntax.line)


class Declarations:
    """Classes by full name (migrations left out), module-level variables by full name, methods by class.

    An attribute that the module sets on a class of its own (``Order.lines = relationship(...)``) is a member of the class.
    """

    def __init__(self, program: Program, modules: Iterable[str] | None = None) -> None:
        """``modules``: the only ones to look into (all where it is None)."""
        self.program = program
        self.modules = tuple(sorted(program.modules if modules is None else modules))
        self.classes: dict[str, Declared] = {}
        self.variables: dict[str, list[Assignment]] = {}
        self.members: dict[str, list[Assignment]] = {}
        self.methods: dict[str, dict[str, FunctionSyntax]] = {}
        self._lineages: dict[str, tuple[str, ...]] = {}
        self._made: dict[str, str] = {}
        for module in self.modules:
            self._read(module)

    def _read(self, module: str) -> None:
        syntax = self.program.modules[module]
        if is_migration(syntax.path):
            return
        local = set()
        for one in syntax.classes:
            name = QualName(f"{module}.{one.name}")
            local.add(one.name)
            self.classes[name] = Declared(name, ModuleName(module), one.name, one, syntax.path)
        for assignment in syntax.assignments:
            if not assignment.scope:
                self.variables.setdefault(f"{module}.{assignment.target}", []).append(assignment)
                owner, _, attribute = assignment.target.partition(".")
                if attribute.isidentifier() and owner in local:
                    member = Assignment(attribute, assignment.value, assignment.annotation, owner, assignment.line)
                    self.members.setdefault(f"{module}.{owner}", []).append(member)
            elif assignment.scope in local:
                self.members.setdefault(f"{module}.{assignment.scope}", []).append(assignment)
        for function in syntax.functions:
            owner, _, short = function.name.rpartition(".")
            if owner in local:
                self.methods.setdefault(f"{module}.{owner}", {})[short] = function

    def lineage(self, name: str) -> tuple[str, ...]:
        """Full names of a class's bases, nearest first, those behind variables (``Base = declarative_base(cls=X)``) included."""
        known = self._lineages.get(name)
        if known is None:
            self._lineages[name] = ()
            found: dict[str, None] = {}
            for ancestor in self.program.ancestors(name):
                found[ancestor] = None
                found.update(dict.fromkeys(self._behind(ancestor)))
            known = self._lineages[name] = tuple(found)
        return known

    def bases(self, name: str) -> tuple[str, ...]:
        """Full names of a class's direct bases."""
        return (self._made[name],) if name in self._made else self.program.names.bases(name)

    def make(self, variable: str, base: str) -> None:
        """Takes a module-level variable for a class that a call made of another class: ``Forum = model_factory(AbstractForum)``."""
        module = ModuleName(self.program.defined_in(variable))
        local, line = variable[len(module) + 1 :], self.variables[variable][-1].line
        syntax = ClassSyntax(local, (), (), (), line, line)
        self.classes[variable] = Declared(QualName(variable), module, local, syntax, self.program.modules[module].path)
        self._made[variable] = base
        self._lineages[variable] = (base, *self.lineage(base))

    def values(self, name: str) -> Iterator[tuple[str, Expr]]:
        """What a module-level variable holds: (module, expression) pairs, in source order."""
        for one in self.variables.get(name, ()):
            yield self.program.defined_in(name), one.value

    def member(self, name: str, target: str) -> Assignment | None:
        """The last assignment of a class attribute in a class's own body (an annotation alone is none), or None."""
        body = reversed(self.members.get(name, []))
        return next((one for one in body if one.target == target and not is_bare(one)), None)

    def _behind(self, base: str, hops: int = 0) -> Iterator[str]:
        """Classes that stand behind a base that is a variable or an attribute of one."""
        holder = base if base in self.variables else base.rpartition(".")[0]
        if hops > MAX_HOPS or holder not in self.variables or base in self.classes:
            return
        for module, value in self.values(holder):
            if isinstance(value, Name):
                target = self.program.resolve(module, value.dotted) + base[len(holder) :]
                yield target
                yield from self._family(target)
                yield from self._behind(target, hops + 1)
            elif isinstance(value, Call):
                for key in ("cls", "model_class"):
                    given = value.keyword(key)
                    if isinstance(given, Name):
                        yield from self._family(self.program.resolve(module, given.dotted), itself=True)

    def _family(self, name: str, itself: bool = False) -> Iterator[str]:
        if name in self.classes:
            if itself:
                yield name
            yield from self.lineage(name)


def is_bare(assignment: Assignment) -> bool:
    """Whether an assignment is an annotation alone (``table: Table``)."""
    return assignment.annotation is not None and assignment.value == Constant(None)


def is_migration(path: str) -> bool:
    """Whether a file describes a change of the schema rather than the schema."""
    folders = path.split("/")[:-1]
    return (
        "migrations" in folders
        or "south_migrations" in folders
        or ("versions" in folders and bool({"alembic", "migration"} & set(folders)))
    )

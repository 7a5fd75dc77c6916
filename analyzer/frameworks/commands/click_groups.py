"""Commands of Click and Typer, each under the words that are typed after the program's name."""

from collections.abc import Iterator
from typing import NamedTuple

from analyzer.frameworks.constants import text_of
from analyzer.frameworks.imported import imports_any
from analyzer.frameworks.objects import Objects
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.surface import Task
from analyzer.model.syntax import Call, Expr, Name
from analyzer.read.program import Program

LIBRARIES = ("click", "typer", "rich_click", "asyncclick", "cloup")
KINDS = {
    "typer": frozenset({"typer.Typer", "typer.main.Typer"}),
    "group": frozenset(f"{library}.{name}" for library in LIBRARIES for name in ("Group", "core.Group", "MultiCommand")),
}
ADDERS = frozenset({"add_command", "add_typer"})
MAX_DEPTH = 8


class Decorated(NamedTuple):
    """A function under a decorator: full name, whether it is a group, the chain before the decorator's last name, the given name."""

    full: str
    is_group: bool
    receiver: str
    name: str
    at: Location


def click_commands(program: Program) -> Iterator[Task]:
    """A task for each command; the groups above it are the words before its name, the outermost left out."""
    if not imports_any(program, *LIBRARIES):
        return
    tree = _Tree(program)
    for one in tree.commands:
        for words in tree.words(one.full):
            module = ModuleName(program.defined_in(one.full))
            framework = "typer" if tree.is_typer(one) else "click"
            yield Task(" ".join(words) or one.name, QualName(one.full), module, framework, one.at)


class _Tree:
    """Groups and commands, and what is below what: a key is a function's full name or an object's id."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.objects = Objects(program, KINDS)
        self.above: dict[str, list[tuple[str, str]]] = {}
        self.groups: dict[str, str] = {}
        self.commands: list[Decorated] = []
        self._typers = {key for key, held in self.objects.held.items() if held.kind == "typer"}
        waiting = [one for one in _decorated(program) if not self._place(one)]
        while waiting:
            left = [one for one in waiting if not self._place(one)]
            if len(left) == len(waiting):
                break
            waiting = left
        for module in sorted(program.modules):
            for site in program.modules[module].calls:
                if site.call.func.rpartition(".")[2] in ADDERS:
                    self._add(module, site.scope, site.call)

    def is_typer(self, one: Decorated) -> bool:
        """Whether a command was put into an application of Typer."""
        return any(parent in self._typers for parent, _ in self.above.get(one.full, ()))

    def words(self, key: str, depth: int = 0) -> tuple[tuple[str, ...], ...]:
        """The words that lead to a command or group, once for each place that it has; none for an outermost group."""
        parents = self.above.get(key, ()) if depth < MAX_DEPTH else ()
        found = ((*above, *((name,) if name else ())) for parent, name in parents for above in self.words(parent, depth + 1))
        return tuple(dict.fromkeys(found)) or ((),)

    def _place(self, one: Decorated) -> bool:
        """Put a decorated function below what its decorator belongs to; False where that is not known (yet)."""
        parents = [] if one.receiver in LIBRARIES else self._keys(one.full.rpartition(".")[0], one.receiver)
        if not parents and one.receiver not in LIBRARIES:
            return False
        if one.is_group:
            self.groups[one.full] = one.name
        else:
            self.commands.append(one)
        self.above.setdefault(one.full, []).extend((parent, one.name) for parent in parents)
        return True

    def _keys(self, place: str, chain: str) -> list[str]:
        module = self.program.defined_in(place)
        scope = place[len(module) + 1 :]
        full = self.program.resolve(module, chain, scope)
        return [full] if full in self.groups else [held.id for held in self.objects.chain(module, scope, chain)]

    def _add(self, module: str, scope: str, call: Call) -> None:
        receiver, _, last = call.func.rpartition(".")
        place = f"{module}.{scope}" if scope else module
        for row in self.objects.displays.unrolled(module, scope, call):
            child = row.call.args[0] if row.call.args else row.call.keyword("typer_instance" if last == "add_typer" else "cmd")
            given = row.call.keyword("name") if last == "add_typer" else row.call.argument(1, "name")
            name = text_of(self.program, row.module, row.scope, given) or ""
            below = f"{row.module}.{row.scope}" if row.scope else row.module
            for key in self._children(below, child):
                parents = self._keys(place, receiver)
                own = name or next((one.name for one in self.commands if one.full == key), self.groups.get(key, ""))
                self.above.setdefault(key, []).extend((parent, own) for parent in parents)

    def _children(self, place: str, child: Expr | None) -> list[str]:
        if not isinstance(child, Name):
            return []
        module = self.program.defined_in(place)
        full = self.program.resolve(module, child.dotted, place[len(module) + 1 :])
        known = full in self.groups or any(one.full == full for one in self.commands)
        return [full] if known else self._keys(place, child.dotted)


def _decorated(program: Program) -> list[Decorated]:
    """Every function under a decorator that ends in ``command`` or ``group``, those of the library under its name."""
    found: list[Decorated] = []
    for module in sorted(program.modules):
        syntax = program.modules[module]
        for function in syntax.functions:
            scope, _, own = function.name.rpartition(".")
            for one in function.decorators:
                chain = one.func if isinstance(one, Call) else one.dotted if isinstance(one, Name) else ""
                receiver, _, last = chain.rpartition(".")
                full = program.resolve(module, chain, scope) if last in ("command", "group") or not receiver else ""
                library, _, word = full.rpartition(".")
                if library in LIBRARIES and word in ("command", "group"):
                    receiver, last = library, word
                if last in ("command", "group") and receiver:
                    given = text_of(program, module, scope, one.argument(0, "name")) if isinstance(one, Call) else None
                    at = Location(syntax.path, function.line)
                    found.append(Decorated(f"{module}.{function.name}", last == "group", receiver, given or own.replace("_", "-"), at))
    return found

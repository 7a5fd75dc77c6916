"""Which modules have to do with SQLAlchemy at all, so that all others cost nothing."""

from collections.abc import Iterator

from analyzer.frameworks.note import Note
from analyzer.frameworks.orm.expressions import last_name
from analyzer.model.syntax import Call, ClassSyntax, Name, Subscript
from analyzer.read.program import Program

LIBRARIES = frozenset(
    {"sqlalchemy", "sqlmodel", "flask_sqlalchemy", "flask_appbuilder", "sqlalchemy_utils", "geoalchemy2", "advanced_alchemy"}
)
USUAL = frozenset({"db", "Base", "Model", "BaseModel", "SQLModel", "sa", "Column", "Table"})


def involved(program: Program) -> frozenset[str]:
    """Modules that import the library (or a name under which a code base usually hands it on), and those with a class whose base has the
    name of a class in one of them, and so on."""
    found = set(KNOWING.modules(program))
    if not found:
        return frozenset()
    by_base: dict[str, set[str]] = {}
    for module, bases in BASES.of(program):
        for base in bases:
            by_base.setdefault(base, set()).add(module)
    waiting = list(found)
    while waiting:
        for one in program.modules[waiting.pop()].classes:
            fresh = by_base.pop(last_name(one.name), set()) - found
            found |= fresh
            waiting += fresh
    return frozenset(found)


def _knows(program: Program, module: str) -> bool:
    return any(
        one.module.partition(".")[0] in LIBRARIES or any(name in USUAL or alias in USUAL for name, alias in one.names)
        for one in program.modules[module].imports
    )


def _derived(program: Program, module: str) -> tuple[str, ...]:
    return tuple(sorted({base for one in program.modules[module].classes for base in _bases(one)}))


def _bases(one: ClassSyntax) -> Iterator[str]:
    for base in one.bases:
        chain = base.value if isinstance(base, Subscript) else base
        if isinstance(chain, Name | Call):
            yield last_name(chain.dotted if isinstance(chain, Name) else chain.func)


KNOWING, BASES = Note("imports of tables", _knows), Note("names of bases", _derived)

"""Names of tables: as written, computed from the class name, inherited, or made by Flask-SQLAlchemy's rule."""

from analyzer.frameworks.constants import text_of
from analyzer.frameworks.orm.declarations import Declarations, Declared
from analyzer.frameworks.orm.expressions import calls_in, inside, is_true, text
from analyzer.frameworks.orm.table_names import made_by
from analyzer.frameworks.sqlalchemy.bases import Bases, Flavour
from analyzer.model.syntax import Call, Expr, Name, Pairs
from analyzer.model.text import snake_case

UNKNOWN = ""
ARGUMENTS = ("table_args", "table_args__")


class Tables:
    """The table of every mapped class: its name, ``""`` where it is computed, None where the class has none."""

    def __init__(self, declarations: Declarations, bases: Bases, mapped: dict[str, Flavour], variables: dict[str, str]) -> None:
        self.declarations = declarations
        self.bases = bases
        self.mapped = mapped
        self.variables = variables
        self._known: dict[str, str | None] = {}

    def of(self, declared: Declared) -> str | None:
        """The full table name (``schema.table`` where a schema is declared) of a mapped class."""
        if declared.name not in self._known:
            self._known[declared.name] = None
            self._known[declared.name] = self._find(declared)
        return self._known[declared.name]

    def _find(self, declared: Declared) -> str | None:
        for name in (declared.name, *self.declarations.lineage(declared.name)):
            if name != declared.name and name in self.mapped:
                return self._inherited(declared, self.declarations.classes[name])
            written = self._written(name, declared)
            if written is not None:
                return written if not written or "." in written else self._qualified(declared, written)
        automatic = self._automatic(declared)
        return automatic and self._qualified(declared, automatic)

    def _inherited(self, declared: Declared, parent: Declared) -> str | None:
        """Flask-SQLAlchemy makes a table where a subclass has a primary key of its own; else both share the parent's."""
        if self.mapped[declared.name] is Flavour.FLASK and self._has_primary_key(declared.name):
            return self._automatic(declared)
        return self.of(parent)

    def _automatic(self, declared: Declared) -> str | None:
        flavour = self.mapped[declared.name]
        if flavour is Flavour.FLASK:
            return snake_case(declared.short)
        return declared.short.lower() if flavour is Flavour.SQLMODEL else None

    def _written(self, name: str, declared: Declared) -> str | None:
        table = self.declarations.member(name, "__table__")
        if table is not None:
            return self._of_table(name, table.value)
        member = self.declarations.member(name, "__tablename__")
        if member is not None:
            owner = self.declarations.classes[name]
            return text_of(self.declarations.program, owner.module, owner.local, member.value) or UNKNOWN
        method = self.declarations.methods.get(name, {}).get("__tablename__")
        return None if method is None else made_by(method, declared.short)

    def _of_table(self, name: str, value: Expr) -> str:
        owner = self.declarations.classes[name]
        if isinstance(value, Name):
            return self.variables.get(self.declarations.program.resolve(owner.module, value.dotted), UNKNOWN)
        return table_name(value) if isinstance(value, Call) else UNKNOWN

    def _qualified(self, declared: Declared, table: str) -> str:
        """The table with the schema that the class or a mixin of it declares, in ``__table_args__`` or what that is made of
        (``__auto_table_args = {"schema": "shop"}``)."""
        for name in (declared.name, *self.declarations.lineage(declared.name)):
            given = [one.value for one in self.declarations.members.get(name, ()) if one.target.endswith(ARGUMENTS)]
            methods = self.declarations.methods.get(name, {})
            given += [value for short in sorted(methods) if short.endswith(ARGUMENTS) for value in methods[short].returned]
            schema = next((found for found in map(schema_in, given) if found), "")
            if schema:
                return f"{schema}.{table}"
        return table

    def _has_primary_key(self, name: str) -> bool:
        body = self.declarations.members.get(name, [])
        return any(is_true(call.keyword("primary_key")) for one in body for call in calls_in(one.value, "Column", "mapped_column"))


def table_name(call: Call) -> str:
    """The full name of a ``Table(...)`` call, or ``""`` where it is computed."""
    name, schema = text(call.argument(0, "name")), text(call.keyword("schema"))
    return f"{schema}.{name}" if schema and name else name


def schema_in(expr: Expr) -> str:
    """The schema that table arguments name, or ``""``."""
    for part in inside(expr):
        if isinstance(part, Pairs):
            found = next((text(value) for key, value in part.items if text(key) == "schema"), "")
            if found:
                return found
        elif isinstance(part, Call) and text(part.keyword("schema")):
            return text(part.keyword("schema"))
    return ""

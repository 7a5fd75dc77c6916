"""Which classes are mapped: what stands at the root of their bases."""

from collections.abc import Iterator
from enum import StrEnum

from analyzer.frameworks.orm.declarations import Declarations, Declared
from analyzer.frameworks.orm.expressions import calls_in, inside, is_true, last_name, text
from analyzer.model.syntax import Call, Name

DECLARATIVE = frozenset(
    {
        "sqlalchemy.orm.DeclarativeBase",
        "sqlalchemy.orm.DeclarativeBaseNoMeta",
        "sqlalchemy.orm.decl_api.DeclarativeBase",
        "sqlalchemy.ext.declarative.DeclarativeBase",
        "sqlalchemy.ext.declarative.api.Base",
    }
)
FLASK = frozenset(
    {
        "flask_sqlalchemy.Model",
        "flask_sqlalchemy.model.Model",
        "flask_appbuilder.Model",
        "flask_appbuilder.models.sqla.Model",
    }
)
SQLMODEL = frozenset({"sqlmodel.SQLModel", "sqlmodel.main.SQLModel"})
FACTORIES = frozenset({"declarative_base", "automap_base", "generate_base", "dynamic_declarative_base"})
CLASS_DECORATORS = frozenset({"mapped", "mapped_as_dataclass"})
COLUMN_CALLS = ("Column", "mapped_column", "relationship", "relation")


class Flavour(StrEnum):
    """How a mapped class gets its table: by name only, by Flask-SQLAlchemy's rule, by SQLModel's; or it is not mapped."""

    DECLARATIVE = "declarative"
    FLASK = "flask"
    SQLMODEL = "sqlmodel"
    NONE = ""


METACLASSES = {"DeclarativeMeta": Flavour.DECLARATIVE, "DefaultMeta": Flavour.FLASK}


class Bases:
    """The flavour of every class of a program, remembered."""

    def __init__(self, declarations: Declarations) -> None:
        self.declarations = declarations
        self.program = declarations.program
        self._roots: dict[str, Flavour] = {}
        self.given = frozenset(self._given())

    def flavour(self, declared: Declared) -> Flavour:
        """How a class is mapped; NONE for plain classes, mixins and abstract bases."""
        if self.is_abstract(declared.name) or declared.name in self.given or self._is_root(declared):
            return Flavour.NONE
        lineage = self.declarations.lineage(declared.name)
        found = {self._root(name) for name in lineage}
        if Flavour.SQLMODEL in found:
            keywords = dict(declared.syntax.keywords)
            return Flavour.SQLMODEL if is_true(keywords.get("table")) else Flavour.NONE
        for flavour in (Flavour.FLASK, Flavour.DECLARATIVE):
            if flavour in found:
                return flavour
        return self._by_shape(declared, lineage)

    def _is_root(self, declared: Declared) -> bool:
        """Whether a class derives from ``DeclarativeBase`` itself: SQLAlchemy maps those that derive from it, and never it."""
        module = self.program.defined_in(declared.name)
        chains = (base.dotted for base in declared.syntax.bases if isinstance(base, Name))
        return any(self.program.resolve(module, chain) in DECLARATIVE for chain in chains)

    def is_abstract(self, name: str) -> bool:
        """Whether a class says of itself that it has no table."""
        member = self.declarations.member(name, "__abstract__")
        return member is not None and is_true(member.value)

    def _given(self) -> Iterator[str]:
        """Classes that a base is made of: ``SQLAlchemy(model_class=Model)``, ``declarative_base(cls=Model)``."""
        for name, values in self.declarations.variables.items():
            for one in values:
                for part in inside(one.value) if isinstance(one.value, Call) and one.value.keywords else ():
                    for chosen in (part.keyword("cls"), part.keyword("model_class")) if isinstance(part, Call) else ():
                        if isinstance(chosen, Name):
                            yield self.program.resolve(self.program.defined_in(name), chosen.dotted)

    def _root(self, name: str) -> Flavour:
        known = self._roots.get(name)
        if known is None:
            known = self._roots[name] = self._find_root(name)
        return known

    def _find_root(self, name: str) -> Flavour:
        for names, flavour in ((DECLARATIVE, Flavour.DECLARATIVE), (FLASK, Flavour.FLASK), (SQLMODEL, Flavour.SQLMODEL)):
            if name in names:
                return flavour
        for _, value in self.declarations.values(name):
            if isinstance(value, Call) and last_name(value.func) in FACTORIES:
                return Flavour.DECLARATIVE
        if name.endswith(".Model") and self._holds_flask(name.removesuffix(".Model")):
            return Flavour.FLASK
        declared = self.declarations.classes.get(name)
        if declared is not None and declared.syntax.keywords:
            metaclass = dict(declared.syntax.keywords).get("metaclass")
            if isinstance(metaclass, Name) and last_name(metaclass.dotted) in METACLASSES:
                return METACLASSES[last_name(metaclass.dotted)]
        if declared is not None and any(last_name(one.func) == "as_declarative" for one in self._decorator_calls(declared)):
            return Flavour.DECLARATIVE
        return Flavour.NONE

    def _holds_flask(self, variable: str) -> bool:
        """Whether a variable holds Flask-SQLAlchemy's extension object, or an object of a class derived from it."""
        for module, value in self.declarations.values(variable):
            if isinstance(value, Call):
                made = self.program.resolve(module, value.func)
                family = (made, *self.program.ancestors(made)) if made else (value.func,)
                if any(last_name(one) == "SQLAlchemy" for one in family):
                    return True
        return last_name(variable) == "SQLAlchemy"

    def _by_shape(self, declared: Declared, lineage: tuple[str, ...]) -> Flavour:
        """Mapped by a decorator; or the base is out of sight but the body names a table and has columns."""
        if any(last_name(one.func) in CLASS_DECORATORS for one in self._decorator_calls(declared)):
            return Flavour.DECLARATIVE
        unseen = any(name not in self.declarations.classes for name in lineage) or (declared.syntax.bases and not lineage)
        body = self.declarations.members.get(declared.name, [])
        has_columns = any(next(calls_in(one.value, *COLUMN_CALLS), None) is not None for one in body)
        if not unseen or not has_columns:
            return Flavour.NONE
        member = self.declarations.member(declared.name, "__tablename__")
        if (member is not None and text(member.value)) or self.declarations.member(declared.name, "__table__") is not None:
            return Flavour.DECLARATIVE
        chains = [base.dotted for base in declared.syntax.bases if isinstance(base, Name)]
        return Flavour.FLASK if any(self._shares_model(declared, chain) for chain in chains) else Flavour.NONE

    def _shares_model(self, declared: Declared, base: str) -> bool:
        """Whether the class derives from ``x.Model`` and builds its columns with ``x.Column`` of the same ``x``."""
        holder, _, last = base.rpartition(".")
        body = self.declarations.members.get(declared.name, [])
        columns = {call.func for one in body for call in calls_in(one.value, "Column")}
        return last == "Model" and bool(holder) and f"{holder}.Column" in columns

    @staticmethod
    def _decorator_calls(declared: Declared) -> tuple[Call, ...]:
        plain = tuple(Call(one.dotted, (), (), 0) for one in declared.syntax.decorators if isinstance(one, Name))
        return plain + tuple(one for one in declared.syntax.decorators if isinstance(one, Call))

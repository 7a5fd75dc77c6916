"""Fields of Django models that point at other models."""

from collections.abc import Iterator
from typing import NamedTuple

from analyzer.frameworks.constants import text_of
from analyzer.frameworks.django.apps import setting
from analyzer.frameworks.django.models import Models
from analyzer.frameworks.orm.declarations import Declared
from analyzer.frameworks.orm.expressions import text
from analyzer.model.data import LinkKind
from analyzer.model.place import Location
from analyzer.model.syntax import Call, Expr, Name

KINDS = {
    "ForeignKey": LinkKind.FOREIGN_KEY,
    "TreeForeignKey": LinkKind.FOREIGN_KEY,
    "ParentalKey": LinkKind.FOREIGN_KEY,
    "ForeignObject": LinkKind.FOREIGN_KEY,
    "OneToOneField": LinkKind.ONE_TO_ONE,
    "AutoOneToOneField": LinkKind.ONE_TO_ONE,
    "ManyToManyField": LinkKind.MANY_TO_MANY,
    "TreeManyToManyField": LinkKind.MANY_TO_MANY,
    "ParentalManyToManyField": LinkKind.MANY_TO_MANY,
    "SortedManyToManyField": LinkKind.MANY_TO_MANY,
    "GenericRelation": LinkKind.GENERIC,
}


class Field(NamedTuple):
    """A field that points at a model: owner and target by class name, the model that stores the pairs (``""``: made by Django)."""

    owner: str
    name: str
    kind: LinkKind
    target: str
    through: str
    related: str
    table: str
    at: Location


class Fields:
    """The pointing fields of every concrete model, those of abstract bases and mixins included."""

    def __init__(self, models: Models) -> None:
        self.models = models
        self.declarations = models.declarations
        self.program = models.declarations.program
        self.keys = {model.key: name for name, model in sorted(models.concrete.items(), reverse=True)}
        for proxy, concrete in models.proxies.items():
            if concrete in models.concrete:
                declared = self.declarations.classes[proxy]
                self.keys.setdefault(f"{models.apps.label(declared.module)}.{declared.short}".lower(), concrete)
        self.user = self.keys.get((setting(self.program, "AUTH_USER_MODEL") or "auth.user").lower(), "")

    def of(self, name: str) -> Iterator[Field]:
        """The pointing fields of one concrete model; nearer definitions win."""
        seen: set[str] = set()
        for owner in (name, *self.declarations.lineage(name)):
            if owner not in self.declarations.classes or (owner != name and owner in self.models.concrete):
                continue
            declared = self.declarations.classes[owner]
            for one in self.declarations.members.get(owner, ()):
                if isinstance(one.value, Call) and one.target not in seen:
                    seen.add(one.target)
                    yield from self._field(name, declared, one.target, one.value, Location(declared.path, one.line))

    def _field(self, name: str, holder: Declared, field: str, call: Call, at: Location) -> Iterator[Field]:
        kind = self._kind(holder, call)
        target = self.target(name, holder, call.argument(0, "to")) if kind is not None else ""
        if kind is None or not target:
            return
        through = self.target(name, holder, call.keyword("through")) if call.keyword("through") is not None else ""
        short, label = self.declarations.classes[name].short.lower(), self.models.concrete[name].label
        default = short if kind is LinkKind.ONE_TO_ONE else f"{short}_set"
        related = text(call.keyword("related_name")).replace("%(class)s", short).replace("%(app_label)s", label) or default
        yield Field(name, field, kind, target, through, "" if related.endswith("+") else related, text(call.keyword("db_table")), at)

    def _kind(self, holder: Declared, call: Call) -> LinkKind | None:
        made = self.program.resolve(holder.module, call.func, holder.local) or call.func
        for one in (made, *self.program.ancestors(made)):
            kind = KINDS.get(one.rpartition(".")[2])
            if kind is not None:
                return kind
        return None

    def target(self, name: str, holder: Declared, given: Expr | None) -> str:
        """The concrete model that a field's first argument means, or ``""`` where it is not of the program."""
        if isinstance(given, Call) and given.func.endswith("get_user_model"):
            return self.user
        if isinstance(given, Name):
            return self._named(name, holder, given)
        return self._written(name, text(given))

    def _named(self, name: str, holder: Declared, given: Name) -> str:
        resolved = self.program.resolve(holder.module, given.dotted, holder.local)
        found = self.models.proxies.get(resolved, resolved)
        if found in self.models.concrete:
            return found
        last = given.dotted.rpartition(".")[2]
        if last == "AUTH_USER_MODEL":
            return self.user
        written = text_of(self.program, holder.module, holder.local, given) or (setting(self.program, last) if last.isupper() else "")
        return self._written(name, written or "")

    def _written(self, name: str, written: str) -> str:
        if written == "self":
            return name
        if "." in written:
            return self.keys.get(written.lower(), "")
        return self.keys.get(f"{self.models.concrete[name].label}.{written}".lower(), "") if written else ""

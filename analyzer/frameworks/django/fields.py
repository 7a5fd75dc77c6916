"""Fields of Django models that point at other models."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from analyzer.frameworks.constants import text_of
from analyzer.frameworks.django.apps import setting
from analyzer.frameworks.django.models import Models
from analyzer.frameworks.orm.declarations import Declared
from analyzer.frameworks.orm.expressions import text
from analyzer.model.data import LinkKind
from analyzer.model.place import Location
from analyzer.model.syntax import Call, Expr, Name, Other

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


MODEL = re.compile(r"[a-z_]\w*\.[A-Z]\w*")
GRANTED = frozenset({"AbstractUser", "PermissionsMixin"})
OUTSIDE = "?"


class Field(NamedTuple):
    """A field that points at a model: owner and target by class name (``""``: a model that is not of the program), the model that
    stores the pairs (``""``: made by Django)."""

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
        self._kinds: dict[str, LinkKind | None] = {}
        self.user = self.keys.get((setting(self.program, "AUTH_USER_MODEL") or "auth.user").lower(), "")

    def of(self, name: str) -> Iterator[Field]:
        """The pointing fields of one concrete model; nearer definitions win, also those that take a field away (``field = None``)."""
        seen: set[str] = set()
        for declared in self.models.fields_from(name):
            for one in reversed(self.declarations.members.get(declared.name, ())):
                if one.target not in seen and not (isinstance(one.value, Other) and one.annotation is not None):
                    seen.add(one.target)
                    if isinstance(one.value, Call):
                        yield from self._field(name, declared, one.target, one.value, Location(declared.path, one.line))
        if self.models.base_named(name, GRANTED):
            declared = self.declarations.classes[name]
            for field in sorted({"groups", "user_permissions"} - seen):
                yield Field(name, field, LinkKind.MANY_TO_MANY, "", "", "", "", declared.at)

    def _field(self, name: str, holder: Declared, field: str, call: Call, at: Location) -> Iterator[Field]:
        made = self.program.resolve(holder.module, call.func, holder.local) or call.func
        kind = self._kind(made)
        if kind is None:
            return
        target = self.target(name, holder, call.argument(0, "to")) or self._preset(name, made)
        has_own_table = kind is LinkKind.MANY_TO_MANY and call.keyword("through") is None
        if not target and not has_own_table:
            return
        through = self.target(name, holder, call.keyword("through")) if not has_own_table else ""
        if kind is LinkKind.MANY_TO_MANY and not has_own_table and not through:
            through = OUTSIDE
        short, label = self.declarations.classes[name].short.lower(), self.models.concrete[name].label
        default = short if kind is LinkKind.ONE_TO_ONE else f"{short}_set"
        related = text(call.keyword("related_name")).replace("%(class)s", short).replace("%(app_label)s", label) or default
        yield Field(name, field, kind, target, through, "" if related.endswith("+") else related, text(call.keyword("db_table")), at)

    def _kind(self, made: str) -> LinkKind | None:
        """What a field class is: by its own name, or by the first base that is known."""
        if made not in self._kinds:
            self._kinds[made] = self._find_kind(made)
        return self._kinds[made]

    def _preset(self, name: str, made: str) -> str:
        """The model that a field class of the program itself chooses: named in its constructor, or in an attribute of the class."""
        for owner in (made, *self.program.ancestors(made)):
            declared = self.declarations.classes.get(owner)
            if declared is None:
                continue
            literals = self.program.modules[declared.module].literals
            named = [one.value for one in literals if one.scope == f"{declared.local}.__init__" and MODEL.fullmatch(one.value)]
            named += [text(one.value) for one in self.declarations.members.get(owner, ()) if one.target.endswith("model")]
            found = next((target for target in (self._written(name, one) for one in named) if target), "")
            if found:
                return found
        return ""

    def _find_kind(self, made: str) -> LinkKind | None:
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

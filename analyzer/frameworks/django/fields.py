"""Fields of Django models that point at other models."""

from collections.abc import Iterator
from typing import NamedTuple

from analyzer.frameworks.django.field_classes import FieldClasses
from analyzer.frameworks.django.library_fields import FIELDS, SELF, USER
from analyzer.frameworks.django.models import Models
from analyzer.frameworks.django.targets import Targets
from analyzer.frameworks.orm.declarations import Declared, is_bare
from analyzer.frameworks.orm.deletion import CASCADE, deletion_rule
from analyzer.frameworks.orm.expressions import text
from analyzer.model.data import LinkKind
from analyzer.model.place import Location
from analyzer.model.syntax import Call, Text

OUTSIDE = "?"
"""Stands for a model of pairs that is not of the program."""


class Field(NamedTuple):
    """A field that points at a model: owner and target by class name (target ``""``: a model that is not of the program), the model
    that stores the pairs (``""``: made by Django), and the rule for a deletion."""

    owner: str
    name: str
    kind: LinkKind
    target: str
    through: str
    related: str
    table: str
    at: Location
    on_delete: str


class Fields:
    """The pointing fields of every concrete model, those of abstract bases included."""

    def __init__(self, models: Models) -> None:
        self.models = models
        self.declarations = models.declarations
        self.program = models.declarations.program
        self.targets = Targets(models)
        self.classes = FieldClasses(models.declarations)
        self._active: set[str] = set()

    def of(self, name: str) -> Iterator[Field]:
        """The pointing fields of one concrete model; nearer definitions win, also those that take a field away (``field = None``)."""
        seen: set[str] = set()
        for declared in self.models.fields_from(name):
            for one in reversed(self.declarations.members.get(declared.name, ())):
                if one.target not in seen and not is_bare(one):
                    seen.add(one.target)
                    if isinstance(one.value, Call):
                        yield from self._field(name, declared, one.target, one.value, Location(declared.path, one.line))
            for base in self.declarations.bases(declared.name):
                for given in FIELDS.get(base, ()):
                    if given.name not in seen:
                        seen.add(given.name)
                        target = {SELF: name, USER: self.targets.user}.get(given.target, "")
                        if target or given.kind is LinkKind.MANY_TO_MANY:
                            rule = "" if given.kind is LinkKind.MANY_TO_MANY else CASCADE
                            yield Field(name, given.name, given.kind, target, "", "", "", declared.at, rule)

    def _field(self, name: str, holder: Declared, field: str, call: Call, at: Location) -> Iterator[Field]:
        made = self.program.resolve(holder.module, call.func, holder.local) or call.func
        kind = self.classes.kind(made)
        if kind is None:
            return
        through = self._through(name, holder, made, call) if kind is LinkKind.MANY_TO_MANY else ""
        target = self.targets.of(name, holder, call.argument(0, "to")) or self._preset(name, made, "to")
        if self.classes.is_tags(made):
            target = self._tag(through)
        if target or (kind is LinkKind.MANY_TO_MANY and not through):
            short, label = self.declarations.classes[name].short.lower(), self.models.concrete[name].label
            default = short if kind is LinkKind.ONE_TO_ONE else f"{short}_set"
            related = text(call.keyword("related_name")).replace("%(class)s", short).replace("%(app_label)s", label) or default
            table = text(call.keyword("db_table"))
            rule = self._on_delete(made, kind, call)
            yield Field(name, field, kind, target, through, "" if related.endswith("+") else related, table, at, rule)

    def _on_delete(self, made: str, kind: LinkKind, call: Call) -> str:
        """The rule for a deletion. Before 2.0 Django takes the rows along where none is given, and with a generic relation always."""
        if kind is LinkKind.MANY_TO_MANY:
            return ""
        if kind is LinkKind.GENERIC:
            return CASCADE
        given = call.argument(1, "on_delete")
        given = call.keyword("on_delete") if isinstance(given, Text) else given  # before 2.0 the name of a column could stand there
        preset = next((value for _, value in self.classes.presets(made, "on_delete")), None)
        return deletion_rule(given or preset, "" if made in self.declarations.classes else CASCADE)

    def _preset(self, name: str, made: str, argument: str) -> str:
        """The model that a field class of the program itself gives to an argument, or ``""``."""
        found = (self.targets.of(name, holder, value) for holder, value in self.classes.presets(made, argument))
        return next((target for target in found if target), "")

    def _through(self, name: str, holder: Declared, made: str, call: Call) -> str:
        """The model that stores the pairs; ``""`` where Django makes the table, OUTSIDE where a library does."""
        given = call.keyword("through")
        if given is None and not self.classes.is_tags(made):
            return ""
        return (self.targets.of(name, holder, given) if given is not None else self._preset(name, made, "through")) or OUTSIDE

    def _tag(self, through: str) -> str:
        """The model of the tags: the target of the field ``tag`` of the model that stores the pairs, or ``""``."""
        if through == OUTSIDE or through in self._active:
            return ""
        self._active.add(through)
        found = next((field.target for field in self.of(through) if field.name == "tag"), "")
        self._active.discard(through)
        return found

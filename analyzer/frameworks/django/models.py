"""Which classes are Django models, and in which table each one lives."""

from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.frameworks.constants import text_of
from analyzer.frameworks.django.apps import Apps, setting
from analyzer.frameworks.orm.declarations import Declarations, Declared
from analyzer.frameworks.orm.expressions import is_true
from analyzer.model.syntax import Call, Name

ROOTS = frozenset({"django.db.models.Model", "django.db.models.base.Model", "django.contrib.gis.db.models.Model"})
USERS = ("AbstractUser", "AbstractBaseUser", "PermissionsMixin")
TREES = ("MPTTModel", "MP_Node", "NS_Node", "AL_Node", "TreeNodeModel", "TreeNode")
TAGS = ("ItemBase", "TaggedItemBase", "GenericTaggedItemBase", "GenericUUIDTaggedItemBase", "CommonGenericTaggedItemBase", "TagBase")
SHAPES = ("PolymorphicModel", "ClusterableModel", "TranslatableModel", "TranslatedFieldsModel", "SafeDeleteModel", "SimpleHistoryModel")
TIMES = ("TimeStampedModel", "TimeFramedModel", "SoftDeletableModel", "TitleSlugDescriptionModel", "SingletonModel", "SoloModel")
KNOWN = frozenset({*USERS, *TREES, *TAGS, *SHAPES, *TIMES})
NOT_MODELS = ("Manager", "QuerySet", "Field", "Choices", "Form", "Signal", "Enum", "Config", "Lookup", "Admin", "View", "Serializer")
FIELD_MODULES = ("django.db.models.", "django.contrib.postgres.fields", "django.contrib.gis.db.models.")
PARTS = ("django.db.", "django.forms.", "django.utils.", "django.core.", "django.contrib.postgres.", "django.contrib.gis.")
FOLDERS = frozenset({"models", "abstract_models", "mp_tree", "ns_tree", "al_tree"})


@dataclass(frozen=True, slots=True)
class Model:
    """A concrete model: the class, its app's label, its table."""

    declared: Declared
    label: str
    table: str

    @property
    def key(self) -> str:
        """How strings name the model: ``app.model`` in lower case."""
        return f"{self.label}.{self.declared.short}".lower()


class Models:
    """The models of a program: concrete ones by class name, proxies with the concrete class that they stand for."""

    def __init__(self, declarations: Declarations) -> None:
        self.declarations = declarations
        self.apps = Apps(declarations)
        self.concrete: dict[str, Model] = {}
        self.proxies: dict[str, str] = {}
        self._known: dict[str, bool] = {}
        for variable, base in sorted(self._made()):
            declarations.make(variable, base)
        for name in sorted(declarations.classes):
            self._take(declarations.classes[name])

    def _made(self) -> Iterator[tuple[str, str]]:
        """Variables that hold a model which a function with ``model`` in its name makes of an abstract one, and that one."""
        for variable, values in self.declarations.variables.items():
            call = values[-1].value
            if isinstance(call, Call) and len(call.args) == 1 and "model" in call.func.lower() and isinstance(call.args[0], Name):
                module = self.declarations.program.defined_in(variable)
                base = self.declarations.program.resolve(module, call.args[0].dotted)
                if base in self.declarations.classes and variable not in self.declarations.classes and self._flag(base, "abstract"):
                    yield variable, base

    def _take(self, declared: Declared) -> None:
        if not self._is_model(declared) or self._flag(declared.name, "abstract"):
            return
        if self._flag(declared.name, "proxy"):
            parents = [one for one in self.declarations.lineage(declared.name) if one in self.declarations.classes]
            stored = [one for one in parents if not self._flag(one, "abstract") and not self._flag(one, "proxy")]
            self.proxies[declared.name] = stored[0] if stored else ""
            return
        label = self._option(declared.name, "app_label") or self.apps.label(declared.module)
        table = self._option(declared.name, "db_table") or f"{label}_{declared.short.lower()}"
        found = Model(declared, label, table)
        if not self._is_swapped(found):
            self.concrete[declared.name] = found

    def _is_swapped(self, model: Model) -> bool:
        """Whether a setting names another model to stand for this one, which then has no table."""
        name = self._option(model.declared.name, "swappable")
        chosen = setting(self.declarations.program, name) if name else ""
        return bool(chosen) and chosen.lower() != model.key

    def fields_from(self, name: str) -> Iterator[Declared]:
        """The classes whose bodies give a model its own columns: itself, then its abstract bases; Django takes no field from a class
        that is no model, and what a concrete base declares stays in the table of that base."""
        declared = self.declarations.classes[name]
        yield declared
        for base in self.declarations.bases(name):
            found = self.declarations.classes.get(base)
            if found is not None and base not in self.concrete and base not in self.proxies and self._may_give(found):
                yield from self.fields_from(base)

    def _may_give(self, declared: Declared) -> bool:
        lineage = self.declarations.lineage(declared.name)
        return self._is_model(declared) or any(one not in self.declarations.classes and "." in one for one in lineage)

    def _is_model(self, declared: Declared) -> bool:
        known = self._known.get(declared.name)
        if known is None:
            self._known[declared.name] = False  # asked again on its own way: bases in a circle
            known = self._known[declared.name] = self._find_model(declared)
        return known

    def _find_model(self, declared: Declared) -> bool:
        lineage = self.declarations.lineage(declared.name)
        if any(name in ROOTS for name in lineage):
            return True
        if any(self._is_model(self.declarations.classes[name]) for name in lineage if name in self.declarations.classes):
            return True
        outside = [name for name in lineage if name not in self.declarations.classes and not name.startswith(PARTS)]
        if outside and self._has_fields(declared) and not any(name.endswith(NOT_MODELS) for name in outside):
            return True
        unseen = [name for name in outside if _may_be_model(name)]
        if any(name.rpartition(".")[2] in KNOWN for name in lineage if name not in self.declarations.classes):
            return True
        if any(name.rpartition(".")[2].startswith("Abstract") for name in unseen):
            return True
        return bool(unseen) and f"{declared.name}.Meta" in self.declarations.classes

    def _has_fields(self, declared: Declared) -> bool:
        program = self.declarations.program
        calls = (one.value for one in self.declarations.members.get(declared.name, ()) if isinstance(one.value, Call))
        return any(program.resolve(declared.module, call.func, declared.local).startswith(FIELD_MODULES) for call in calls)

    def _flag(self, name: str, option: str) -> bool:
        """A flag of a class's own ``Meta``: never inherited, except through ``class Meta(Base.Meta)``, where Django resets it."""
        member = self.declarations.member(f"{name}.Meta", option)
        return member is not None and is_true(member.value)

    def _option(self, name: str, option: str) -> str:
        """A string of ``Meta``: the class's own, or that of an abstract base."""
        for owner in (name, *self.declarations.lineage(name)):
            if owner != name and not self._flag(owner, "abstract"):
                continue
            member = self.declarations.member(f"{owner}.Meta", option)
            holder = self.declarations.classes.get(f"{owner}.Meta")
            if member is not None and holder is not None:
                found = text_of(self.declarations.program, holder.module, holder.local, member.value)
                if found:
                    return found
        return ""


def _may_be_model(name: str) -> bool:
    """Whether a base outside the code base may be a model: it lies in a models module and has no other role by name."""
    *folders, last = name.split(".")
    is_other = name.startswith(("django.db.models.", "flask_appbuilder."))
    return bool(FOLDERS.intersection(folders)) and not is_other and not last.endswith(NOT_MODELS)

"""Classes that are bound to an entity: forms, serializers, admin pages and generic views (``model``, ``queryset``, ``Meta.model``)."""

from functools import cache

from analyzer.frameworks.data_access.catalogue import Catalogue
from analyzer.frameworks.data_access.values import Value
from analyzer.frameworks.orm.dialect import Shape
from analyzer.frameworks.orm.expressions import last_name, spelled
from analyzer.model.syntax import Call, Expr, Name

ATTRIBUTES = {
    **dict.fromkeys(("object", "instance", "get_object", "save"), Shape.ROW),
    **dict.fromkeys(("object_list", "get_queryset", "filter_queryset", "queryset"), Shape.QUERY),
}
PARAMETERS = {**dict.fromkeys(("obj", "instance", "object"), Shape.ROW), **dict.fromkeys(("queryset", "qs"), Shape.QUERY)}
EDITORS = frozenset(
    {
        *("CreateView", "UpdateView", "DeleteView", "ModelAdmin", "TabularInline", "StackedInline", "ModelViewSet", "ModelView"),
        *("CreateAPIView", "UpdateAPIView", "DestroyAPIView", "ListCreateAPIView", "RetrieveUpdateAPIView", "RetrieveDestroyAPIView"),
        *("RetrieveUpdateDestroyAPIView", "CreateModelMixin", "UpdateModelMixin", "DestroyModelMixin"),
    }
)


class Bound:
    """Answers for one catalogue, remembered."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.program = catalogue.program
        self.entity = cache(self._entity)

    def attribute(self, class_name: str, name: str) -> Value | None:
        """What an attribute or method that a library gives to a bound class holds or returns."""
        shape = ATTRIBUTES.get(name)
        entity = self.entity(class_name) if shape is not None else ""
        return Value(entity, shape) if entity and shape is not None else None

    def parameter(self, class_name: str, name: str) -> Value | None:
        """What a library gives to a parameter of a method of a bound class."""
        shape = PARAMETERS.get(name)
        entity = self.entity(class_name) if shape is not None else ""
        return Value(entity, shape) if entity and shape is not None else None

    def edits(self, class_name: str) -> str:
        """The entity whose rows a class changes by what it inherits from a library, or ``""``."""
        is_editor = any(last_name(one) in EDITORS for one in self.program.ancestors(class_name) if not self.program.defined_in(one))
        return self.entity(class_name) if is_editor else ""

    def _entity(self, class_name: str) -> str:
        for owner in (class_name, *self.program.ancestors(class_name)):
            module = self.program.defined_in(owner)
            syntax = self.program.class_syntax(owner) if module else None
            if syntax is None:
                continue
            for within, names in ((owner, ("model", "queryset")), (f"{owner}.Meta", ("model",))):
                for one in self.program.body(within):
                    found = self._named(module, one.value) if one.target in names else ""
                    if found:
                        return found
            for decorator in syntax.decorators:
                if isinstance(decorator, Call) and last_name(decorator.func) == "register" and decorator.args:
                    found = self._named(module, decorator.args[0])
                    if found:
                        return found
        return ""

    def _named(self, module: str, value: Expr) -> str:
        """The entity that ``Order``, ``Order.objects.all()`` or ``get_user_model()`` names."""
        if isinstance(value, Call) and last_name(value.func) in self.catalogue.lookups:
            return self.catalogue.entity(".".join(filter(None, map(spelled, value.args))).lower() or last_name(value.func))
        if not isinstance(value, Name | Call):
            return ""
        parts = spelled(value).partition("(")[0].split(".")
        names = (".".join(parts[:count]) for count in range(len(parts), 0, -1))
        return next((found for name in names if (found := self.catalogue.entity(self.program.resolve(module, name)))), "")

"""What a field class is, and which model a field class of the program chooses by itself."""

import re
from collections.abc import Iterator

from analyzer.frameworks.orm.declarations import Declarations, Declared
from analyzer.frameworks.orm.expressions import last_name, text
from analyzer.model.data import LinkKind
from analyzer.model.syntax import Expr, Text

TAGS = frozenset({"TaggableManager", "ClusterTaggableManager"})
KINDS = {
    "ForeignKey": LinkKind.FOREIGN_KEY,
    "TreeForeignKey": LinkKind.FOREIGN_KEY,
    "TreeNodeForeignKey": LinkKind.FOREIGN_KEY,
    "ParentalKey": LinkKind.FOREIGN_KEY,
    "ForeignObject": LinkKind.FOREIGN_KEY,
    "OneToOneField": LinkKind.ONE_TO_ONE,
    "AutoOneToOneField": LinkKind.ONE_TO_ONE,
    "ManyToManyField": LinkKind.MANY_TO_MANY,
    "TreeManyToManyField": LinkKind.MANY_TO_MANY,
    "ParentalManyToManyField": LinkKind.MANY_TO_MANY,
    "SortedManyToManyField": LinkKind.MANY_TO_MANY,
    "GenericRelation": LinkKind.GENERIC,
    **dict.fromkeys(TAGS, LinkKind.MANY_TO_MANY),
}
MODEL = re.compile(r"[a-z_]\w*\.[A-Z]\w*")


class FieldClasses:
    """Field classes by full name, remembered."""

    def __init__(self, declarations: Declarations) -> None:
        self.declarations = declarations
        self.program = declarations.program
        self._known: dict[str, str] = {}

    def kind(self, made: str) -> LinkKind | None:
        """How a field of this class points at a model; None where it is no such field."""
        return KINDS.get(self._root(made))

    def is_tags(self, made: str) -> bool:
        """Whether the class is a manager of tags: its pairs and its target are told by the model of the pairs."""
        return self._root(made) in TAGS

    def presets(self, made: str, argument: str) -> Iterator[tuple[Declared, Expr]]:
        """What constructors of the program give to an argument, with the place where each expression is to be read:
        ``kwargs.setdefault("to", Status)``, for ``to`` a model named in the constructor or in an attribute of the class, too."""
        for owner in (made, *self.program.ancestors(made)):
            declared = self.declarations.classes.get(owner)
            if declared is None:
                continue
            syntax, maker = self.program.modules[declared.module], f"{declared.local}.__init__"
            for site in syntax.calls:
                call = site.call
                if site.scope == maker and last_name(call.func) == "setdefault" and len(call.args) > 1 and text(call.args[0]) == argument:
                    yield declared._replace(local=maker), call.args[1]
            if argument == "to":
                yield from ((declared, Text(one.value)) for one in syntax.literals if one.scope == maker and MODEL.fullmatch(one.value))
                yield from ((declared, one.value) for one in self.declarations.members.get(owner, ()) if one.target.endswith("model"))

    def _root(self, made: str) -> str:
        """The known name among those of a class and its bases, or ``""``."""
        found = self._known.get(made)
        if found is None:
            names = (one.rpartition(".")[2] for one in (made, *self.program.ancestors(made)))
            found = self._known[made] = next((name for name in names if name in KINDS), "")
        return found

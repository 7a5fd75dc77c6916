"""Variables that bear the name of an entity, where nothing else tells what they hold: ``order`` holds an ``Order``, ``orders`` several.

A guess that the uses of the variable must bear out: whatever is taken from it has to be a member of the entity.
"""

from analyzer.frameworks.data_access.catalogue import Catalogue
from analyzer.frameworks.data_access.values import GUESSED, Value
from analyzer.frameworks.orm.dialect import Shape
from analyzer.frameworks.orm.schema import Nearest
from analyzer.model.syntax import FunctionSyntax, Use

EVERY_ROW = frozenset({"id", "pk", "_meta", "_state", "__class__", "query", "objects", "metadata", "refresh_from_db", "full_clean"})
EVERY_LIST = frozenset({"append", "all", "count", "exists", "filter", "exclude", "first", "last", "order_by", "sort", "extend", "distinct"})
MIN_LENGTH = 3


class Namesakes:
    """Entities by the names of variables, and the members that bear a guess out."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.program = catalogue.program
        classes = [one for one in catalogue.entities.values() if self.program.class_syntax(one.name) is not None]
        self._nearest = Nearest((_singular(_plain(one.name.rpartition(".")[2])), one) for one in classes)
        self._keys = frozenset(self._nearest)
        self._members: dict[str, frozenset[str]] = {}

    def names_one(self, function: FunctionSyntax) -> bool:
        """Whether a function has a parameter that may be guessed."""
        return any(one.annotation is None and not one.star and _singular(_plain(one.name)) in self._keys for one in function.parameters)

    def guess(self, module: str, name: str, uses: tuple[Use, ...]) -> Value | None:
        """What a variable of a scope holds by its name, borne out by the uses in that scope and those inside it."""
        plain = _plain(name)
        key = _singular(plain)
        if key not in self._keys or len(key) < MIN_LENGTH:
            return None
        entity = self._nearest.find(key, module)
        assert entity is not None
        taken = {part for part in (_taken(use.chain, name) for use in uses) if part}
        if plain != key:
            return Value(entity.name, Shape.ROWS, GUESSED) if taken <= EVERY_LIST else None
        known = self.members(entity.name)
        borne = sum(part in known or part.removesuffix("_id") in known for part in taken)
        is_named = not taken and name.islower()
        return Value(entity.name, Shape.ROW, GUESSED) if is_named or (borne and borne >= 2 * (len(taken - EVERY_ROW) - borne)) else None

    def members(self, entity: str) -> frozenset[str]:
        """Attributes and methods of an entity's rows, inherited ones and relations included."""
        found = self._members.get(entity)
        if found is None:
            names: set[str] = set()
            for owner in (entity, *self.program.ancestors(entity)):
                names.update(one.target for one in self.program.body(owner))
                names.update(self.catalogue.attributes.get(owner, ()))
            found = self._members[entity] = frozenset(names) | self.catalogue.dialect[entity].row_writes
        return found


def _taken(chain: str, name: str) -> str:
    """The attribute that a chain takes from a variable, or ``""``."""
    head, _, rest = chain.partition(".")
    return rest.partition(".")[0].rstrip("()[]") if head == name else ""


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _singular(plain: str) -> str:
    if plain.endswith("ies") and len(plain) > MIN_LENGTH + 1:
        return f"{plain[:-3]}y"
    if plain.endswith(("sses", "xes", "ches", "shes")):
        return plain[:-2]
    return plain[:-1] if plain.endswith("s") and not plain.endswith(("ss", "us", "is")) else plain

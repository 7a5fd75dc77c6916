"""What becomes of rows that point at a row which is deleted, as a mapper or the database is told."""

from analyzer.frameworks.orm.expressions import last_name, spelled
from analyzer.model.syntax import Expr

CASCADE = "cascade"
OTHER = "custom"
"""What the program decides by a rule of its own, or in a way that reading cannot follow."""
RULES = frozenset({CASCADE, "db-cascade", "db-set-default", "db-set-null", "do-nothing", "no-action", "protect", "restrict", "set"})
RULES |= {"set-default", "set-null"}


def deletion_rule(given: Expr | None, otherwise: str = "") -> str:
    """``cascade`` of ``models.CASCADE``, ``OnDelete.CASCADE`` or ``"CASCADE"``, ``set-null`` of ``"SET NULL"`` or ``SET_NULL``, ``set`` of
    ``SET(...)``, ``custom`` of anything else; ``otherwise`` where nothing is given."""
    if given is None:
        return otherwise
    rule = "-".join(last_name(spelled(given)).lower().replace("_", " ").split())
    return rule if rule in RULES else OTHER

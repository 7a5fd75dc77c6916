"""Tables that stand in the source as ``Table(...)``, mapped or not."""

from analyzer.frameworks.orm.declarations import Declarations, is_migration
from analyzer.frameworks.orm.expressions import calls_in, last_name, text
from analyzer.model.syntax import Call

TABLE = "Table"


def table_calls(declarations: Declarations) -> dict[str, Call]:
    """The calls that make a table when a module is imported, by full name: of the variable or class attribute that holds it, else of
    the module with the name of the table."""
    found: dict[str, Call] = {}
    for module in declarations.modules:
        syntax = declarations.program.modules[module]
        if is_migration(syntax.path):
            continue
        kept = [site for site in syntax.calls if not site.scope and last_name(site.call.func) == TABLE]
        for one in syntax.assignments:
            if isinstance(one.value, Call) and last_name(one.value.func) == TABLE and one.target != "__table__":
                full = f"{module}.{one.scope}.{one.target}" if one.scope else f"{module}.{one.target}"
                known = full in declarations.variables or (one.scope and f"{module}.{one.scope}" in declarations.members)
                if known and _is_table(declarations, module, one.value, one.scope):
                    found[full] = one.value
        held = {call.line for name, call in found.items() if name.startswith(f"{module}.")} if kept else set()
        for site in kept:
            name = text(site.call.argument(0, "name"))
            if name and site.call.line not in held and _is_table(declarations, module, site.call, ""):
                found.setdefault(f"{module}.{name}", site.call)
    return found


def _is_table(declarations: Declarations, module: str, call: Call, scope: str) -> bool:
    resolved = declarations.program.resolve(module, call.func, scope)
    has_columns = next((part for argument in call.args for part in calls_in(argument, "Column")), None) is not None
    return len(call.args) > 1 and (resolved.startswith(("sqlalchemy.", "sqlmodel.")) or has_columns)

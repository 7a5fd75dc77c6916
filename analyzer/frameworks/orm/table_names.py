"""Names of tables that a method or function of the program makes from the name of the class."""

from analyzer.frameworks.orm.expressions import last_name
from analyzer.model.syntax import Call, FunctionSyntax, Name, Text
from analyzer.model.text import snake_case

WORDS = ("snake", "underscore", "camel", "tablename", "table_name")


def made_by(function: FunctionSyntax, short: str) -> str:
    """What a function of a class returns for a class of this name, in the ways that are common; ``""`` for all others."""
    own = f"{function.parameters[0].name}.__name__" if function.parameters else "cls.__name__"
    for value in function.returned:
        if isinstance(value, Text):
            return _filled(value, own, short)
        if isinstance(value, Name) and value.dotted == own:
            return short
        if isinstance(value, Call):
            return _called(value, own, short)
    return ""


def _filled(text: Text, own: str, short: str) -> str:
    """A literal, or one with a single hole: filled with the name of the class, in small letters unless it is used as it is."""
    if text.value.count("{}") > 1:
        return ""
    part = text.parts[0] if len(text.parts) == 1 else None
    name = short if part == Name(own) else _called(part, own, short) if isinstance(part, Call) else short.lower()
    return text.value.replace("{}", name) if name or "{}" not in text.value else ""


def _called(value: Call, own: str, short: str) -> str:
    if value.func == f"{own}.lower":
        return short.lower()
    if not any(isinstance(one, Name) and one.dotted == own for one in value.args):
        return ""
    verb = last_name(value.func).lower()
    return snake_case(short) if any(word in verb for word in WORDS) else ""

"""What is a database session, as far as names and types tell."""

from analyzer.frameworks.orm.expressions import last_name, words
from analyzer.model.syntax import Call, Name
from analyzer.read.program import Program

WORDS = ("session", "sess")
HANDLES = frozenset({"db", "conn", "connection", "engine", "uow", "dbapi_con"})


def is_session(program: Program, module: str, scope: str, func: str) -> bool:
    """Whether the call ``func`` (``db.session.add``) is a call on a session: by its name, its annotation, or what made it."""
    receiver = func.rpartition(".")[0]
    last = last_name(receiver).rstrip("()[]").lower()
    return bool(receiver) and (any(word in last for word in WORDS) or _is_typed(program, module, scope, receiver))


def is_handle(program: Program, module: str, scope: str, func: str) -> bool:
    """Whether a call is on a session, a connection or an engine."""
    receiver = func.rpartition(".")[0]
    return is_session(program, module, scope, func) or last_name(receiver).rstrip("()[]").lower() in HANDLES


def _is_typed(program: Program, module: str, scope: str, receiver: str) -> bool:
    while scope:
        function = program.function_syntax(f"{module}.{scope}")
        for parameter in function.parameters if function is not None else ():
            if parameter.name == receiver:
                return any("Session" in last_name(word) for word in words(parameter.annotation))
        for one in program.body(f"{module}.{scope}"):
            if one.target == receiver:
                made = one.value.func if isinstance(one.value, Call) else one.value.dotted if isinstance(one.value, Name) else ""
                return "session" in last_name(made).lower()
        scope = scope.rpartition(".")[0]
    return False

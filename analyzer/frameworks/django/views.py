"""The handler behind a route, and the methods that it answers."""

from analyzer.frameworks.orm.expressions import last_name, text
from analyzer.model.syntax import Call, Expr, FunctionSyntax, Items, Name, Subscript, Text
from analyzer.read.program import Program

MAX_HOPS = 6
VERBS = ("get", "post", "put", "patch", "delete", "head", "options")
PLAIN_VIEWS = frozenset({"View", "APIView", "object"})
SAFE = {"require_GET": ("GET",), "require_POST": ("POST",), "require_safe": ("GET", "HEAD")}


def handler(program: Program, module: str, scope: str, view: Expr | None, prefix: str = "", hops: int = 0) -> str:
    """The full dotted name of the function or class behind a view argument, decorators looked through; ``""`` where unknown."""
    if isinstance(view, Text):
        return f"{prefix}.{view.value}" if prefix and not program.defined_in(view.value) else view.value
    if isinstance(view, Name):
        return _variable(program, program.resolve(module, view.dotted, scope), hops)
    if isinstance(view, Call):
        if last_name(view.func) == "as_view":
            return program.resolve(module, view.func.rpartition(".")[0].removesuffix("()"), scope)
        inside = [handler(program, module, scope, one, prefix, hops) for one in (*view.args, *(value for _, value in view.keywords))]
        known = [one for one in inside if program.defined_in(one)]
        wrapped = next((one for one in known if _is_definition(program, one)), "")
        made = program.resolve(module, view.func.partition("()")[0], scope)
        return wrapped or (made if program.defined_in(made) or not view.args else "")
    if isinstance(view, Items | Subscript):
        parts = view.items if isinstance(view, Items) else (view.key,)
        return next((one for one in (handler(program, module, scope, part, prefix, hops) for part in parts) if one), "")
    return ""


def _variable(program: Program, name: str, hops: int) -> str:
    """What a module variable such as ``index = Index.as_view()`` stands for; the name itself for everything else."""
    if not name or hops > MAX_HOPS or _is_definition(program, name):
        return name
    module = program.defined_in(name)
    if module and name != module:
        for one in program.body(module):
            if one.target == name[len(module) + 1 :] and isinstance(one.value, Call):
                return handler(program, module, "", one.value, "", hops + 1) or name
    return name


def _is_definition(program: Program, name: str) -> bool:
    return program.function_syntax(name) is not None or program.class_syntax(name) is not None


def methods(program: Program, name: str) -> tuple[str, ...]:
    """The HTTP methods that a handler answers, sorted; empty where any method may reach it, or nothing is known."""
    function = program.function_syntax(name)
    if function is not None:
        return _decorated(function)
    if program.class_syntax(name) is None:
        return ()
    lineage = (name, *program.ancestors(name))
    unseen = [one for one in lineage if program.class_syntax(one) is None and last_name(one) not in PLAIN_VIEWS]
    if any(last_name(one).endswith(("View", "ViewSet", "Mixin")) for one in unseen):
        return ()
    return tuple(sorted(verb.upper() for verb in VERBS if any(program.function_syntax(f"{one}.{verb}") is not None for one in lineage)))


def _decorated(function: FunctionSyntax) -> tuple[str, ...]:
    for one in function.decorators:
        if isinstance(one, Name) and last_name(one.dotted) in SAFE:
            return SAFE[last_name(one.dotted)]
        if isinstance(one, Call) and last_name(one.func) in ("require_http_methods", "api_view"):
            given = one.argument(0)
            names = tuple(text(item).upper() for item in given.items) if isinstance(given, Items) else ()
            return tuple(sorted(name for name in names if name)) or (("GET",) if last_name(one.func) == "api_view" else ())
    return ()

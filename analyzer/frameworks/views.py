"""What serves a rule: a function, or a class with a method for each verb."""

from typing import NamedTuple

from analyzer.frameworks.constants import text_of, texts_of
from analyzer.frameworks.scopes import Bindings
from analyzer.model.syntax import Call, Expr, Name
from analyzer.read.program import Program

MAX_HOPS = 6
VIEW_METHODS = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "trace"})


class View(NamedTuple):
    """What serves a rule: full dotted name of the handler, its module, the endpoint name that it brings, its verbs (None: default)."""

    handler: str
    module: str
    name: str
    methods: tuple[str, ...] | None


def view_of(program: Program, bindings: Bindings, module: str, scope: str, expr: Expr | None, hops: int = 0) -> View | None:
    """What a view argument means: a function, ``Class.as_view("name")``, a variable that holds either, or one wrapped in a call."""
    if hops > MAX_HOPS:
        return None
    if isinstance(expr, Name):
        return _named(program, bindings, module, scope, expr.dotted, hops)
    if not isinstance(expr, Call):
        return None
    owner, _, last = expr.func.rpartition(".")
    if last == "as_view" and "(" not in owner:
        return _class_view(program, module, scope, owner, expr)
    wrapped = (view_of(program, bindings, module, scope, value, hops + 1) for value in expr.args)
    return next((view for view in wrapped if view is not None), None)


def verbs(program: Program, class_name: str) -> tuple[str, ...]:
    """The verbs that a class and its bases of the code base have methods for, upper case, sorted."""
    names = (class_name, *program.ancestors(class_name))
    return tuple(sorted(verb.upper() for verb in VIEW_METHODS if any(program.function_syntax(f"{name}.{verb}") for name in names)))


def class_methods(program: Program, class_name: str) -> tuple[str, ...] | None:
    """The verbs of a view class: its ``methods`` attribute, else its methods, else None."""
    for name in (class_name, *program.ancestors(class_name)):
        owner = program.defined_in(name)
        for one in program.body(name) if owner else ():
            if one.target == "methods":
                texts = texts_of(program, owner, one.scope, one.value)
                if texts:
                    return tuple(sorted(text.upper() for text in texts))
    return verbs(program, class_name) or None


def _named(program: Program, bindings: Bindings, module: str, scope: str, chain: str, hops: int) -> View | None:
    for bound in bindings.find(module, scope, chain):
        view = view_of(program, bindings, bound.module, bound.scope, bound.value, hops + 1)
        if view is not None:
            return view
    full = program.resolve(module, chain, scope) or _method(program, bindings, module, scope, chain)
    owner = program.defined_in(full) if full else ""
    if not owner or full == owner:
        return None
    return View(full, owner, full.rpartition(".")[2], None)


def _method(program: Program, bindings: Bindings, module: str, scope: str, chain: str) -> str:
    """The method that ``self.name`` means, own or inherited, by full dotted name; ``""`` for anything else."""
    receiver, _, name = chain.partition(".")
    holder = bindings.enclosing_class(module, scope) if receiver in ("self", "cls") and name else ""
    family = (f"{module}.{holder}", *program.ancestors(f"{module}.{holder}")) if holder else ()
    return next((f"{one}.{name}" for one in family if program.function_syntax(f"{one}.{name}") is not None), "")


def _class_view(program: Program, module: str, scope: str, owner: str, call: Call) -> View | None:
    full = program.resolve(module, owner, scope)
    if not full or not program.defined_in(full):
        return None
    name = text_of(program, module, scope, call.argument(0, "name")) or full.rpartition(".")[2]
    return View(full, program.defined_in(full), name, class_methods(program, full) or ("GET",))

"""What an expression gives, as far as reading proves it: literals, columns, queries, calls of known functions."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field

from analyzer.extract.inference import kinds
from analyzer.extract.inference.annotations import annotated
from analyzer.extract.inference.bindings import falls_through, given_names, own_nodes
from analyzer.extract.inference.kinds import JSON, NONE, UNKNOWN, Kind, constant, inner, is_plain, joined, list_of
from analyzer.extract.inference.queries import answered
from analyzer.extract.inference.world import World
from analyzer.extract.nodes import Function

DEPTH = 12
FILLS = frozenset({"add", "append", "appendleft", "extend", "insert", "setdefault", "update"})


@dataclass(slots=True)
class Scope:
    """One function of a module as its expressions are read: what is known of its parameters, and what its local names are given."""

    world: World
    module: str
    function: Function | None
    given: Mapping[str, Kind] = field(default_factory=dict)
    depth: int = 0
    _bound: dict[str, list[ast.expr | None]] | None = None
    _changed: frozenset[str] | None = None
    _open: set[str] = field(default_factory=set)

    def kind(self, node: ast.expr) -> Kind:
        """The kind of an expression; unknown where nothing proves it."""
        reader = getattr(self, f"_{type(node).__name__.lower()}", None)
        return reader(node) if reader is not None and self.depth < DEPTH else UNKNOWN

    def local(self, name: str) -> bool:
        """Whether a name is bound in the function."""
        return name in self._bindings()

    def entity(self, node: ast.expr) -> str:
        """The entity class that a name or chain stands for; ``""`` for none."""
        root = node
        while isinstance(root, ast.Attribute):
            root = root.value
        if not isinstance(root, ast.Name) or self.local(root.id):
            return ""
        dotted = self.world.dotted(self.module, node)
        return dotted if dotted in self.world.entities else ""

    def returned(self) -> Kind:
        """What the function returns, all its ways together."""
        if self.function is None or any(isinstance(part, ast.Yield | ast.YieldFrom) for part in own_nodes(self.function)):
            return UNKNOWN
        values = [part.value for part in own_nodes(self.function) if isinstance(part, ast.Return)]
        found = [NONE if value is None else self.kind(value) for value in values]
        return (
            joined(*found, *([NONE] if falls_through(self.function.body) else []))
            if found or falls_through(self.function.body)
            else UNKNOWN
        )

    def _constant(self, node: ast.Constant) -> Kind:
        return constant(node.value)

    def _joinedstr(self, node: ast.JoinedStr) -> Kind:
        return frozenset({"str"})

    def _name(self, node: ast.Name) -> Kind:
        if node.id in self._open or node.id in self._filled():
            return UNKNOWN
        bindings = self._bindings()
        if node.id not in bindings:
            return self.given.get(node.id, UNKNOWN) or self._global(self.world.dotted(self.module, node))
        self._open.add(node.id)
        try:
            found = [UNKNOWN if value is None else self.kind(value) for value in bindings[node.id]]
            before = [self.given[node.id]] if node.id in self.given else []
            return joined(*found, *before) if node.id not in self._parameters() or before else UNKNOWN
        finally:
            self._open.discard(node.id)

    def _filled(self) -> frozenset[str]:
        """Names whose value is changed in place: what a list is made with does not tell what it holds later."""
        if self._changed is not None:
            return self._changed
        found = set()
        for part in own_nodes(self.function) if self.function is not None else ():
            value = (
                part.func.value if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute) and part.func.attr in FILLS else None
            )
            value = part.value if isinstance(part, ast.Subscript) and isinstance(part.ctx, ast.Store) else value
            if isinstance(value, ast.Name):
                found.add(value.id)
        self._changed = frozenset(found)
        return self._changed

    def _global(self, dotted: str) -> Kind:
        module, _, name = dotted.rpartition(".")
        tree = self.world.tree(module) if module in self.world.paths else None
        lines = [line for line in tree.body if isinstance(line, ast.Assign) and _names(line) == [name]] if tree is not None else []
        return constant(lines[0].value.value) if len(lines) == 1 and isinstance(lines[0].value, ast.Constant) else UNKNOWN

    def _boolop(self, node: ast.BoolOp) -> Kind:
        return joined(*(self.kind(value) for value in node.values))

    def _ifexp(self, node: ast.IfExp) -> Kind:
        return joined(self.kind(node.body), self.kind(node.orelse))

    def _unaryop(self, node: ast.UnaryOp) -> Kind:
        if isinstance(node.op, ast.Not):
            return frozenset({"bool"})
        found = self.kind(node.operand)
        return found if found and found <= {"int", "float", "Decimal", "timedelta"} else UNKNOWN

    def _compare(self, node: ast.Compare) -> Kind:
        if all(isinstance(one, ast.In | ast.NotIn | ast.Is | ast.IsNot) for one in node.ops) or self.kind(node.left):
            return frozenset({"bool"})
        return UNKNOWN

    def _binop(self, node: ast.BinOp) -> Kind:
        return kinds.operated(node.op, self.kind(node.left), self.kind(node.right))

    def _list(self, node: ast.List) -> Kind:
        return list_of(joined(*(self.kind(one) for one in node.elts))) if node.elts else frozenset({"list"})

    def _dict(self, node: ast.Dict) -> Kind:
        parts = [*node.keys, *node.values]
        known = all(one is not None and is_plain(self.kind(one)) for one in parts)
        return frozenset({"dict"}) if known else UNKNOWN

    def _await(self, node: ast.Await) -> Kind:
        return self.kind(node.value)

    def _namedexpr(self, node: ast.NamedExpr) -> Kind:
        return self.kind(node.value)

    def _listcomp(self, node: ast.ListComp) -> Kind:
        bound = {target.id: one.iter for one in node.generators for target in [one.target] if isinstance(target, ast.Name)}
        given = {name: self._items(self.kind(source)) for name, source in bound.items()}
        if len(bound) != len(node.generators):
            return UNKNOWN
        within = Scope(self.world, self.module, None, {**self.given, **given}, self.depth + 1)
        return list_of(within.kind(node.elt))

    def _items(self, kind: Kind) -> Kind:
        return inner(next(iter(kind))) if len(kind) == 1 and next(iter(kind)).startswith("list[") else UNKNOWN

    def _subscript(self, node: ast.Subscript) -> Kind:
        dotted = self.world.dotted(self.module, node.value) if not self._is_local(node.value) else ""
        if dotted in ("flask.request.args", "flask.request.form", "flask.request.headers", "os.environ", "flask.request.cookies"):
            return frozenset({"str"})
        if dotted == "flask.request.json":
            return JSON
        value = self.kind(node.value)
        if value == {"str"} or (value and isinstance(node.slice, ast.Slice)):
            return value
        return JSON if value == JSON else self._items(value)

    def _attribute(self, node: ast.Attribute) -> Kind:
        if not self._is_local(node) and self.world.dotted(self.module, node) == "flask.request.json":
            return JSON
        value = self.kind(node.value) - {"None"}
        if len(value) != 1:
            return UNKNOWN
        (name,) = value
        if name in self.world.entities:
            return self.world.columns(name).get(node.attr, UNKNOWN) or self._property(f"{name}.{node.attr}")
        return _one(kinds.ATTRIBUTES.get(name, {}).get(node.attr))

    def _property(self, name: str) -> Kind:
        known = self.world.definitions.get(name)
        if known is None or not any(one.partition("(")[0].endswith("property") for one in known.decorators):
            return UNKNOWN
        return self.result(name)

    def _call(self, node: ast.Call) -> Kind:
        if found := answered(node, self):
            return found
        if isinstance(node.func, ast.Attribute) and (found := self._method(node.func)):
            return found
        dotted = "" if self._is_local(node.func) else self.world.dotted(self.module, node.func)
        if dotted in kinds.CALLS:
            return _one(kinds.CALLS[dotted])
        if dotted in kinds.SOMETIMES:
            default = self.kind(node.args[1]) if len(node.args) > 1 else NONE
            return joined(_one(kinds.SOMETIMES[dotted]), default) if not node.keywords else UNKNOWN
        if dotted in kinds.FROM_JSON:
            return JSON
        if dotted in ("builtins.list", "builtins.sorted") and len(node.args) == 1:
            found = self.kind(node.args[0])
            return found if all(name.startswith("list") for name in found) else UNKNOWN
        if dotted in ("builtins.round", "builtins.abs") and node.args:
            found = self.kind(node.args[0])
            return found | {"int"} if is_plain(found) and found <= {"int", "float", "Decimal"} else UNKNOWN
        if dotted in self.world.values or dotted in self.world.entities:
            return frozenset({dotted})
        return self.result(dotted) if dotted in self.world.definitions else UNKNOWN

    def _method(self, function: ast.Attribute) -> Kind:
        value = self.kind(function.value)
        if value == JSON and function.attr == "get":
            return JSON
        if len(value) != 1:
            return UNKNOWN
        (name,) = value
        if name in self.world.entities:
            return self.result(f"{name}.{function.attr}")
        return _one(kinds.METHODS.get(name, {}).get(function.attr))

    def result(self, name: str) -> Kind:
        """What a function of the code base returns, by its annotation or by reading it; decorated ones are not looked into."""
        known, function = self.world.definitions.get(name), self.world.function(name)
        if known is None or function is None or known.is_generator:
            return UNKNOWN
        if known.returns and function.returns is not None:
            return annotated(function.returns, known.module, self.world)
        wrapped = {one.partition("(")[0].rpartition(".")[2] for one in known.decorators} - {"staticmethod", "classmethod", "property"}
        if wrapped or self.depth >= DEPTH or isinstance(function, ast.AsyncFunctionDef):
            return UNKNOWN
        return Scope(self.world, known.module, function, parameters(self.world, name), self.depth + 3).returned()

    def _is_local(self, node: ast.expr) -> bool:
        while isinstance(node, ast.Attribute):
            node = node.value
        return isinstance(node, ast.Name) and (self.local(node.id) or node.id in self.given or node.id in self._parameters())

    def _parameters(self) -> frozenset[str]:
        if self.function is None:
            return frozenset()
        arguments = self.function.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
        return frozenset(one.arg for one in every if one is not None)

    def _bindings(self) -> dict[str, list[ast.expr | None]]:
        """Every name that the function binds, with the expressions that it is given; None for what cannot be followed."""
        if self._bound is None:
            self._bound = {}
            for part in own_nodes(self.function) if self.function is not None else ():
                for name, value in given_names(part):
                    self._bound.setdefault(name, []).append(value)
        return self._bound


def parameters(world: World, name: str) -> dict[str, Kind]:
    """What is known of the parameters of a function by their annotations, and of a method's object by its class."""
    known, function = world.definitions.get(name), world.function(name)
    if known is None or function is None:
        return {}
    every = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    found = {one.arg: annotated(one.annotation, known.module, world) for one in every if one.annotation is not None}
    owner = name.rpartition(".")[0]
    if owner in world.entities and every and every[0].arg == "self":
        found["self"] = frozenset({owner})
    return {name: kind for name, kind in found.items() if kind}


def _one(name: str | None) -> Kind:
    return frozenset({name}) if name else UNKNOWN


def _names(line: ast.Assign) -> list[str]:
    return [target.id for target in line.targets if isinstance(target, ast.Name)]

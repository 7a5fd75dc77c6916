"""Places where a service asks for stored objects of another by a simple query, which can become a call of a named function."""

import ast
import copy
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from analyzer.extract.inference.kinds import Kind, is_plain
from analyzer.extract.inference.reading import Scope, parameters
from analyzer.extract.inference.world import World
from analyzer.extract.nodes import Function

_ENDS = frozenset({"count", "exists", "first", "get", "one", "one_or_none"})
_NARROWS = frozenset({"exclude", "filter", "filter_by", "order_by"})
_TAKEN = frozenset({"args", "kwargs", "self", "target"})


@dataclass(frozen=True, slots=True)
class QuerySite:
    """One query in a function: where its text begins and ends (line from 1, column from 0, as the parser counts), the entity, the query
    with parameters in place of its values, the text of these values, what the query's names stand for, and what it gives."""

    function: str
    start: tuple[int, int]
    end: tuple[int, int]
    entity: str
    query: str
    arguments: tuple[tuple[str, str], ...]
    names: tuple[tuple[str, str], ...]
    gives_entity: bool
    ends: str


def query_sites(module: str, world: World, foreign: Collection[str], routes: Mapping[str, Mapping[str, Kind]]) -> Iterator[QuerySite]:
    """The queries of a module for the ``foreign`` entities, in the order of the text. Queries in loops, in coroutines, in transactions
    and at module level stay as they are, and so does each whose values are not proven to be plain or stored."""
    tree = world.tree(module)
    for name, function in _functions(tree, module) if tree is not None else ():
        if isinstance(function, ast.FunctionDef) and not any("atomic" in ast.unparse(one) for one in function.decorator_list):
            scope = Scope(world, module, function, {**routes.get(name, {}), **parameters(world, name)})
            for call in _straight(function.body):
                if (found := _site(name, call, scope, foreign)) is not None:
                    yield found


def _functions(tree: ast.Module, module: str) -> Iterator[tuple[str, Function]]:
    for node in tree.body:
        if isinstance(node, Function):
            yield f"{module}.{node.name}", node
        elif isinstance(node, ast.ClassDef):
            yield from ((f"{module}.{node.name}.{one.name}", one) for one in node.body if isinstance(one, Function))


def _straight(body: Iterable[ast.AST]) -> Iterator[ast.Call]:
    """The calls that run at most once in a run of the function, outermost first; not those inside of one that is given."""
    for node in body:
        if isinstance(node, ast.For | ast.AsyncFor | ast.While | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp | ast.Lambda):
            continue
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Await):
            continue
        if isinstance(node, ast.With | ast.AsyncWith) and re.search(r"atomic|begin|transaction", ast.unparse(node.items[0].context_expr)):
            continue
        if isinstance(node, ast.Call):
            yield node
        yield from _straight(ast.iter_child_nodes(node))


def _site(name: str, call: ast.Call, scope: Scope, foreign: Collection[str]) -> QuerySite | None:
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in _ENDS:
        return None
    entity, django = _head(call.func.value, scope)
    if entity not in foreign or (call.func.attr == "exists" and not django):
        return None
    made = _Parameters(scope, entity)
    query = made.of(call, django)
    names = _names(query, scope, {given for given, _ in made.arguments}) if query is not None else None
    if query is None or names is None or call.end_lineno is None or call.end_col_offset is None:
        return None
    return QuerySite(
        name, (call.lineno, call.col_offset), (call.end_lineno, call.end_col_offset), entity, ast.unparse(query), tuple(made.arguments),
        names, call.func.attr not in ("count", "exists") or made.takes_entities, call.func.attr,
    )  # fmt: skip


def _head(node: ast.expr, scope: Scope) -> tuple[str, bool]:
    """The entity at the beginning of a chain, and whether it is one of Django."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr == "query" and len(node.args) == 1 and not node.keywords:
            return scope.entity(node.args[0]), False
        if node.func.attr not in _NARROWS:
            return "", False
        node = node.func.value
    if isinstance(node, ast.Attribute) and node.attr in ("query", "objects"):
        return scope.entity(node.value), node.attr == "objects"
    return "", False


class _Parameters:
    """Takes the values out of a query."""

    def __init__(self, scope: Scope, entity: str) -> None:
        self.scope, self.entity = scope, entity
        self.arguments: list[tuple[str, str]] = []
        self.takes_entities = False

    def of(self, call: ast.Call, django: bool) -> ast.Call | None:
        """A copy of the query with parameters for its values; None where one of them is not closed."""
        made = copy.deepcopy(call)
        node: ast.expr = made
        links = []
        while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr != "query":
            links.append(node)
            node = node.func.value
        return made if all(self._link(one, django) for one in reversed(links)) else None

    def _link(self, link: ast.Call, django: bool) -> bool:
        assert isinstance(link.func, ast.Attribute)
        name = link.func.attr
        if any(word.arg is None for word in link.keywords) or (link.keywords and name == "order_by"):
            return False
        if name == "order_by":
            return all(self._is_column(one) or (isinstance(one, ast.Constant) and isinstance(one.value, str)) for one in link.args)
        if name == "filter" and not django:
            return not link.keywords and all(isinstance(one, ast.Compare) and self._compared(one) for one in link.args)
        if name == "get" and not django:
            if len(link.args) != 1 or link.keywords or isinstance(link.args[0], ast.Starred):
                return False
            link.args[0], good = self._value("key", link.args[0])
            return good
        if link.args:
            return False
        for word in link.keywords:
            word.value, good = self._value(str(word.arg), word.value)
            if not good:
                return False
        return bool(link.keywords) or name in _ENDS

    def _is_column(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("asc", "desc") and not node.args:
            node = node.func.value
        return isinstance(node, ast.Attribute) and self.scope.entity(node.value) == self.entity

    def _compared(self, node: ast.Compare) -> bool:
        simple = len(node.ops) == 1 and isinstance(node.ops[0], ast.Eq | ast.NotEq | ast.Lt | ast.LtE | ast.Gt | ast.GtE)
        if not simple or not isinstance(node.left, ast.Attribute) or not self._is_column(node.left):
            return False
        node.comparators[0], good = self._value(node.left.attr, node.comparators[0])
        return good

    def _value(self, name: str, value: ast.expr) -> tuple[ast.expr, bool]:
        if isinstance(value, ast.Constant):
            return value, True
        kind = self.scope.kind(value)
        entities = kind & set(self.scope.world.entities)
        if not kind or not (is_plain(kind - entities) or not kind - entities):
            return value, False
        self.takes_entities = self.takes_entities or bool(entities)
        taken = {known for known, _ in self.arguments} | _TAKEN
        free = next(one for number in range(1, 100) if (one := name if number == 1 else f"{name}_{number}") not in taken)
        self.arguments.append((free, ast.unparse(value)))
        return ast.Name(free, ast.Load()), True


def _names(query: ast.expr, scope: Scope, given: Collection[str]) -> tuple[tuple[str, str], ...] | None:
    """What the names of a query stand for, as definitions of the code base; None where one of them is something else."""
    found = {}
    for part in ast.walk(query):
        if isinstance(part, ast.Name) and part.id not in given:
            dotted = "" if scope.local(part.id) else scope.world.dotted(scope.module, part)
            if dotted not in scope.world.definitions:
                return None
            found[part.id] = dotted
    return None if set(found) & set(given) else tuple(sorted(found.items()))

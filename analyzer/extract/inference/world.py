"""The code base as inference reads it: modules parsed once, what their names stand for, the columns of entities."""

import ast
import builtins
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from analyzer.extract.inference.kinds import COLUMNS, KEYS, UNKNOWN, Kind
from analyzer.extract.nodes import Function, last_name
from analyzer.extract.source_text import tree_at
from analyzer.model.codebase import Codebase
from analyzer.model.data import Entity
from analyzer.model.facts import Definition
from analyzer.model.place import ModuleName

_LINKS = frozenset({"ForeignKey", "OneToOneField", "ForeignKeyField"})
_FOLLOWED = 6


@dataclass(slots=True)
class World:
    """``values`` are the dotted names of classes of plain values; everything else is read on demand and kept."""

    codebase: Codebase
    sources: Callable[[str], bytes]
    values: frozenset[str]
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    entities: Mapping[str, Entity] = field(default_factory=dict)
    paths: Mapping[str, str] = field(default_factory=dict)
    trees: dict[str, ast.Module | None] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    columns_of: dict[str, dict[str, Kind]] = field(default_factory=dict)
    packages: frozenset[str] = frozenset()

    @classmethod
    def of(cls, codebase: Codebase, sources: Callable[[str], bytes], values: frozenset[str]) -> "World":
        """The world of a code base."""
        paths = {str(file.module): file.path for file in codebase.files if file.path.endswith(".py")}
        packages = frozenset(module for module, path in paths.items() if path.endswith("__init__.py"))
        definitions = {str(known.name): known for known in codebase.of(Definition)}
        entities = {str(entity.name): entity for entity in codebase.of(Entity)}
        return cls(codebase, sources, values, definitions, entities, paths, packages=packages)

    def tree(self, module: str) -> ast.Module | None:
        """A module parsed; None where it cannot be."""
        if module not in self.trees:
            self.trees[module] = tree_at(self.paths.get(module), self.sources)
        return self.trees[module]

    def function(self, name: str) -> Function | None:
        """The function or method of a dotted name; None where there is not exactly one."""
        definition = self.definitions.get(name)
        tree = self.tree(definition.module) if definition is not None else None
        if definition is None or tree is None:
            return None
        body: list[ast.stmt] = tree.body
        *classes, last = name.removeprefix(f"{definition.module}.").split(".")
        for one in classes:
            body = next((node.body for node in body if isinstance(node, ast.ClassDef) and node.name == one), [])
        found = [node for node in body if isinstance(node, Function) and node.name == last]
        return found[0] if len(found) == 1 else None

    def global_names(self, module: str) -> dict[str, str]:
        """What the names at the top level of a module stand for, as dotted names."""
        if module not in self.names:
            tree = self.tree(module)
            found: dict[str, str] = {}
            for node in tree.body if tree is not None else ():
                if isinstance(node, ast.Import):
                    found.update(
                        (one.asname or one.name.partition(".")[0], one.name if one.asname else one.name.partition(".")[0])
                        for one in node.names
                    )
                elif isinstance(node, ast.ImportFrom):
                    origin = self._origin(module, node)
                    found.update((one.asname or one.name, f"{origin}.{one.name}") for one in node.names)
                elif isinstance(node, Function | ast.ClassDef):
                    found[node.name] = f"{module}.{node.name}"
                elif isinstance(node, ast.Assign):
                    found.update((target.id, f"{module}.{target.id}") for target in node.targets if isinstance(target, ast.Name))
            self.names[module] = found
        return self.names[module]

    def _origin(self, module: str, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        parts = module.split(".")
        kept = parts[: len(parts) - node.level + (module in self.packages)]
        return ".".join([*kept, *([node.module] if node.module else [])])

    def dotted(self, module: str, node: ast.expr) -> str:
        """The dotted name that a name or chain of attributes stands for at module level; ``""`` where that is not known."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ""
        start = self.global_names(module).get(node.id, f"builtins.{node.id}" if hasattr(builtins, node.id) else "")
        return self.followed(".".join([start, *reversed(parts)])) if start else ""

    def followed(self, name: str) -> str:
        """A dotted name where it is defined, past modules that only import it."""
        for _ in range(_FOLLOWED):
            module, _, last = name.rpartition(".")
            if name in self.definitions or module not in self.paths or last not in (known := self.global_names(module)):
                return name
            if known[last] == name:
                return name
            name = known[last]
        return name

    def columns(self, entity: str) -> dict[str, Kind]:
        """The kinds of what an entity and its bases in the code base declare as columns, by attribute."""
        if entity not in self.columns_of:
            self.columns_of[entity] = {}
            definition = self.definitions.get(entity)
            tree = self.tree(definition.module) if definition is not None else None
            if definition is not None and tree is not None:
                found: dict[str, Kind] = {"pk": KEYS - {"None"}, "id": KEYS - {"None"}} if self._is_django(entity) else {}
                for base in reversed(definition.bases):
                    found |= self.columns(base)
                last = entity.rpartition(".")[2]
                for node in (one for one in ast.walk(tree) if isinstance(one, ast.ClassDef) and one.name == last):
                    for line in node.body:
                        found |= self._column(definition.module, line)
                self.columns_of[entity] = found
        return self.columns_of[entity]

    def _is_django(self, entity: str) -> bool:
        return entity in self.entities and self.entities[entity].framework == "django"

    def _column(self, module: ModuleName, line: ast.stmt) -> dict[str, Kind]:
        target = (
            line.targets[0]
            if isinstance(line, ast.Assign) and len(line.targets) == 1
            else line.target
            if isinstance(line, ast.AnnAssign)
            else None
        )
        value = line.value if isinstance(line, ast.Assign | ast.AnnAssign) else None
        if not isinstance(target, ast.Name) or not isinstance(value, ast.Call):
            return {}
        last = last_name(value.func)
        if last in _LINKS and value.args:
            linked = value.args[0]
            name = linked.value if isinstance(linked, ast.Constant) and isinstance(linked.value, str) else ""
            dotted = f"{module}.{name}" if name else self.dotted(module, linked)
            kind: Kind = frozenset({dotted, "None"}) if dotted in self.entities else UNKNOWN
            return {target.id: kind, f"{target.id}_id": KEYS}
        if last in COLUMNS:
            return {target.id: frozenset({COLUMNS[last], "None"})}
        inside = [COLUMNS[name] for one in value.args if (name := last_name(one.func if isinstance(one, ast.Call) else one)) in COLUMNS]
        if last in ("Column", "mapped_column") and inside:
            return {target.id: frozenset({inside[0], "None"})}
        links = [one for one in value.args if isinstance(one, ast.Call) and last_name(one.func) == "ForeignKey"]
        return {target.id: KEYS} if last in ("Column", "mapped_column") and links else {}

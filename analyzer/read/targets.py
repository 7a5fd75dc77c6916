"""Which definitions a use of a chain touches: ``self``, typed variables and attributes, constructors and return types followed."""

from collections.abc import Sequence

from analyzer.model.place import QualName
from analyzer.model.syntax import Assignment, Call, ClassSyntax, Expr, FunctionSyntax, Name, Subscript
from analyzer.read.names import NameTable, chain_of

MAX_DEPTH = 6


class Targets:
    """Answers for one name table; what a local variable holds is cached.

    ``instances`` are the variables of modules that were found to hold an instance of a class of the code base.
    """

    def __init__(self, names: NameTable) -> None:
        self.instances: set[str] = set()
        self._names = names
        self._locals: dict[tuple[str, str, str], str] = {}
        self._attributes: dict[tuple[str, str], str] = {}
        self._known = names.known_part
        self._walked: dict[tuple[str, str, str], Sequence[QualName]] = {}
        self._members: dict[tuple[str, str], tuple[str, str]] = {}
        self._scope = ("", "")
        self._starts: dict[str, tuple[str, str]] = {}

    def of(self, module: str, chain: str, scope: str) -> Sequence[QualName]:
        """Full dotted names of the definitions of the code base that a chain in a scope ends at or calls on its way.

        ``Order(1).total`` touches ``Order`` and ``Order.total``. Empty where nothing of the code base is touched.
        """
        if chain.isidentifier():
            found = self._names.head(module, chain, scope)
            return [QualName(known)] if found and (known := self._known(found)) else []
        # Where a chain ends hangs on what it starts from: scopes that start from the same share the way.
        current, instance, way = self._began(module, chain, scope, 0)
        if not current and not instance:
            return ()
        known_way = self._walked.get((current, instance, way))
        if known_way is None:
            known_way = self._walked[current, instance, way] = self._walk(current, instance, way, 0)[0]
        return known_way

    def instance_of(self, module: str, chain: str, scope: str) -> str:
        """The full dotted name of the class of the code base of which the value of a chain is an instance, ``""`` where none is known."""
        return self._follow(module, chain, scope, 0)[1]

    def _follow(self, module: str, chain: str, scope: str, depth: int) -> tuple[Sequence[QualName], str]:
        """The definitions touched, and the class of which the value is an instance (``""`` where unknown)."""
        if depth > MAX_DEPTH:
            return (), ""
        current, instance, way = self._began(module, chain, scope, depth)
        return self._walk(current, instance, way, depth) if current or instance else ((), "")

    def _began(self, module: str, chain: str, scope: str, depth: int) -> tuple[str, str, str]:
        """What the first name of a chain means: a definition, the class of an instance, both for a variable of a module (``""`` both for
        none); and the rest."""
        head = chain.partition(".")[0]
        bare = head.rstrip("()[]")
        current, instance = self._start(module, bare, scope, depth)
        if not instance and (not current or not self._names.defined_in(current)):
            return "", "", ""
        return current, instance, chain[len(bare) :]

    def _walk(self, current: str, instance: str, way: str, depth: int) -> tuple[Sequence[QualName], str]:
        suffix, _, rest = way.partition(".")
        touched: list[QualName] = []
        segments = rest.split(".") if rest else []
        # What a library gives to an object is a use of the variable that holds it, and no other one of its class.
        held = instance if segments and current else ""
        if held:
            touched.append(QualName(self._known(current)))
        while True:
            if suffix.startswith("()") and (current or instance):
                if current:
                    touched.append(QualName(self._known(current)))
                current, instance = self._called(current, instance, depth)
            elif suffix.startswith("[]"):
                if current and not segments and self._names.is_known(current):
                    touched.append(QualName(current))
                current, instance = "", ""
            if not segments:
                break
            segment = segments.pop(0)
            bare = segment.rstrip("()[]")
            suffix = segment[len(bare) :]
            current, instance = self._attribute(current, instance, bare, depth)
            if not current and not instance:
                break
        if current:
            touched.append(QualName(self._known(current)))
        if len(touched) < 2:
            return touched if touched and touched[0] else [], instance
        return [one for one in dict.fromkeys(touched) if one and one != held], instance

    def _start(self, module: str, name: str, scope: str, depth: int) -> tuple[str, str]:
        if depth:
            # Asked on the way to another answer, this one may not be the last word.
            return self._find_start(module, name, scope, depth)
        if self._scope != (module, scope):
            self._scope, self._starts = (module, scope), {}
        known = self._starts.get(name)
        if known is None:
            known = self._find_start(module, name, scope, depth)
            self._starts[name] = known
        return known

    def _find_start(self, module: str, name: str, scope: str, depth: int) -> tuple[str, str]:
        found = self._names.head(module, name, scope)
        if found:
            return found, self._variable(found, depth)
        return "", self._local(module, name, scope, depth) if scope else ""

    def _variable(self, name: str, depth: int) -> str:
        """The class of which a variable of a module is an instance."""
        module, local = self._names.local_name(name)
        known = self._names.bindings[module] if local else None
        if known is None or local not in known.variables or local in known.definitions or depth > MAX_DEPTH:
            return ""
        key = (module, local, "")
        if key not in self._locals:
            self._locals[key] = ""
            found = (self._class_of(module, one, "", depth) for one in self._names.bound_in(module, "").get(local, ()))
            self._locals[key] = next(filter(None, found), "")
            if self._locals[key]:
                self.instances.add(name)
        return self._locals[key]

    def _attribute(self, current: str, instance: str, name: str, depth: int) -> tuple[str, str]:
        if not instance:
            return self._names.attributes(current, name), ""
        if depth:
            return self._find_member(instance, name, depth)
        key = (instance, name)
        known = self._members.get(key)
        if known is None:
            known = self._members[key] = self._find_member(instance, name, depth)
        return known

    def _find_member(self, instance: str, name: str, depth: int) -> tuple[str, str]:
        member = self._names.attributes(instance, name)
        if self._names.is_known(member):
            function = self._names.function_syntax(member)
            if function is not None and any(chain_of(one).endswith("property") for one in function.decorators):
                return member, self._returned(member, function, depth)
            return member, ""
        return member if self._names.defined_in(member) else "", self._attribute_type(instance, name, depth)

    def _called(self, current: str, instance: str, depth: int) -> tuple[str, str]:
        if not current:
            return "", ""
        if self._names.class_syntax(current) is not None:
            return "", current
        function = self._names.function_syntax(current)
        return "", self._returned(current, function, depth) if function is not None else ""

    def _returned(self, name: str, function: FunctionSyntax, depth: int) -> str:
        """The class of what a function returns, by its annotation or by the one constructor that it returns."""
        module, local = self._names.local_name(name)
        if function.returns is not None:
            return self._class_of_annotation(module, function.returns, local)
        if len(function.returned) == 1 and depth < MAX_DEPTH:
            return self._class_of_value(module, function.returned[0], local, depth + 1)
        return ""

    def _local(self, module: str, name: str, scope: str, depth: int) -> str:
        """The class of which a local variable or parameter is an instance."""
        key = (module, name, scope)
        if key not in self._locals:
            self._locals[key] = ""
            self._locals[key] = self._find_local(module, name, scope, depth)
        return self._locals[key]

    def _find_local(self, module: str, name: str, scope: str, depth: int) -> str:
        names = self._names.bindings[module]
        while scope:
            function = names.definitions.get(scope)
            if isinstance(function, FunctionSyntax):
                owner = scope.rpartition(".")[0]
                if function.parameters and function.parameters[0].name == name and isinstance(names.definitions.get(owner), ClassSyntax):
                    return f"{module}.{owner}"
                for parameter in function.parameters:
                    if parameter.name == name:
                        return self._class_of_annotation(module, parameter.annotation, scope)
                for assignment in self._names.bound_in(module, scope).get(name, ()):
                    found = self._class_of(module, assignment, scope, depth)
                    if found:
                        return found
            scope = scope.rpartition(".")[0]
        return ""

    def _attribute_type(self, class_name: str, attribute: str, depth: int) -> str:
        """The class of ``self.attribute``, from the class body or what its methods assign."""
        key = (class_name, attribute)
        if key not in self._attributes:
            self._attributes[key] = ""
            for one in (class_name, *self._names.ancestors(class_name)):
                found = self._find_attribute(one, attribute, depth)
                if found:
                    self._attributes[key] = found
                    break
        return self._attributes[key]

    def _find_attribute(self, class_name: str, attribute: str, depth: int) -> str:
        for scope, assignment in self._names.bodies.attributes(class_name).get(attribute, ()):
            found = self._class_of(self._names.defined_in(class_name), assignment, scope, depth)
            if found:
                return found
        return ""

    def _class_of(self, module: str, assignment: Assignment, scope: str, depth: int) -> str:
        if assignment.annotation is not None:
            return self._class_of_annotation(module, assignment.annotation, scope)
        return self._class_of_value(module, assignment.value, scope, depth + 1)

    def _class_of_value(self, module: str, value: Expr, scope: str, depth: int) -> str:
        if isinstance(value, Call) and value.func:
            return self._follow(module, f"{value.func}()", scope, depth)[1]
        if isinstance(value, Name):
            return self._follow(module, value.dotted, scope, depth)[1]
        return ""

    def _class_of_annotation(self, module: str, annotation: Expr | None, scope: str) -> str:
        for chain in _annotated(annotation):
            found = self._names.resolve(module, chain, scope.rpartition(".")[0])
            if found and self._names.class_syntax(found) is not None:
                return found
        return ""


def _annotated(annotation: Expr | None) -> list[str]:
    """The chains that an annotation may stand for: itself, the parts of a union, what ``Optional`` holds."""
    if isinstance(annotation, Name):
        return [annotation.dotted]
    if isinstance(annotation, Subscript):
        if isinstance(annotation.value, Name) and annotation.value.dotted.rpartition(".")[2] in ("Optional", "|", "Union", "Annotated"):
            parts = getattr(annotation.key, "items", (annotation.key,))
            return [chain for part in parts for chain in _annotated(part)]
        return _annotated(annotation.value)
    value = getattr(annotation, "value", None)
    return [value] if isinstance(value, str) and value.replace(".", "").isidentifier() else []

"""A module's outline: what other modules can see of it, whatever lines it stands on. What changed between two outlines, word by word."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from analyzer.model.syntax import Assignment, ModuleSyntax

WORD = re.compile(r"\w+")
CALL_FIELDS = 5
"""A call as plain values: its tag, what is called, arguments, keywords, line."""


class Element(NamedTuple):
    """A part of an outline: the names that it gives a meaning to (last names, without their owners), and what it says, without lines."""

    names: tuple[str, ...]
    told: str

    @property
    def words(self) -> frozenset[str]:
        """Every word in it."""
        return frozenset(WORD.findall(self.told))


def outline(syntax: ModuleSyntax) -> Iterator[Element]:
    """The parts of a module's outline, those that give a meaning to the same name in the order of the source."""
    functions = {function.name for function in syntax.functions}
    for statement in syntax.imports:
        for name, alias in statement.names:
            told = (statement.module, statement.level, name, alias, statement.scope)
            bound = name if name == "*" else alias or statement.module.partition(".")[0]
            # What a function imports for itself nobody else can name, but what the function returns may hang on it.
            inside = statement.scope in functions and bound != "*"
            yield Element(tuple(statement.scope.split(".")) if inside else (bound,), repr(("import", told)))
    for function in syntax.functions:
        yield Element((_last(function.name),), _told("function", msgspec.structs.replace(function, line=0, end_line=0)))
    for one in syntax.classes:
        yield Element((_last(one.name),), _told("class", msgspec.structs.replace(one, line=0, end_line=0)))
    scopes = _Scopes(syntax)
    for assignment in sorted(syntax.assignments, key=lambda one: one.line):
        yield Element(scopes.given(assignment), _told("assignment", msgspec.structs.replace(assignment, line=0)))


class _Scopes:
    """The names to which the assignments of a module give a meaning.

    A variable of a function nobody else can name. What may hang on it is what the outermost function around it returns, whatever tells
    that function's name, as all that is defined or set inside of it does, and the class of a method that is called without being named.
    """

    def __init__(self, syntax: ModuleSyntax) -> None:
        self._functions = {function.name: function for function in syntax.functions}

    def given(self, assignment: Assignment) -> tuple[str, ...]:
        """The names that an assignment gives a meaning to, itself or through what hangs on it."""
        if not self._is_local(assignment):
            return self._set(assignment)
        parts = assignment.scope.split(".")
        outermost = next(name for at in range(len(parts)) if (name := ".".join(parts[: at + 1])) in self._functions)
        owner, _, name = outermost.rpartition(".")
        return (name, _last(owner)) if owner and name.startswith("__") else (name,)

    def _is_local(self, assignment: Assignment) -> bool:
        return assignment.scope in self._functions and assignment.target.isidentifier()

    def _set(self, assignment: Assignment) -> tuple[str, ...]:
        """The words of a target; an object's own name inside of its method is none."""
        words, function = WORD.findall(assignment.target), self._functions.get(assignment.scope)
        own = function is not None and len(words) > 1 and bool(function.parameters) and function.parameters[0].name == words[0]
        return tuple(words[1:] if own else words)


def words_changed(before: ModuleSyntax, after: ModuleSyntax) -> frozenset[str] | None:
    """The names to which two versions of a module give another meaning; None where that cannot be told (star imports)."""
    old, new = _by_name(before), _by_name(after)
    found = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    found.update(set(before.exports or ()) ^ set(after.exports or ()))
    return None if "*" in found else frozenset(found)


def _by_name(syntax: ModuleSyntax) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for element in outline(syntax):
        for name in element.names:
            found[name].append(element.told)
    return found


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _told(kind: str, part: object) -> str:
    return repr((kind, _without_lines(msgspec.to_builtins(part, builtin_types=(bytes,)))))


def _without_lines(value: Any) -> Any:
    if isinstance(value, list | tuple):
        inner = [_without_lines(one) for one in value]
        if len(inner) == CALL_FIELDS and inner[0] == "C" and isinstance(inner[4], int):
            inner[4] = 0
        return inner
    return value

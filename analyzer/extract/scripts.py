"""Own modules that are there to be run, not to be imported: they act as soon as they are, and nothing reaches them."""

import ast
from collections.abc import Callable, Collection, Iterator
from typing import TypeGuard

from analyzer.extract.code_index import CodeIndex
from analyzer.extract.nodes import last_name
from analyzer.extract.source_text import tree_at
from analyzer.model.codebase import Codebase
from analyzer.model.data import Entity
from analyzer.model.place import ModuleName
from analyzer.model.source import FileKind
from analyzer.model.surface import COMMANDS, Application, Endpoint, Message, Task

_ENDS = frozenset({"exit", "quit", "input", "sys.exit", "os._exit", "os.abort"})
_ASKS = frozenset({"parse_args", "parse_known_args", "serve_forever", "run_forever", "run_until_complete", "patch_all"})
_STARTS = frozenset({"main", "run", "cli", "serve"})
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def scripts_of(
    codebase: Codebase, code: CodeIndex, entry: Collection[ModuleName], sources: Callable[[str], bytes]
) -> frozenset[ModuleName]:
    """The modules that no code but tests and scripts names, that register nothing with a framework, and that act when they are
    imported: they read the command line, end the process, serve, wait in a loop, or make an application of their own."""
    kept = frozenset(entry) | _reached(code) | _registering(codebase)
    factories = _factories(codebase)
    found = set()
    for module, file in code.files.items():
        if module in kept or file.is_package or file.kind is not FileKind.CODE:
            continue
        made = frozenset(name for fact in code.imports.get(module, ()) for name in fact.names if (fact.resolved, name) in factories)
        tree = tree_at(file.path, sources)
        if tree is not None and any(_acts(node, made) for node in at_import(tree.body)):
            found.add(module)
    return frozenset(found)


def _reached(code: CodeIndex) -> frozenset[ModuleName]:
    aside = (FileKind.TEST, FileKind.SCRIPT)
    importing = (fact for importer, facts in code.imports.items() if code.files[importer].kind not in aside for fact in facts)
    naming = (fact for module, facts in code.strings.items() if code.files[module].kind not in aside for fact in facts)
    return frozenset({name for fact in importing for name in (fact.target, fact.resolved)} | {fact.target_module for fact in naming})


def _registering(codebase: Codebase) -> frozenset[ModuleName]:
    """The modules with routes, queue jobs, listeners or stored entities."""
    jobs = {task.module for task in codebase.of(Task) if task.framework not in COMMANDS}
    listeners = {message.module for message in codebase.of(Message) if message.role == "receive"}
    return frozenset({*(one.module for one in codebase.of(Endpoint)), *(one.module for one in codebase.of(Entity)), *jobs, *listeners})


def _factories(codebase: Codebase) -> frozenset[tuple[ModuleName, str]]:
    return frozenset((one.module, one.attribute) for one in codebase.of(Application) if one.is_factory)


def at_import(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """What runs when a module is imported: all but the bodies of functions and classes, and what is only for a main program."""
    pending: list[ast.AST] = list(reversed(body))
    while pending:
        node = pending.pop()
        if isinstance(node, _FUNCTIONS):
            continue
        if _is_main(node):
            pending += reversed(node.orelse)
            continue
        yield node
        pending += reversed(list(ast.iter_child_nodes(node)))


def _is_main(node: ast.AST) -> TypeGuard[ast.If]:
    return isinstance(node, ast.If) and any(isinstance(part, ast.Name) and part.id == "__name__" for part in ast.walk(node.test))


def _acts(node: ast.AST, factories: frozenset[str]) -> bool:
    if isinstance(node, ast.While):
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return last_name(node.value.func) in _STARTS or _acts(node.value, factories)
    if not isinstance(node, ast.Call):
        return False
    return ast.unparse(node.func) in _ENDS | factories or last_name(node.func) in _ASKS

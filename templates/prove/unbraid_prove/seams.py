"""The functions that stand at seams, intercepted wherever they are held: in modules, registries, decorators.

A function keeps its identity and its signature; its code becomes a call of ``dispatch``, and a copy keeps the original.
"""

import functools
import inspect
import sys
import threading
import types

from unbraid_prove.imports import after_import
from unbraid_prove.journal import JOURNAL
from unbraid_prove.run import current

DEPTH = 60
ENTERING = threading.local()


class Seam:
    def __init__(self, told):
        self.id = told["id"]
        self.target = told["target"]
        self.module = told["module"]
        self.callee = told["callee"]
        self.drops_first = False
        self.original = None
        self.is_async = False


def install(dispatch):
    """``dispatch(seam, args, options)`` is called for every call that crosses from one service to another."""
    for told in current().seams:
        seam = Seam(told)
        after_import(seam.module, functools.partial(_intercept, seam=seam, dispatch=dispatch))


def _intercept(module, seam, dispatch):
    function = _function_of(module, seam)
    if function is None:
        JOURNAL.trouble("the seam {} is no function that can be intercepted".format(seam.target))
        return
    seam.original = types.FunctionType(
        function.__code__, function.__globals__, function.__name__, function.__defaults__, function.__closure__
    )
    seam.original.__kwdefaults__ = function.__kwdefaults__
    seam.is_async = inspect.iscoroutinefunction(function)
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        signature = None
    name = "_unbraid_" + "".join(char if char.isalnum() else "_" for char in seam.target)
    function.__globals__[name] = _async_entry(seam, dispatch) if seam.is_async else _entry(seam, dispatch)
    function.__code__ = _trampoline(name, function.__code__, seam.is_async)
    function.__defaults__ = function.__kwdefaults__ = None
    if signature is not None:
        function.__signature__ = signature


def _function_of(module, seam):
    found = module
    for part in seam.target[len(seam.module) + 1 :].split("."):
        found = inspect.getattr_static(found, part, None)
    if isinstance(found, classmethod):
        seam.drops_first = True
    if isinstance(found, (classmethod, staticmethod)):
        found = found.__func__
    if not inspect.isfunction(found):
        inner = getattr(found, "run", None) or getattr(found, "func", None) or getattr(found, "original_func", None)
        found = getattr(inner, "__func__", inner)
    if not inspect.isfunction(found) or inspect.isgeneratorfunction(found) or inspect.isasyncgenfunction(found):
        return None
    return found


def _trampoline(name, code, is_async):
    """Code that calls ``name`` with all its arguments, with as many free variables as the code it replaces."""
    free = ["v{}".format(number) for number in range(len(code.co_freevars))]
    lines = ["def make({}):".format(", ".join(free))]
    lines.append("    {}def stand_in(*args, **options):".format("async " if is_async else ""))
    if free:
        lines.append("        if 0: {}".format(", ".join(free)))
    lines.append("        return {}{}(args, options)".format("await " if is_async else "", name))
    lines.append("    return stand_in")
    made = {}
    exec(compile("\n".join(lines), "<seam {}>".format(name), "exec"), made)
    return made["make"](*free).__code__


def _entry(seam, dispatch):
    def enter(args, options):
        if not _crosses(seam):
            return seam.original(*args, **options)
        return dispatch(seam, args, options)

    return enter


def _async_entry(seam, dispatch):
    async def enter(args, options):
        if not _crosses(seam):
            return await seam.original(*args, **options)
        return await dispatch(seam, args, options)

    return enter


def _crosses(seam):
    """Whether the nearest code of the monolith up the stack belongs to another service; what is shared runs in all."""
    if getattr(ENTERING, "target", None) == seam.target:
        ENTERING.target = None
        return False
    owners = current().owners
    frame = sys._getframe(3)
    for _ in range(DEPTH):
        if frame is None:
            return False
        name = frame.f_globals.get("__name__", "")
        if name in owners:
            return owners[name] != seam.callee
        frame = frame.f_back
    return False

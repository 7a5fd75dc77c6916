"""What a test does inside its own process that cannot reach a service: patches, captured logs and queries, rendered contexts."""

import functools
import os
import sys
import unittest.mock

from unbraid_prove.imports import after_import, replace
from unbraid_prove.journal import JOURNAL

_OF_CLIENTS = ("response_class", "test_cli_runner_class", "test_client_class")
"""What an application of Flask gives its test client: it stays in the test's own process and needs no carrying."""

_ACTIVE = {}
"""Reasons that hold now: key to (code, text)."""


def install():
    replace(unittest.mock._patch, "__enter__", _entering("patch", _patched))
    replace(unittest.mock._patch, "__exit__", _leaving)
    replace(unittest.mock._patch_dict, "__enter__", _entering("patch", _patched_dict))
    replace(unittest.mock._patch_dict, "__exit__", _leaving)
    after_import("unittest._log", lambda module: _context(module._AssertLogsContext, "logs", "reads the log of its own process"))
    after_import("django.test.utils", _django_utils)
    after_import("django.test.testcases", _django_cases)
    after_import("_pytest.monkeypatch", _monkeypatch)
    after_import("_pytest.logging", _caplog)


def at_request(app):
    """Note everything that holds while a request is made."""
    for code, text in list(_ACTIVE.values()):
        JOURNAL.reason(code, text)
    overrides = getattr(app, "dependency_overrides", None)
    if overrides:
        names = sorted(getattr(one, "__qualname__", repr(one)) for one in overrides)
        JOURNAL.reason("dependency", "overrides the dependencies {}".format(", ".join(names)))


def _entering(code, describe):
    def make(original):
        @functools.wraps(original)
        def __enter__(self):
            found = original(self)
            text = "" if _is_of_a_runner() else describe(self)
            if text:
                _ACTIVE[id(self)] = (code, text)
            return found

        return __enter__

    return make


_ENTERING = ("_enter_context", "enterContext", "enterClassContext", "enterModuleContext", "enter_context")


def _is_of_a_runner():
    """Whether a test framework itself patches something, for what it guards and not for a test."""
    frame = sys._getframe(2)
    while frame is not None:
        module, name = frame.f_globals.get("__name__", ""), frame.f_code.co_name
        if module == "unittest.mock" and name in ("patched", "decoration_helper"):
            return False
        if not (module.startswith(("unittest.mock", "contextlib", "unbraid_prove")) or name in _ENTERING):
            return module.startswith(("django.test", "pytest_django", "_pytest"))
        frame = frame.f_back
    return False


def _leaving(original):
    @functools.wraps(original)
    def __exit__(self, *details):
        _ACTIVE.pop(id(self), None)
        return original(self, *details)

    return __exit__


def _patched(patch):
    target = getattr(patch, "target", None)
    owner = getattr(target, "__name__", type(target).__name__)
    module = getattr(target, "__module__", "") or ""
    name = ".".join(part for part in (module if isinstance(module, str) else "", owner, patch.attribute) if part)
    return "patches {} while a request is made".format(name)


def _patched_dict(patch):
    if patch.in_dict is os.environ or patch.in_dict == "os.environ":
        return ""
    return "patches a dictionary while a request is made"


def _context(kind, code, text):
    replace(kind, "__enter__", _entering(code, lambda one: text))
    replace(kind, "__exit__", _leaving)


def _django_utils(module):
    _context(module.CaptureQueriesContext, "queries", "counts the queries of its own process")


def _django_cases(module):
    for name in ("_AssertTemplateUsedContext", "_AssertTemplateNotUsedContext"):
        if hasattr(module, name):
            _context(getattr(module, name), "templates", "looks at the templates that were rendered")


def _monkeypatch(module):
    def setting(original):
        @functools.wraps(original)
        def method(self, target, name=None, *args, **options):
            is_carried = target is os.environ or (name in _OF_CLIENTS and hasattr(target, "wsgi_app"))
            if not is_carried and JOURNAL.test is not None and not type(target).__module__.startswith("_pytest"):
                text = target if isinstance(target, str) else "{}.{}".format(getattr(target, "__name__", type(target).__name__), name)
                _ACTIVE[(id(self), len(_ACTIVE))] = ("patch", "patches {} while a request is made".format(text)[:200])
            return original(self, target, *(() if name is None else (name,)), *args, **options)

        return method

    def undoing(original):
        @functools.wraps(original)
        def undo(self):
            for key in [key for key in _ACTIVE if isinstance(key, tuple) and key[0] == id(self)]:
                del _ACTIVE[key]
            return original(self)

        return undo

    kind = module.MonkeyPatch
    for name in ("setattr", "delattr", "setitem", "delitem"):
        replace(kind, name, setting)
    replace(kind, "undo", undoing)


def _caplog(module):
    for name in ("text", "records", "record_tuples", "messages"):
        original = getattr(module.LogCaptureFixture, name, None)
        if isinstance(original, property):
            setattr(module.LogCaptureFixture, name, _noted(original.fget))


def _noted(getter):
    def read(self):
        JOURNAL.reason("logs", "reads the log of its own process")
        return getter(self)

    return property(read)


_WATCHED = {}
_ATTRIBUTES = {"context": "context", "templates": "templates"}


def watched(response):
    """The response of Django's client, telling when a test looks at what only its own process can know."""
    kind = type(response)
    if kind not in _WATCHED:
        made = {name: _telling(name) for name in ("context", "templates")}
        _WATCHED[kind] = type(kind.__name__, (kind,), made)
    for name in ("context", "templates"):
        if name in response.__dict__:
            response.__dict__["_unbraid_" + name] = response.__dict__.pop(name)
    response.__class__ = _WATCHED[kind]
    return response


def _telling(name):
    def read(self):
        JOURNAL.reason("templates", "looks at the {} that was rendered".format(name))
        return self.__dict__.get("_unbraid_" + name)

    def write(self, value):
        self.__dict__["_unbraid_" + name] = value

    return property(read, write)

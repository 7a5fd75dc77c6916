"""Which tests run and how they end: unittest and Django here, pytest in ``unbraid_prove_pytest``."""

import os
import unittest

from unbraid_prove.controller import before_test
from unbraid_prove.imports import after_import, replace
from unbraid_prove.journal import JOURNAL
from unbraid_prove.run import current


def install():
    plugins = [name for name in os.environ.get("PYTEST_PLUGINS", "").split(",") if name]
    if "unbraid_prove_pytest" not in plugins:
        os.environ["PYTEST_PLUGINS"] = ",".join([*plugins, "unbraid_prove_pytest"])
    os.environ["PYTEST_XDIST_AUTO_NUM_WORKERS"] = "0"
    os.environ["DJANGO_TEST_PROCESSES"] = "1"
    _record_unittest()
    after_import("unittest.runner", lambda module: replace(module.TextTestRunner, "run", _selecting))
    after_import("django.test.runner", lambda module: replace(module.DiscoverRunner, "__init__", _one_process))


def _one_process(original):
    def __init__(self, *args, **options):
        options["parallel"] = 1
        original(self, *args, **options)

    return __init__


class _State:
    outcome = "passed"
    message = ""


def _record_unittest():
    result = unittest.TestResult

    def starts(original):
        def startTest(self, test):
            _State.outcome, _State.message = "passed", ""
            JOURNAL.begin(test.id())
            original(self, test)

        return startTest

    def stops(original):
        def stopTest(self, test):
            original(self, test)
            JOURNAL.end(_State.outcome, _State.message)

        return stopTest

    replace(result, "startTest", starts)
    replace(result, "stopTest", stops)
    for name, outcome in (
        ("addFailure", "failed"),
        ("addError", "failed"),
        ("addSkip", "skipped"),
        ("addExpectedFailure", "skipped"),
        ("addUnexpectedSuccess", "failed"),
    ):
        replace(result, name, _noting(outcome))
    replace(result, "addSubTest", _sub_test)


def _noting(outcome):
    def make(original):
        def add(self, test, *details):
            message = _last_line(details[0]) if details else ""
            if JOURNAL.test is None:
                JOURNAL.result(test.id(), outcome, message)
            elif _State.outcome != "failed":
                _State.outcome, _State.message = outcome, message
            return original(self, test, *details)

        return add

    return make


def _sub_test(original):
    def addSubTest(self, test, subtest, err):
        if err is not None and _State.outcome != "failed":
            _State.outcome, _State.message = "failed", _last_line(err)
        return original(self, test, subtest, err)

    return addSubTest


def _last_line(details):
    if isinstance(details, tuple) and len(details) == 3:
        return "{}: {}".format(details[0].__name__, details[1])
    return str(details)


def _selecting(original):
    def run(self, test):
        wanted = current().only
        if wanted is not None:
            order = {name: place for place, name in enumerate(wanted)}
            kept = sorted((one for one in _flat(test) if one.id() in order), key=lambda one: order[one.id()])
            test = unittest.TestSuite(_prepared(one) for one in kept)
        return original(self, test)

    return run


def _prepared(test):
    """The test, with what has to be stopped before it."""
    if test.id() in current().down:
        call = test.__class__.__call__

        class Stopped(test.__class__):
            def __call__(self, *args, **options):
                before_test(self.id())
                return call(self, *args, **options)

        Stopped.__name__, Stopped.__qualname__ = test.__class__.__name__, test.__class__.__qualname__
        Stopped.__module__ = test.__class__.__module__
        test.__class__ = Stopped
    return test


def _flat(suite):
    try:
        members = list(suite)
    except TypeError:
        return [suite]
    return [test for member in members for test in _flat(member)]

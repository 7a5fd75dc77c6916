"""Which tests run and how they end: unittest and Django here, pytest in ``unbraid_prove_pytest``."""

import os
import unittest

from unbraid_prove.controller import before_test
from unbraid_prove.imports import after_import, replace
from unbraid_prove.results import record
from unbraid_prove.run import current


def install():
    plugins = [name for name in os.environ.get("PYTEST_PLUGINS", "").split(",") if name]
    if "unbraid_prove_pytest" not in plugins:
        os.environ["PYTEST_PLUGINS"] = ",".join([*plugins, "unbraid_prove_pytest"])
    os.environ["PYTEST_XDIST_AUTO_NUM_WORKERS"] = "0"
    os.environ["DJANGO_TEST_PROCESSES"] = "1"
    record()
    after_import("unittest.runner", lambda module: replace(module.TextTestRunner, "__init__", _watched))
    after_import("django.test.runner", lambda module: replace(module.DiscoverRunner, "__init__", _one_process))


def _one_process(original):
    def __init__(self, *args, **options):
        options["parallel"] = 1
        original(self, *args, **options)

    return __init__


def _watched(original):
    """Runners that derive from it may run suites in their own way."""

    def __init__(self, *args, **options):
        for base in type(self).__mro__:
            if "run" in vars(base):
                replace(base, "run", _selecting)
        original(self, *args, **options)

    return __init__


class _Chosen(unittest.TestSuite):
    """The tests that are wanted, in their order."""


def _selecting(original):
    def run(self, test):
        wanted = current().only
        if wanted is not None and not isinstance(test, _Chosen):
            order = {name: place for place, name in enumerate(wanted)}
            kept = sorted((one for one in _flat(test) if one.id() in order), key=lambda one: order[one.id()])
            test = _Chosen(_prepared(one) for one in kept)
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

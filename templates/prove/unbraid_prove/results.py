"""How the tests of unittest end, in whatever class of results: some note failures without asking the class that they derive from."""

import unittest

from unbraid_prove.imports import replace
from unbraid_prove.journal import JOURNAL


class _State:
    outcome = "passed"
    message = ""
    telling = 0
    """How many methods of results are running within each other: the outermost is what happened."""


def record():
    """Note each test of unittest with its outcome."""
    _watch(unittest.TestResult)
    replace(unittest.TestResult, "__init__", _watching)


def _watching(original):
    def __init__(self, *args, **options):
        for base in type(self).__mro__:
            _watch(base)
        original(self, *args, **options)

    return __init__


def _watch(base):
    """Note what a class of results is told itself."""
    for name, make in _TOLD.items():
        own = vars(base).get(name)
        if own is not None and not getattr(own, "_unbraid", False):
            made = make(own)
            made._unbraid = True
            setattr(base, name, made)


def _starts(original):
    def startTest(self, test):
        if JOURNAL.test != test.id():
            _State.outcome, _State.message = "passed", ""
            JOURNAL.begin(test.id())
        return original(self, test)

    return startTest


def _stops(original):
    def stopTest(self, test):
        _State.telling += 1
        try:
            return original(self, test)
        finally:
            _State.telling -= 1
            if not _State.telling:
                JOURNAL.end(_State.outcome, _State.message)

    return stopTest


def _noting(outcome):
    def make(original):
        def add(self, test, *details):
            if not _State.telling:
                _note(test, outcome, _last_line(details[0]) if details else "")
            _State.telling += 1
            try:
                return original(self, test, *details)
            finally:
                _State.telling -= 1

        return add

    return make


def _note(test, outcome, message):
    if JOURNAL.test is None:
        JOURNAL.result(test.id(), outcome, message)
    elif _State.outcome != "failed":
        _State.outcome, _State.message = outcome, message


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


_TOLD = {
    "startTest": _starts,
    "stopTest": _stops,
    "addFailure": _noting("failed"),
    "addError": _noting("failed"),
    "addSkip": _noting("skipped"),
    "addExpectedFailure": _noting("skipped"),
    "addUnexpectedSuccess": _noting("failed"),
    "addSubTest": _sub_test,
}

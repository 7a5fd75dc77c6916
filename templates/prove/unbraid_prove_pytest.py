"""The plugin of pytest: which tests run, and how they end."""

import contextlib

import pytest

from unbraid_prove import rows
from unbraid_prove.controller import before_test
from unbraid_prove.journal import JOURNAL
from unbraid_prove.run import current

_NOW = {"outcome": "passed", "message": ""}


@pytest.hookimpl(hookwrapper=True)
def pytest_cmdline_main(config):
    """One process, in the order of the files."""
    option = config.option
    if hasattr(option, "numprocesses"):
        option.numprocesses, option.dist, option.tx = 0, "no", []
    if hasattr(option, "randomly_reorganize"):
        option.randomly_reorganize = False
    if hasattr(option, "random_order_bucket"):
        option.random_order_bucket = "none"
    yield


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    wanted = current().only
    if wanted is None:
        return
    order = {name: place for place, name in enumerate(wanted)}
    left_out = [item for item in items if item.nodeid not in order]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
    items[:] = sorted((item for item in items if item.nodeid in order), key=lambda item: order[item.nodeid])


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    _NOW.update(outcome="passed", message="")
    before_test(item.nodeid)
    JOURNAL.begin(item.nodeid)
    yield
    JOURNAL.end(_NOW["outcome"], _NOW["message"])


@pytest.hookimpl(hookwrapper=True)
def pytest_fixture_setup(fixturedef, request):
    """What is written for several tests is there for all that follow."""
    with rows.Shared() if fixturedef.scope != "function" else contextlib.nullcontext():
        yield


def pytest_runtest_logreport(report):
    if report.failed and _NOW["outcome"] != "failed":
        _NOW.update(outcome="failed", message=_message(report))
    elif report.skipped and _NOW["outcome"] == "passed":
        _NOW.update(outcome="skipped", message=str(report.longrepr)[-300:])


def _message(report):
    crash = getattr(report.longrepr, "reprcrash", None)
    text = crash.message if crash is not None else str(report.longrepr)[-1500:]
    return text if report.when == "call" else "{}: {}".format(report.when, text)

"""A synchronous event bus.

Listeners subscribe when their module is imported; the application imports the
modules named in ``EVENT_LISTENERS``. An event is emitted after the transaction
that caused it has been committed, and each listener commits its own changes.
"""

import logging
from collections import defaultdict
from importlib import import_module

log = logging.getLogger(__name__)

_listeners = defaultdict(list)


def listens_to(*names):
    """Subscribe the decorated function to one or more events."""

    def decorate(function):
        for name in names:
            if function not in _listeners[name]:
                _listeners[name].append(function)
        return function

    return decorate


def emit(name: str, **payload) -> int:
    """Call every listener of ``name``; returns how many there were."""
    called = 0
    for listener in list(_listeners[name]):
        log.debug("event %s -> %s", name, listener.__qualname__)
        listener(**payload)
        called += 1
    return called


def init_app(app) -> None:
    for module in app.config["EVENT_LISTENERS"]:
        import_module(module)
    app.extensions["events"] = _listeners

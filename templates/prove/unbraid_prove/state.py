"""What a test has changed in its own process and that the services have to share: environment, settings, configuration, time.

Written to a file of the run's own folder before each request where it differs from last time; the services look at the
file before they answer.
"""

import json
import os
import sys
import time

from unbraid_prove import carry, identity
from unbraid_prove.journal import JOURNAL
from unbraid_prove.run import current

# In a tuple, where tools that travel in time do not find and replace them.
_REAL = (time.monotonic, time.time)
_START = (_REAL[0](), _REAL[1]())
_LAST = {"text": None, "number": 0, "environment": None}
_ABSENT = object()
OWN_KEYS = ("PYTEST_", "UNBRAID_", "COV_", "COVERAGE_")


def collect(app):
    """The state as packed values; what cannot be carried is noted as a reason."""
    found = {"environment": _environment()}
    root = current().root
    configured, refused = _flask(app, root)
    if configured is not None:
        found["flask"] = configured
    settings, refused_settings = _django(root)
    if settings is not None:
        found["django"] = settings
    refused.update(refused_settings)
    for name, why in sorted(refused.items()):
        JOURNAL.reason("setting", "{}: {}".format(name, why))
    clock = _clock()
    if clock is not None:
        found["clock"] = clock
    return found


def publish(app):
    """Write the state where it is another than last time."""
    found = collect(app)
    text = json.dumps(found, sort_keys=True)
    if text == _LAST["text"] and "clock" not in found:
        return
    _LAST["number"] += 1
    _LAST["text"] = text
    part = os.path.join(current().share, "state.part")
    with open(part, "w", encoding="utf-8") as stream:
        json.dump(dict(found, number=_LAST["number"]), stream)
    os.replace(part, os.path.join(current().share, "state.json"))


def _environment():
    now = {key: value for key, value in os.environ.items() if not key.startswith(OWN_KEYS)}
    if _LAST["environment"] is None:
        _LAST["environment"] = now
        return {}
    before = _LAST["environment"]
    changed = {key: value for key, value in now.items() if before.get(key) != value}
    changed.update((key, None) for key in before if key not in now)
    return changed


def _flask(app, root):
    config = getattr(app, "config", None)
    if config is None or not hasattr(app, "url_map"):
        return None, {}
    carried, _ = carry.packed_items([(key, value) for key, value in config.items() if isinstance(key, str)], root)
    return carried, {}


def _django(root):
    conf = sys.modules.get("django.conf")
    if conf is None or not conf.settings.configured:
        return None, {}
    holder = conf.settings._wrapped
    changed = {}
    while hasattr(holder, "default_settings"):
        for name, value in vars(holder).items():
            if name.isupper():
                changed.setdefault(name, value)
        holder = holder.default_settings
    module = sys.modules.get(getattr(holder, "SETTINGS_MODULE", "") or "")
    own = _set_at_start(holder, module)
    for name in dir(holder):
        if name.isupper() and name not in changed and module is not None:
            value = getattr(holder, name)
            before = getattr(module, name, getattr(conf.global_settings, name, _ABSENT))
            if value is not before and (before is _ABSENT or hasattr(module, name)) and (_is_mock(value) or value != before):
                changed[name] = value
    for name in ("DATABASES", "CACHES", "SETTINGS_MODULE"):
        changed.pop(name, None)
    carried, refused = carry.packed_items(changed.items(), root)
    return carried, {name: why for name, why in refused.items() if own.get(name, _ABSENT) is not changed[name]}


_AT_START = {}


def _set_at_start(holder, module):
    """What no settings module has and was set before the first request: an application's own defaults, which it sets in the
    services, too. No reason to leave a test out where it cannot be carried."""
    if "found" not in _AT_START:
        told = vars(holder).items()
        _AT_START["found"] = {name: value for name, value in told if name.isupper() and not hasattr(module, name) and not _is_mock(value)}
    return _AT_START["found"]


def _is_mock(value):
    """Whether a value must not be touched, since a test may count how often it was."""
    return type(value).__module__ == "unittest.mock"


def _clock():
    elapsed = _REAL[0]() - _START[0]
    now = time.time()
    return now if abs(now - (_START[1] + elapsed)) > 2 else None


def databases():
    """What a service needs to know at its start: Django's databases and settings module, and how the application was made."""
    conf = sys.modules.get("django.conf")
    if conf is None or not conf.settings.configured:
        return {}
    from django.db import connections

    known = {alias: dict(settings, CONN_MAX_AGE=0) for alias, settings in connections.databases.items()}
    for alias in known:
        known[alias]["NAME"] = connections[alias].settings_dict["NAME"]
        known[alias].pop("TEST", None)
    packed, refused = carry.packed_items(known.items())
    for alias, why in refused.items():
        JOURNAL.trouble("the database {} cannot be described: {}".format(alias, why))
    return {"databases": packed, "settings_module": os.environ.get("DJANGO_SETTINGS_MODULE", "")}


__all__ = ["collect", "databases", "identity", "publish"]

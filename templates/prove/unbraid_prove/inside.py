"""What a service is given before its entry point is imported: the database, settings and arguments of the test's process."""

import functools
import importlib
import inspect
import json
import os
import sqlite3
import sys
import time

from unbraid_prove import carry
from unbraid_prove.imports import after_import, replace

_APPLIED = {"stamp": None, "number": 0, "override": None, "clock": None, "environment": {}}
_TOLD = {}


def prepare(told):
    """Put everything in place that the entry point's import will need."""
    _TOLD.update(told)
    _sqlite()
    from unbraid_prove import lending, sources

    sources.install(told)
    lending.install(told)
    if told.get("unsplit"):
        after_import("unbraid_service", _never_refuse)
    if told.get("arguments"):
        for module, attribute, is_factory in told["applications"]:
            if is_factory:
                after_import(module, functools.partial(_with_arguments, attribute=attribute))
    if told.get("databases"):
        _django()
    after_import("django.core.handlers.wsgi", lambda module: replace(module.WSGIRequest, "__init__", _privileged))
    if told.get("corrupt") or told.get("seams"):
        from unbraid_prove import counting

        counting.install(told)


def roots():
    return _TOLD["roots"]


def application(told):
    """The callable of the entry point."""
    module = importlib.import_module(told["entry"])
    found = getattr(module, "application", None)
    if found is None:
        raise SystemExit("the entry point {} has no application".format(told["entry"]))
    return found


def is_asgi(told, app):
    """Whether the application speaks ASGI."""
    call = app if inspect.isfunction(app) else getattr(type(app), "__call__", app)
    return told["framework"] in ("asgi", "fastapi", "starlette") or inspect.iscoroutinefunction(call)


def end_with_parent(parent):
    """End when the process that started this one has gone, however it went."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(3)


def _never_refuse(module):
    original = module.intercept

    def intercept(method, path):
        found = original(method, path)
        return None if found is not None and found[0] == 421 else found

    module.intercept = intercept


def _with_arguments(module, attribute):
    original = getattr(module, attribute)

    @functools.wraps(original)
    def factory(*args, **options):
        if args or options:
            return original(*args, **options)
        given, named = _TOLD["arguments"]
        return original(*carry.unpack(given, roots()), **{name: carry.unpack(one, roots()) for name, one in named.items()})

    setattr(module, attribute, factory)


def _sqlite():
    """Files and databases in memory of the test's process are the same ones here, whatever the folder of this code."""
    original = sqlite3.connect

    def connect(database, *args, **options):
        connection = original(_place_of(database, options), *args, **options)
        connection.execute("PRAGMA synchronous=OFF").close()
        if len(args) < 1:
            connection.execute("PRAGMA busy_timeout=10000").close()
        return connection

    sqlite3.connect = sqlite3.dbapi2.connect = connect


def _place_of(database, options):
    name = os.fsdecode(database) if isinstance(database, (bytes, os.PathLike)) else str(database)
    memory = os.path.join(_TOLD["share"], "memory.sqlite3")
    if name in (":memory:", "") or "mode=memory" in name or ":memory:" in name:
        options.pop("uri", None)
        return memory
    known = _known_files()
    path = os.path.abspath(name[5:].partition("?")[0] if name.startswith("file:") else name)
    # Django names the file that stands for memory itself: it is no stray name for the only other file that the tests opened.
    if not known or path in (memory, *known) or os.path.basename(path).startswith(".coverage"):
        return database
    same = [one for one in known if os.path.basename(one) == os.path.basename(path)]
    chosen = same if len(same) == 1 else known if len(known) == 1 else []
    return chosen[0] if chosen else database


def _known_files():
    try:
        with open(os.path.join(_TOLD["share"], "databases.json"), encoding="utf-8") as stream:
            return json.load(stream)
    except OSError:
        return []


def _django():
    entry = _TOLD["entry"]
    for name in {entry + "_settings", _TOLD.get("settings_module") or ""} - {""}:
        after_import(name, _settings)


def _settings(module):
    known = {alias: carry.unpack(packed) for alias, packed in _TOLD["databases"].items()}
    for settings in known.values():
        name = str(settings.get("NAME", ""))
        if "mode=memory" in name or ":memory:" in name:
            settings["NAME"] = os.path.join(_TOLD["share"], "memory.sqlite3")
    module.DATABASES = known


def _privileged(original):
    @functools.wraps(original)
    def __init__(self, environ):
        original(self, environ)
        if environ.get("unbraid.csrf_exempt"):
            self._dont_enforce_csrf_checks = True
        if environ.get("unbraid.force_user"):
            from django.apps import apps

            label, key = json.loads(environ["unbraid.force_user"])
            self._force_auth_user = apps.get_model(label)._base_manager.get(pk=key)
            self._force_auth_token = None

    return __init__


def outbox():
    """Django as it is under test: mail into an outbox, of which the spool takes the place, and any host allowed."""
    if "django.test" not in sys.modules and not _TOLD.get("databases"):
        return
    if "spool" not in _APPLIED:
        from django.core import mail as module
        from django.test.utils import setup_test_environment

        from unbraid_prove import mail

        setup_test_environment()
        _APPLIED["spool"] = module.outbox = mail.Spool(os.path.join(_TOLD["share"], "mail"))


def before_request(app):
    """Bring settings, environment, configuration and clock to where the test's process has them."""
    outbox()
    path = os.path.join(_TOLD["share"], "state.json")
    try:
        stamp = os.stat(path)
    except OSError:
        return
    if (stamp.st_mtime_ns, stamp.st_ino) == _APPLIED["stamp"]:
        return
    with open(path, encoding="utf-8") as stream:
        state = json.load(stream)
    _APPLIED["stamp"] = (stamp.st_mtime_ns, stamp.st_ino)
    _environment(state.get("environment", {}))
    _flask(state.get("flask"))
    _override(state.get("django"))
    _clock(state.get("clock"))


def _environment(changed):
    for key in set(_APPLIED["environment"]) - set(changed):
        before = _APPLIED["environment"].pop(key)
        os.environ.pop(key, None) if before is None else os.environ.update({key: before})
    for key, value in changed.items():
        _APPLIED["environment"].setdefault(key, os.environ.get(key))
        os.environ.pop(key, None) if value is None else os.environ.update({key: value})


def _flask(packed):
    app = getattr(sys.modules.get(_TOLD["entry"]), "app", None)
    if packed is None or not hasattr(app, "config") or not hasattr(app, "url_map"):
        return
    for key, value in packed.items():
        found = carry.unpack(value, roots())
        if key not in app.config or app.config[key] != found:
            app.config[key] = found


def _override(packed):
    if "django.conf" not in sys.modules or packed is None:
        return
    from django.test.utils import override_settings

    if _APPLIED["override"] is not None:
        _APPLIED["override"].disable()
        _APPLIED["override"] = None
    values = {name: carry.unpack(value, roots()) for name, value in packed.items()}
    if values:
        _APPLIED["override"] = override_settings(**values)
        _APPLIED["override"].enable()


def _clock(now):
    if _APPLIED["clock"] is not None:
        _APPLIED["clock"].stop()
        _APPLIED["clock"] = None
    if now is None:
        return
    try:
        import time_machine

        _APPLIED["clock"] = time_machine.travel(now, tick=True)
    except ImportError:
        import datetime

        import freezegun

        moment = datetime.datetime.fromtimestamp(now, datetime.timezone.utc).replace(tzinfo=None)
        _APPLIED["clock"] = freezegun.freeze_time(moment, tick=True)
    _APPLIED["clock"].start()

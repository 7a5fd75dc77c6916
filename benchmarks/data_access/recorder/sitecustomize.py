"""Records every statement that reaches SQLite, with the application's frames below it; loaded by any Python that has this on its path.

``RECORD_ROOT`` is the folder of the application's source, ``RECORD_TO`` the file to write when the interpreter ends.
Of a statement that SQLAlchemy's unit of work sends, the authors are kept too: who added, changed or deleted the rows in question.
"""

import atexit
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import re
import sqlite3
import sqlite3.dbapi2
import sys
import threading
import weakref
from pathlib import Path

ROOT = os.path.realpath(os.environ.get("RECORD_ROOT", "")) + os.sep
TARGET = os.environ.get("RECORD_TO", "")
VALUES = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b|X'[0-9A-F]*'")
MANY = re.compile(r"\(\s*\?(?:\s*,\s*\?)+\s*\)(?:\s*,\s*\(\s*\?(?:\s*,\s*\?)*\s*\))*")
SILENT = ("PRAGMA", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "CREATE", "DROP", "ALTER", "--", "VACUUM", "ANALYZE")
FLUSHED = ("states_to_insert", "states_to_update", "states_to_delete")
FLUSHES = {"save_obj", "delete_obj", "process_saves", "process_deletes"}

seen = {}
ran = set()
authors = weakref.WeakKeyDictionary()


def frames():
    """The application's frames, innermost first, as (file below the root, function, line), and the states being flushed."""
    found, states = [], []
    frame = sys._getframe(2)
    while frame is not None:
        code = frame.f_code
        name = code.co_filename
        if name.startswith(ROOT):
            found.append((name[len(ROOT) :], code.co_qualname if hasattr(code, "co_qualname") else code.co_name, frame.f_lineno))
        elif code.co_name in FLUSHES and not found and "sqlalchemy" in name:
            states += flushed(frame.f_locals)
        frame = frame.f_back
    return found, states


def flushed(names):
    """The states in the local variables of a step of SQLAlchemy's unit of work; generators among them are not touched."""
    found = [row[0] for name in FLUSHED for row in names.get(name, ()) if isinstance(names[name], list)]
    work, step = names.get("uowcommit"), names.get("self")
    if not found and work is not None and step is not None:
        found = [state for state in work.states if state.mapper.isa(step.parent)]
    return found


def trace(statement):
    text = statement.strip()
    if text.startswith(SILENT):
        return
    where, states = frames()
    written_by = []
    for state in states:
        written_by += [one for one in authors.get(state, ()) if one not in written_by]
    shape = MANY.sub("(?)", VALUES.sub("?", text))
    key = (shape, tuple((path, name) for path, name, _ in where), tuple(sorted(written_by)))
    if key not in seen:
        seen[key] = [0, [line for _, _, line in where]]
    seen[key][0] += 1


def connect(*args, **kwargs):
    connection = original(*args, **kwargs)
    connection.set_trace_callback(trace)
    return connection


def changed(state):
    """Remembers the innermost frame of the application as an author of a row's change."""
    frame = sys._getframe(2)
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(ROOT):
            authors.setdefault(state, set()).add(name[len(ROOT) :])
            return
        frame = frame.f_back


def watch_session(module):
    for name in ("_save_or_update_state", "_delete_impl"):
        inner = getattr(module.Session, name)

        def outer(self, state, *args, _inner=inner, **kwargs):
            changed(state)
            return _inner(self, state, *args, **kwargs)

        setattr(module.Session, name, outer)


def watch_state(module):
    inner = module.InstanceState._modified_event

    def outer(self, *args, **kwargs):
        changed(self)
        return inner(self, *args, **kwargs)

    module.InstanceState._modified_event = outer


WATCHED = {"sqlalchemy.orm.session": watch_session, "sqlalchemy.orm.state": watch_state}


class Watcher(importlib.abc.MetaPathFinder):
    """Patches modules right after they are imported."""

    def find_spec(self, name, path, target=None):
        if name not in WATCHED:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            run = spec.loader.exec_module

            def exec_module(module):
                run(module)
                WATCHED[name](module)

            spec.loader.exec_module = exec_module
        return spec


def profile(frame, event, argument):
    if event == "call":
        code = frame.f_code
        if code not in ran:
            ran.add(code)


def write():
    sys.setprofile(None)
    rows = [
        {"statement": shape, "frames": [[*one, line] for one, line in zip(where, lines, strict=True)], "authors": list(by), "times": times}
        for (shape, where, by), (times, lines) in seen.items()
    ]
    functions = sorted({(code.co_filename[len(ROOT) :], code.co_firstlineno) for code in ran if code.co_filename.startswith(ROOT)})
    with Path(f"{TARGET}.{os.getpid()}").open("w", encoding="utf-8") as file:
        json.dump({"rows": rows, "functions": functions}, file)


if TARGET:
    original = sqlite3.connect
    sqlite3.connect = sqlite3.dbapi2.connect = connect
    sys.meta_path.insert(0, Watcher())
    atexit.register(write)
    threading.setprofile(profile)
    sys.setprofile(profile)

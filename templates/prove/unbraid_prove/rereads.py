"""What the codec reads again because an object crosses by identity: in reality the other process does, so here it is counted apart.

In one process these queries would stand among those that a test counts. They are kept out of its count, what the caller had loaded
already is there on the other side as well, and each read is noted for the seam that costs it.
"""

import contextlib
import os
import sys
import threading

DEPTH = 3
NOW = threading.local()


@contextlib.contextmanager
def of(seam, sent):
    """What is read in here belongs to a call of this seam with these values."""
    before = getattr(NOW, "seam", None), getattr(NOW, "sent", None)
    NOW.seam, NOW.sent = seam, sent
    try:
        yield
    finally:
        NOW.seam, NOW.sent = before


def install(codec, now):
    """Let a codec read uncounted, and give what it has read the relations that the caller had loaded."""
    encode, decode, stored = codec.encode, codec.decode, codec.stored

    def quiet_encode(value):
        with _uncounted(now):
            return encode(value)

    def quiet_decode(data):
        with _uncounted(now):
            found = decode(data)
            sent = getattr(NOW, "sent", None)
            if sent is not None:
                known = {(type(one), one.pk): one for one in stored(sent) if hasattr(one, "_state")}
                for twin in stored(found) if known else ():
                    _share(known.get((type(twin), getattr(twin, "pk", None))), twin, DEPTH)
            return found

    codec.encode, codec.decode = quiet_encode, quiet_decode


@contextlib.contextmanager
def _uncounted(now):
    module = sys.modules.get("django.db")
    connections = list(module.connections.all()) if module is not None else []
    before = [(one, one.force_debug_cursor) for one in connections]
    read = _reads(now)
    for connection in connections:
        connection.force_debug_cursor = False
        connection.execute_wrappers.append(read)
    try:
        yield
    finally:
        for connection, counted in before:
            connection.force_debug_cursor = counted
            connection.execute_wrappers.remove(read)


def _reads(now):
    def note(execute, sql, params, many, context):
        seam = getattr(NOW, "seam", None)
        if seam is not None:
            with open(os.path.join(now.share, "rereads-{}".format(os.getpid())), "a", encoding="utf-8") as stream:
                stream.write(seam + "\n")
        return execute(sql, params, many, context)

    return note


def _share(one, twin, depth):
    """Let the twin of an object have loaded what the object has: of its own, not the same objects."""
    if one is None or one is twin or not depth or not hasattr(one, "_state"):
        return
    for name, related in getattr(one._state, "fields_cache", {}).items():
        if name not in twin._state.fields_cache:
            twin._state.fields_cache[name] = _twin(related, depth)
    for name, related in getattr(one, "_prefetched_objects_cache", {}).items():
        if getattr(related, "_result_cache", None) is not None and hasattr(related, "_chain"):
            again = related._chain()
            again._result_cache = [_twin(each, depth) for each in related._result_cache]
            again._prefetch_done = True
            twin.__dict__.setdefault("_prefetched_objects_cache", {})[name] = again


def _twin(related, depth):
    if not hasattr(related, "_state") or related.pk is None:
        return related
    found = type(related)._base_manager.filter(pk=related.pk).first()
    if found is not None:
        _share(related, found, depth - 1)
    return found

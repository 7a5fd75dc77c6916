"""Calls between services: counted where they are made, and made wrong for a negative control."""

import functools
import os

from unbraid_prove.imports import after_import


def install(told):
    after_import("unbraid_seams", functools.partial(_count, told=told))


def _count(module, told):
    path = os.path.join(told["share"], "calls-{}".format(os.getpid()))
    original = module.Counters.count

    def count(self, which, target):
        original(self, which, target)
        if which == "made":
            with open(path, "a", encoding="utf-8") as stream:
                stream.write(target + "\n")

    module.Counters.count = count
    if told.get("corrupt"):
        corrupt(module.CODEC)


def corrupt(codec):
    """Let a codec decode something else than what was encoded."""
    decode = codec.decode
    codec.decode = lambda data: mangled(decode(data))


class CorruptedError(RuntimeError):
    pass


def mangled(value):
    """Another value of the same shape. A number, a truth value or nothing at all is an error: a page that shows another number, and a
    call whose result is not looked at, would pass for right."""
    if value is None or isinstance(value, (bool, int, float)):
        raise CorruptedError("made wrong for a negative control")
    if isinstance(value, str):
        return value[::-1] + "~"
    if isinstance(value, BaseException):
        return value
    if isinstance(value, (list, tuple)) and type(value) in (list, tuple):
        return type(value)(mangled(one) for one in value)
    if type(value) is dict:
        return {key: mangled(one) for key, one in value.items()}
    return None
